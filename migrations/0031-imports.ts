import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

export const imports: Migration = {
  name: '0031-imports',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  // `plenary.audit` is the number of the entry or, where rows of several entries are written at once, ` id=entry id=entry `, searched rather
  // than parsed because every row asks. A row that is not named is refused like a write outside a command. One pass over the row instead of
  // three.
  `create or replace function audit_row() returns trigger language plpgsql as $$
  declare
    current text := current_setting('plenary.audit', true);
    entry bigint;
    hidden text[] := array_remove(string_to_array(tg_argv[0], ','), '');
    silent text[] := array_remove(string_to_array(tg_argv[1], ','), '') || array['version'];
    old_row jsonb; new_row jsonb; row_key bigint; row_version integer;
    before_row jsonb; after_row jsonb; before_hidden jsonb; after_hidden jsonb; masks jsonb; change bigint;
  begin
    if current_setting('plenary.restoring', true) = 'on' then return null; end if;
    if tg_op <> 'INSERT' then old_row := to_jsonb(old); row_key := (old_row ->> 'id')::bigint; end if;
    if tg_op <> 'DELETE' then
      new_row := to_jsonb(new); row_key := (new_row ->> 'id')::bigint; row_version := (new_row ->> 'version')::integer;
    end if;
    if left(current, 1) = ' ' then entry := nullif(split_part(split_part(current, ' ' || row_key || '=', 2), ' ', 1), '')::bigint;
    else entry := nullif(current, '')::bigint;
    end if;
    if entry is null then
      raise exception 'a write to % outside a command', tg_table_name using errcode = 'PL001';
    end if;
    if tg_op = 'INSERT' then
      select jsonb_object_agg(key, value) into after_row from jsonb_each(new_row) where value <> 'null' and not key = any (silent);
    elsif tg_op = 'DELETE' then
      select jsonb_object_agg(key, value) into before_row from jsonb_each(old_row) where value <> 'null' and not key = any (silent);
    else
      select jsonb_object_agg(key, old_row -> key), jsonb_object_agg(key, value) into before_row, after_row
        from jsonb_each(new_row) where value is distinct from old_row -> key and not key = any (silent);
      if after_row is null then return null; end if;
    end if;
    if cardinality(hidden) > 0 then
      select jsonb_object_agg(key, value), jsonb_object_agg(key, '(kept private)'::text) into after_hidden, masks
        from jsonb_each(after_row) where key = any (hidden);
      after_row := after_row || coalesce(masks, '{}');
      select jsonb_object_agg(key, value), jsonb_object_agg(key, '(kept private)'::text) into before_hidden, masks
        from jsonb_each(before_row) where key = any (hidden);
      before_row := before_row || coalesce(masks, '{}');
    end if;
    insert into audit_change (audit_id, table_name, row_id, op, version, before, after)
      values (entry, tg_table_name, row_key, lower(tg_op), row_version, before_row, after_row) returning id into change;
    if before_hidden is not null or after_hidden is not null then
      insert into audit_hidden (change_id, before, after) values (change, before_hidden, after_hidden);
    end if;
    return null;
  end $$`,
  // What a line is about and what it says of it, so that contradicting lines are found by the database and not in memory.
  'alter table import_line add column identity text, add column says text',
  // A name that an import learned serves matching; readers see it beside the record only where somebody has said so.
  'alter table alias add column shown boolean not null default true, add column run_id bigint references import_run',
  'create index alias_run on alias (run_id) where run_id is not null',
  'create index import_line_identity on import_line (run_id, identity) where identity is not null',
];
