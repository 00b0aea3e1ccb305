import { sql } from 'kysely';
import type { AnyWrites } from '../db/tables.ts';
import { pastTheHistory } from './sweep.ts';

/** Rows that are all about one person: what the history says of them goes, that something happened stays. */
export interface OwnRows {
  table: string;
  ids: readonly number[];
}

/**
 * Takes the values out of the history of these rows, with those of private columns; puts another name over everything that the person did;
 * empties the lines of imports that brought them in, and takes their names from the lines that might have been about them. When, what and through which door stays.
 */
export const forgetHistory = async (tx: AnyWrites, person: number, own: readonly OwnRows[], instead: string): Promise<void> => {
  await forgetRows(tx, own, instead);
  await pastTheHistory(tx, async () => {
    await sql`update audit set actor_name = ${instead} where person_id = ${person}`.execute(tx);
    await sql`update import_run set actor_name = ${instead} where person_id = ${person}`.execute(tx);
    await sql`delete from submission where starts_with(key, ${`${person}:`})`.execute(tx);
    await sql`delete from mail where person_id = ${person}`.execute(tx);
  });
};

/** The part of it that is about rows, where nobody known did anything. */
export const forgetRows = async (tx: AnyWrites, own: readonly OwnRows[], instead: string): Promise<void> => {
  await pastTheHistory(tx, async () => {
    for (const { table, ids } of own.filter((rows) => rows.ids.length > 0)) {
      const changes = sql`(select id from audit_change where table_name = ${table} and row_id = any(${[...ids]}::bigint[]))`;
      await sql`delete from audit_hidden where change_id in ${changes}`.execute(tx);
      await sql`
        update import_line set cells = '{}', input = null, label = ${instead}, problems = '[]', identity = null, says = null, meant = null
        where id in (select audit.import_line_id from audit join audit_change on audit_change.audit_id = audit.id
          where audit_change.id in ${changes} and audit.import_line_id is not null)`.execute(tx);
      const named = ids.map((id) => `${table}/${id}`);
      await sql`
        update import_line set problems = (
          select coalesce(jsonb_agg(problem), '[]') from jsonb_array_elements(problems) problem where problem -> 'values' ->> 'is' is null or problem -> 'values' ->> 'is' <> all(${named}::text[]))
        where exists (select from jsonb_array_elements(problems) problem where problem -> 'values' ->> 'is' = any(${named}::text[]))`.execute(
        tx,
      );
      await sql`
        update audit_change set before = ${erased('before')}, after = ${erased('after')}
        where id in ${changes}`.execute(tx);
    }
  });
};

/** Which fields changed stays, as does whether a row was there; numbers that only join rows say nothing of anybody. */
const erased = (column: 'before' | 'after') => sql`(
  select jsonb_object_agg(key, case when key = 'id' or key like '%\\_id' or key like '%\\_at' or value = 'null' then value else '"(kept private)"' end)
  from jsonb_each(${sql.ref(column)}))`;
