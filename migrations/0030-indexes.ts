import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** What makes long lists and searches cheap. */
export const indexes: Migration = {
  name: '0030-indexes',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  // The register counts the stances of fifty recommendations, and the home page those of all: both from this index alone.
  'create index position_standing on position (recommendation_id, stance, state, body_id, text_version) where archived_at is null',
  'create index person_by_name on person ((display_name collate "und-x-icu"), id) where archived_at is null',
  'create index alias_words on alias (text_key) where archived_at is null',
  // What a search looks through, in lower case: `ilike` would fold each text anew for every question. The record separator stands between
  // the reference with the title and the text.
  `create function words_in(texts jsonb) returns text immutable parallel safe language sql
    return (select string_agg(value, E'\\n' order by key) from jsonb_each_text(texts -> 'texts'))`,
  "alter table recommendation add words text not null default ''",
  `create function recommendation_words() returns trigger language plpgsql as $$
  begin
    new.words := lower(concat_ws(E'\\n', new.ref, words_in(new.title)) || E'\\x1e' || coalesce(words_in(new.text), ''));
    return new;
  end $$`,
  `create trigger recommendation_words before insert or update of ref, title, text on recommendation
    for each row execute function recommendation_words()`,
  // Derived, so no history shows it.
  'drop trigger recommendation_audit on recommendation',
  `create trigger recommendation_audit after insert or update or delete on recommendation
    for each row execute function audit_row('', 'words')`,
  "select set_config('plenary.restoring', 'on', true)",
  'update recommendation set ref = ref',
];
