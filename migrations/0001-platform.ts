import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

export const platform: Migration = {
  name: '0001-platform',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

/** The columns of every record and the triggers that keep its version and its history; later migrations build tables with it. */
export const recordColumns = `
  id bigint generated always as identity primary key,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  archived_reason text`;

/**
 * Puts a table under audit. `hidden` are columns whose values belong to a person: the log keeps them apart, where erasure finds them.
 * `silent` are derived columns that no history shows.
 */
export const underAudit = (table: string, hidden: readonly string[] = [], silent: readonly string[] = []): string => `
  create trigger ${table}_version before update on ${table} for each row execute function record_version();
  create trigger ${table}_audit after insert or update or delete on ${table}
    for each row execute function audit_row('${hidden.join(',')}', '${silent.join(',')}')`;

const statements = [
  `create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    command text not null,
    person_id bigint,
    actor_kind text not null,
    actor_name text not null,
    via text not null,
    request_id text,
    import_line_id bigint,
    reason text,
    parent_id bigint references audit
  )`,
  'create index audit_parent on audit (parent_id) where parent_id is not null',
  'create index audit_import_line on audit (import_line_id) where import_line_id is not null',
  'create index audit_person on audit (person_id, id)',
  'create index audit_command on audit (command, id)',
  `create table audit_change (
    id bigint generated always as identity primary key,
    audit_id bigint not null references audit,
    table_name text not null,
    row_id bigint not null,
    op text not null check (op in ('insert', 'update', 'delete')),
    version integer,
    before jsonb,
    after jsonb
  )`,
  'create index audit_change_row on audit_change (table_name, row_id, id)',
  'create index audit_change_audit on audit_change (audit_id)',
  `create table audit_hidden (
    change_id bigint primary key references audit_change,
    before jsonb,
    after jsonb
  )`,
  // A row that an update leaves as it was keeps its version, so that "nothing changed" can be told from "changed".
  `create function record_version() returns trigger language plpgsql as $$
  begin
    if current_setting('plenary.restoring', true) = 'on' then return new; end if;
    if new is distinct from old then new.version := old.version + 1; end if;
    return new;
  end $$`,
  `create function audit_row() returns trigger language plpgsql as $$
  declare
    entry bigint := nullif(current_setting('plenary.audit', true), '')::bigint;
    hidden text[] := array_remove(string_to_array(tg_argv[0], ','), '');
    silent text[] := array_remove(string_to_array(tg_argv[1], ','), '') || array['version'];
    old_row jsonb := '{}'; new_row jsonb := '{}';
    changed text[]; before_row jsonb; after_row jsonb; change bigint; row_key bigint; row_version integer;
  begin
    if current_setting('plenary.restoring', true) = 'on' then return null; end if;
    if entry is null then
      raise exception 'a write to % outside a command', tg_table_name using errcode = 'PL001';
    end if;
    if tg_op <> 'INSERT' then old_row := to_jsonb(old); row_key := (old_row ->> 'id')::bigint; end if;
    if tg_op <> 'DELETE' then
      new_row := to_jsonb(new); row_key := (new_row ->> 'id')::bigint; row_version := (new_row ->> 'version')::integer;
    end if;
    if tg_op = 'INSERT' then
      select coalesce(array_agg(key), '{}') into changed from jsonb_each(new_row) where value <> 'null' and not key = any (silent);
    elsif tg_op = 'DELETE' then
      select coalesce(array_agg(key), '{}') into changed from jsonb_each(old_row) where value <> 'null' and not key = any (silent);
    else
      select coalesce(array_agg(key), '{}') into changed from jsonb_each(new_row)
        where value is distinct from old_row -> key and not key = any (silent);
      if cardinality(changed) = 0 then return null; end if;
    end if;
    if tg_op <> 'INSERT' then
      select jsonb_object_agg(key, case when key = any (hidden) then '"(kept private)"' else value end) into before_row
        from jsonb_each(old_row) where key = any (changed);
    end if;
    if tg_op <> 'DELETE' then
      select jsonb_object_agg(key, case when key = any (hidden) then '"(kept private)"' else value end) into after_row
        from jsonb_each(new_row) where key = any (changed);
    end if;
    insert into audit_change (audit_id, table_name, row_id, op, version, before, after)
      values (entry, tg_table_name, row_key, lower(tg_op), row_version, before_row, after_row) returning id into change;
    if hidden && changed then
      insert into audit_hidden (change_id, before, after) values (change,
        (select jsonb_object_agg(key, value) from jsonb_each(old_row) where key = any (hidden) and key = any (changed)),
        (select jsonb_object_agg(key, value) from jsonb_each(new_row) where key = any (hidden) and key = any (changed)));
    end if;
    return null;
  end $$`,
  // Both as functions, because their plans are then kept: they run for every line of an import.
  `create function begin_entry(at timestamptz, command text, person_id bigint, actor_kind text, actor_name text, via text, request_id text, import_line_id bigint, reason text)
  returns text language plpgsql as $$
  declare
    outer_entry text := coalesce(current_setting('plenary.audit', true), '');
    made bigint;
  begin
    insert into audit (at, command, person_id, actor_kind, actor_name, via, request_id, import_line_id, reason, parent_id)
      values (at, command, person_id, actor_kind, actor_name, via, request_id, import_line_id, reason, nullif(outer_entry, '')::bigint)
      returning id into made;
    perform set_config('plenary.audit', made::text, true);
    return outer_entry;
  end $$`,
  `create function entry_outcome() returns text language plpgsql as $$
  declare
    entry bigint := nullif(current_setting('plenary.audit', true), '')::bigint;
    made boolean; touched boolean;
  begin
    with recursive entries as (
      select entry as id
      union all select audit.id from audit join entries on audit.parent_id = entries.id
    )
    select coalesce(bool_or(op = 'insert'), false), count(*) > 0 into made, touched
      from audit_change where audit_id in (select id from entries);
    perform set_config('plenary.audit', '', true);
    if not touched then
      delete from audit where id = entry and not exists (select from audit inner_entry where inner_entry.parent_id = entry);
      return 'unchanged';
    end if;
    return case when made then 'new' else 'changed' end;
  end $$`,
  `create table submission (
    key text primary key,
    output jsonb,
    created_at timestamptz not null default now()
  )`,
  `create table setting (
    key text primary key,
    value jsonb not null
  )`,
  `create table file (
    ${recordColumns},
    sha256 text not null,
    name text not null,
    media_type text not null,
    size bigint not null,
    person_id bigint
  )`,
  'create index file_sha256 on file (sha256)',
  underAudit('file'),
  `create table import_run (
    ${recordColumns},
    kind text not null,
    file_id bigint references file,
    source_name text not null,
    person_id bigint,
    actor_name text not null,
    state text not null check (state in ('read', 'previewed', 'running', 'done', 'failed', 'undoing', 'undone')),
    context jsonb not null default '{}',
    mapping jsonb not null default '{}',
    one_for_all boolean not null default false,
    notices jsonb not null default '[]',
    counts jsonb not null default '{}',
    total integer not null default 0,
    finished integer not null default 0,
    failure text,
    started_at timestamptz,
    ended_at timestamptz
  )`,
  'create index import_run_file on import_run (file_id)',
  `create table import_line (
    id bigint generated always as identity primary key,
    run_id bigint not null references import_run,
    number integer not null,
    place jsonb not null default '{}',
    cells jsonb not null default '{}',
    input jsonb,
    chosen boolean not null default true,
    outcome text check (outcome in ('new', 'changed', 'unchanged', 'notUnderstood', 'refused', 'undone', 'kept')),
    problems jsonb not null default '[]',
    label text,
    url text,
    unique (run_id, number)
  )`,
  `create table alias (
    ${recordColumns},
    kind text not null,
    record_id bigint not null,
    text text not null,
    text_key text not null,
    note text
  )`,
  'create unique index alias_key on alias (kind, text_key) where archived_at is null',
  'create index alias_record on alias (kind, record_id)',
  underAudit('alias'),
  `create table term (
    ${recordColumns},
    scheme text not null,
    key text not null,
    label jsonb not null,
    tone text,
    shape text,
    position integer not null default 0,
    unique (scheme, key)
  )`,
  underAudit('term'),
  `create table saved_view (
    ${recordColumns},
    list text not null,
    name text not null,
    query text not null,
    person_id bigint not null,
    audience text not null default 'private' check (audience in ('private', 'everyone'))
  )`,
  'create index saved_view_list on saved_view (list, person_id)',
  underAudit('saved_view'),
  `create table mail (
    id bigint generated always as identity primary key,
    created_at timestamptz not null default now(),
    recipient text not null,
    language text not null,
    subject text not null,
    body text not null,
    html text,
    headers jsonb not null default '{}',
    person_id bigint,
    state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
    tries integer not null default 0,
    next_try_at timestamptz not null default now(),
    sent_at timestamptz,
    failure text
  )`,
  "create index mail_waiting on mail (next_try_at) where state = 'waiting'",
  `create table listener (
    name text primary key,
    audit_id bigint not null default 0
  )`,
];
