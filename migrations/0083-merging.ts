import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

/** Two records of one person or organisation become one, and can become two again. */
export const merging: Migration = {
  name: '0083-merging',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const lookalikes = ['авекмнорстухіјѕԁԛԝһӏаεικνορτυχ', 'abekmhopctyxijsdqwhlaeikvoptux'];

const statements = [
  `create table merge (
    ${recordColumns},
    kind text not null,
    kept_id bigint not null,
    gone_id bigint not null,
    entry_id bigint not null references audit,
    by_name text not null,
    counts jsonb not null default '{}',
    others jsonb not null default '{}',
    undone_at timestamptz,
    undone_by text,
    stayed jsonb not null default '[]',
    check (kept_id <> gone_id)
  )`,
  'create index merge_entry on merge (entry_id)',
  'create index merge_kept on merge (kind, kept_id)',
  'create unique index merge_standing on merge (kind, gone_id) where undone_at is null',
  underAudit('merge', [], ['counts', 'others', 'stayed']),
  `create table apart (
    ${recordColumns},
    kind text not null,
    one_id bigint not null,
    other_id bigint not null,
    by_name text not null,
    unique (kind, one_id, other_id),
    check (one_id < other_id)
  )`,
  underAudit('apart'),
  ...['person', 'organisation'].flatMap((table) => [
    `alter table ${table} add column merged_into_id bigint references ${table}`,
    `create index ${table}_merged_into on ${table} (merged_into_id) where merged_into_id is not null`,
  ]),
  // How a name looks, whatever alphabet its letters are of; name-key.ts has the same letters, and a test holds the two together.
  `create function looks_of(said text) returns text immutable strict parallel safe language sql
    return translate(lower(normalize(said, NFKC) collate "und-x-icu"), '${lookalikes[0]}', '${lookalikes[1]}')`,
  'create index person_looks on person (looks_of(display_name)) where archived_at is null',
  // Those whose letters can be taken for Latin ones.
  `create index person_other_letters on person (id) where archived_at is null and display_name ~ '[\\u0370-\\u052F]'`,
  'create index email_former on email (address_key) where archived_at is not null',
  // Under the name of the record that went, the one that stayed is found.
  `create index person_former_words on person using gin (words_of_name(name_key)) with (fastupdate = off) where merged_into_id is not null`,
];
