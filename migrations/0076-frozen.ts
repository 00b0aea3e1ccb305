import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { underAudit } from './0001-platform.ts';

/** A frozen report says itself that, and when, names were taken out of it, and under which checksum it stands since. */
export const frozen: Migration = {
  name: '0076-frozen',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

/** What no forgetting touches: figures, days and references. All else in a report is words. */
const figures = `'{form,ref,from,to,asAt,kind,number,parent,startsOn,endedOn,endsOn,precision,status,percent,health,claim,series,item,leftOut,original,state}'::text[]`;

const statements = [
  "alter table report_snapshot add column removals jsonb not null default '[]'",
  // The column is told on the report itself, not a second time in its history.
  `drop trigger report_snapshot_version on report_snapshot;
  drop trigger report_snapshot_audit on report_snapshot;
  ${underAudit('report_snapshot', [], ['content', 'removals'])}`,
  // The same text as canonical.ts of the reports writes; a test holds the two together.
  `create function report_canonical(value jsonb) returns text language plpgsql immutable as $$
  begin
    return case jsonb_typeof(value)
      when 'object' then '{' || coalesce((select string_agg(to_json(key)::text || ':' || report_canonical(one), ',' order by key collate "C")
        from jsonb_each(value) fields (key, one)), '') || '}'
      when 'array' then '[' || coalesce((select string_agg(report_canonical(one), ',' order by place)
        from jsonb_array_elements(value) with ordinality items (one, place)), '') || ']'
      when 'number' then trim_scale(value::numeric)::text
      else value::text
    end;
  end $$`,
  `create function report_checksum(content jsonb) returns text language sql immutable
    return encode(sha256(convert_to(report_canonical(content), 'UTF8')), 'hex')`,
  // The words of the one in the frame of the other. A text may be in the language "to": inside texts no key is a figure.
  `create function report_without_names(was jsonb, is_now jsonb, instead text, in_texts boolean default false) returns jsonb language plpgsql immutable as $$
  begin
    case jsonb_typeof(was)
      when 'object' then return (
        select coalesce(jsonb_object_agg(key, case when not in_texts and key = any (${figures}) then one
          else report_without_names(one, is_now -> key, instead, key = 'texts') end), '{}')
        from jsonb_each(was) fields (key, one));
      when 'array' then return (
        select coalesce(jsonb_agg(report_without_names(one, is_now -> (place - 1)::integer, instead) order by place), '[]')
        from jsonb_array_elements(was) with ordinality items (one, place));
      when 'string' then
        if was is distinct from is_now and (jsonb_typeof(is_now) is distinct from 'string' or strpos(is_now #>> '{}', instead) = 0) then
          raise exception 'a submitted report is frozen' using errcode = 'PL002';
        end if;
        return is_now;
      else return was;
    end case;
  end $$`,
  // Only while an erasure is being performed, only names, and noted in the same breath. A report that did not fit its checksum before gets
  // no new one: who forgets a person must not cover up what somebody else did.
  `create or replace function report_snapshot_stays() returns trigger language plpgsql as $$
  declare
    instead text := nullif(current_setting('plenary.forgetting', true), '');
    entry bigint := nullif(current_setting('plenary.audit', true), '')::bigint;
    words jsonb;
  begin
    if current_setting('plenary.restoring', true) = 'on' then
      if tg_op = 'DELETE' then return old; end if;
      if exists (select from erasure where pseudonym = instead and done_at is null and withdrawn_at is null) then
        words := report_without_names(old.content, new.content, instead);
        new := old;
        if words = old.content then return new; end if;
        new.content := words;
        if report_checksum(old.content) = coalesce(old.removals -> -1 ->> 'checksum', old.checksum) then
          new.removals := old.removals || jsonb_build_object(
            'on', (coalesce((select at from audit where id = entry), now()) at time zone 'UTC')::date,
            'checksum', report_checksum(words));
        end if;
        return new;
      end if;
    end if;
    raise exception 'a submitted report is frozen' using errcode = 'PL002';
  end $$`,
];
