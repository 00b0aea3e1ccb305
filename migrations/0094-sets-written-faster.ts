import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** What an import writes costs less: texts that are not there are not read, and rows are not taken apart and put together again to be free of what is empty. */
export const setsWrittenFaster: Migration = {
  name: '0094-sets-written-faster',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  // It has always given null for null; now without being called for it.
  'alter function words_in(jsonb) strict',
  // Of 0093. Leaving out what is null goes through the whole row, so it may only where nothing inside a value is null.
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
      select said.entry, tg_table_name, said.id, 'insert', said.version,
        case when said.row @? 'lax $.*.**{1 to last} ? (@ == null)'
          then (select jsonb_object_agg(key, value) from jsonb_each(said.row) where value <> 'null')
          else jsonb_strip_nulls(said.row)
        end || case when cardinality(hidden) = 0 then '{}'
          else (select coalesce(jsonb_object_agg(key, '(kept private)'), '{}') from unnest(hidden) key where said.row -> key <> 'null')
        end
      from said returning id, row_id
    )
    insert into audit_hidden (change_id, after)
    select written.id, kept.after from written join said on said.id = written.row_id, lateral (
      select jsonb_object_agg(key, said.row -> key) as after from unnest(hidden) key where said.row -> key <> 'null') kept
    where cardinality(hidden) > 0 and kept.after is not null;
    return null;
  end $$`,
];
