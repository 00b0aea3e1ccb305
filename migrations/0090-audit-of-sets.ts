import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/**
 * Rows that imports add in sets are written to the log in sets too: row by row it cost three times what the rows themselves did. The trigger
 * of a table says by its third word `inSets` that another one sees to its added sets; a table without it is logged row by row as before.
 */
export const auditOfSets: Migration = {
  name: '0090-audit-of-sets',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create function audit_refused(written text) returns bigint language plpgsql as $$
  begin
    raise exception 'a write to % outside a command', written using errcode = 'PL001';
  end $$`,
  // The same log as `audit_row` writes for each row. Sets name their entries in `plenary.audit` as ` id=entry id=entry `; everything else is
  // left to `audit_row`.
  `create function audit_rows() returns trigger language plpgsql as $$
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
    where kept.after is not null;
    return null;
  end $$`,
  // Of 0031, with the one line that leaves added sets to `audit_rows`.
  `create or replace function audit_row() returns trigger language plpgsql as $$
  declare
    current text := current_setting('plenary.audit', true);
    entry bigint;
    hidden text[]; silent text[];
    old_row jsonb; new_row jsonb; row_key bigint; row_version integer;
    before_row jsonb; after_row jsonb; before_hidden jsonb; after_hidden jsonb; masks jsonb; change bigint;
  begin
    if current_setting('plenary.restoring', true) = 'on' then return null; end if;
    if tg_op = 'INSERT' and tg_argv[2] = 'inSets' and left(current, 1) = ' ' then return null; end if;
    hidden := array_remove(string_to_array(tg_argv[0], ','), '');
    silent := array_remove(string_to_array(tg_argv[1], ','), '') || array['version'];
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
  // Every table under audit, with the words that its trigger has.
  `do $$
  declare
    one record; words text[];
  begin
    for one in select tgname as name, tgrelid::regclass as owner, tgargs from pg_trigger where tgfoid = 'audit_row'::regproc and not tgisinternal loop
      words := string_to_array(encode(one.tgargs, 'escape'), '\\000');
      execute format('create or replace trigger %I after insert or update or delete on %s for each row execute function audit_row(%L, %L, ''inSets'')',
        one.name, one.owner, words[1], words[2]);
      execute format('create trigger %I after insert on %s referencing new table as added for each statement execute function audit_rows(%L, %L)',
        one.name || '_sets', one.owner, words[1], words[2]);
    end loop;
  end $$`,
];
