import { sql, type Transaction } from 'kysely';
import type { Tables } from '../tables.ts';

/**
 * By what a person can be known in running text: names of now and of earlier, addresses in both forms, telephone, web address. Names that
 * somebody else here bears as well are left out: what is written under them could be the other's.
 */
export const marksOf = async (tx: Transaction<Tables>, person: number): Promise<string[]> => {
  const { rows } = await sql<{ value: string | null; isName: boolean }>`
    with row_now as (select to_jsonb(person) as row from person where id = ${person}),
    addresses as (select id, typed, address_key from email where person_id = ${person}),
    past as (
      select coalesce(change.before, '{}') || coalesce(hidden.before, '{}') as row
      from audit_change change left join audit_hidden hidden on hidden.change_id = change.id
      where change.table_name = 'person' and change.row_id = ${person}
    ),
    past_addresses as (
      select hidden.before as row from audit_change change join audit_hidden hidden on hidden.change_id = change.id
      where change.table_name = 'email' and hidden.before is not null and change.row_id in (
        select row_id from audit_change where table_name = 'email' and (after ->> 'person_id')::bigint = ${person})
    ),
    every as (select row from row_now union all select row from past)
    select name as value, true as "isName" from every, lateral (values
      (row ->> 'display_name'), (row ->> 'native_name'),
      ((row ->> 'given_name') || ' ' || (row ->> 'family_name')),
      ((row ->> 'family_name') || ' ' || (row ->> 'given_name')),
      ((row ->> 'family_name') || ', ' || (row ->> 'given_name'))
    ) names (name)
    union select value, false from every, lateral (values (row ->> 'phone'), (row ->> 'website')) others (value)
    union select value, false from addresses, lateral (values (typed), (address_key)) both_forms (value)
    union select value, false from past_addresses, lateral (values (row ->> 'typed'), (row ->> 'address_key')) both_forms (value)`.execute(
    tx,
  );
  const known = rows.filter(
    (row): row is { value: string; isName: boolean } => Boolean(row.value?.trim()) && row.value !== '(kept private)',
  );
  const names = known.filter(({ isName }) => isName).map(({ value }) => value);
  const shared = await sql<{ name: string }>`
    select name from unnest(${names}::text[]) name
    where exists (select from person other where other.id <> ${person} and other.archived_at is null
      and (lower(other.display_name) = lower(name) or lower(other.native_name) = lower(name)))`.execute(tx);
  const ambiguous = new Set(shared.rows.map(({ name }) => name));
  return known.map(({ value }) => value).filter((value) => !ambiguous.has(value));
};
