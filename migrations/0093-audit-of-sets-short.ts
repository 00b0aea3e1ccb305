import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** Of sets without private columns nothing is sought that would have to be kept apart. */
export const auditOfSetsShort: Migration = {
  name: '0093-audit-of-sets-short',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  // Of 0090, with the condition on `hidden` at its end.
  `create or replace function audit_rows() returns trigger language plpgsql as $$
  declare
    current text := current_setting('plenary.audit', true);
    hidden text[] := array_remove(string_to_array(tg_argv[0], ','), '');
    silent text[] := array_remove(string_to_array(tg_argv[1], ','), '') || array['version'];
  begin
    if left(coalesce(current, ''), 1) <> ' ' or current_setting('plenary.restoring', true) = 'on' then return null; end if;
    with named as (
      select split_part(pair, '=', 1)::bigint as id, split_part(pair, '=', 2)::bigint as entry from unnest(string_to_array(trim(current), ' ')) pair
    ), said as materialized (
      select added.id, added.version, to_jsonb(added) - silent as row, coalesce(named.entry, audit_refused(tg_table_name)) as entry
      from added left join named on named.id = added.id
    ), written as (
      insert into audit_change (audit_id, table_name, row_id, op, version, after)
      select said.entry, tg_table_name, said.id, 'insert', said.version, (
        select jsonb_object_agg(key, case when key = any (hidden) then '"(kept private)"' else value end) from jsonb_each(said.row) where value <> 'null')
      from said returning id, row_id
    )
    insert into audit_hidden (change_id, after)
    select written.id, kept.after from written join said on said.id = written.row_id, lateral (
      select jsonb_object_agg(key, value) as after from jsonb_each(said.row) where value <> 'null' and key = any (hidden)) kept
    where cardinality(hidden) > 0 and kept.after is not null;
    return null;
  end $$`,
];
