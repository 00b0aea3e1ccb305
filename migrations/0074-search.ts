import { sql } from 'kysely';
import { nameKey } from '../src/domains/community/name-key.ts';
import type { Migration } from '../src/platform/db/migrate.ts';
import type { AnyDatabase } from '../src/platform/db/tables.ts';

/** Searches find without case and accents; names are found by their words, through an index. */
export const search: Migration = {
  name: '0074-search',
  async up(db) {
    await sql.raw("select set_config('plenary.restoring', 'on', true)").execute(db);
    await spellNames(db);
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

/** People from before names had a spelling. */
const spellNames = async (db: AnyDatabase): Promise<void> => {
  for (;;) {
    const people = await db.selectFrom('person').select(['id', 'display_name']).where('name_key', 'is', null).limit(1000).execute();
    if (people.length === 0) return;
    await sql`update person set name_key = spelt.key from unnest(${people.map(({ id }) => id)}::bigint[],
      ${people.map(({ display_name }) => nameKey(display_name))}::text[]) spelt (id, key) where person.id = spelt.id`.execute(db);
  }
};

const statements = [
  // Latin, Greek and Cyrillic accents and the vowel signs of Arabic.
  `create function folded(said text) returns text immutable strict parallel safe language sql
    return lower(regexp_replace(normalize(said, NFKD), '[\\u0300-\\u036F\\u064B-\\u065F]', '', 'g') collate "und-x-icu")`,
  // Scripts of East Asia write no spaces, so their words count from each of their letters on. Dear, so that it is never asked of every row.
  `create function words_of_name(said text) returns tsvector immutable strict parallel safe language sql
    cost 10000 return (
    select array_to_tsvector(coalesce(array_agg(substr(word, start)), '{}'))
    from regexp_split_to_table(said, '[\\s!-/:-@[-\\u0060{-\\u00BF\\u2000-\\u206F\\u3000-\\u303F\\u30FB]+') word,
      generate_series(1, case when word ~ '[\\u1100-\\u11FF\\u2E80-\\u9FFF\\uAC00-\\uD7FF\\uF900-\\uFAFF]' then length(word) else 1 end) start
    where word <> '')`,
  // Without a list of what waits to be indexed: a search would read all of it.
  'create index person_name_words on person using gin (words_of_name(name_key)) with (fastupdate = off) where archived_at is null',
  `create index person_native_words on person using gin (words_of_name(folded(native_name))) with (fastupdate = off)
    where archived_at is null and native_name is not null`,
  'create index organisation_name_words on organisation using gin (words_of_name(name_key)) with (fastupdate = off)',
  `create index alias_name_words on alias using gin (words_of_name(folded(text))) with (fastupdate = off)
    where archived_at is null and kind = 'organisation'`,
  `create or replace function recommendation_words() returns trigger language plpgsql as $$
  begin
    new.words := folded(concat_ws(E'\\n', new.ref, words_in(new.title)) || E'\\x1e' || coalesce(words_in(new.text), ''));
    return new;
  end $$`,
  `create or replace function plan_item_words() returns trigger language plpgsql as $$
  begin
    new.words := folded(concat_ws(E'\\n', new.ref, words_in(new.title)) || E'\\x1e'
      || concat_ws(E'\\n', words_in(new.goal), words_in(new.steps), words_in(new.note), words_in(new.outcome)));
    return new;
  end $$`,
  ...['body', 'organisation'].map((table) => `alter table ${table} add words text not null default ''`),
  `create function body_words() returns trigger language plpgsql as $$
  begin
    new.words := folded(concat_ws(E'\\n', new.ref, new.acronym, words_in(new.name)));
    return new;
  end $$`,
  `create trigger body_words before insert or update of ref, acronym, name on body for each row execute function body_words()`,
  `create function organisation_words() returns trigger language plpgsql as $$
  begin
    new.words := folded(concat_ws(E'\\n', new.ref, new.acronym, new.name, new.native_name));
    return new;
  end $$`,
  `create trigger organisation_words before insert or update of ref, acronym, name, native_name on organisation
    for each row execute function organisation_words()`,
  // Derived, so no history shows it.
  'drop trigger body_audit on body',
  `create trigger body_audit after insert or update or delete on body for each row execute function audit_row('', 'words')`,
  'drop trigger organisation_audit on organisation',
  `create trigger organisation_audit after insert or update or delete on organisation
    for each row execute function audit_row('', 'name_key,number,words')`,
  'update body set ref = ref',
  'update organisation set ref = ref',
  'update recommendation set ref = ref',
  'update plan_item set ref = ref',
];
