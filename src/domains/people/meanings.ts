import { sql } from 'kysely';
import type { Meanings, RecordNames } from '../../platform/audit/meanings.ts';
import { mayRead } from './policy.ts';

/** What stands in the columns of people, for whoever reads a history. */
export const meanings: Meanings = {
  'person.language': 'language',
  'person.region_id': { record: 'region' },
  'person.consent': { word: 'consent.audience', parts: 'consent.field' },
  'email.address_key': 'hidden',
  'note.kind': { word: 'note.kind' },
  'note.author_id': { record: 'person' },
  'note.organisation_id': { record: 'organisation' },
  'person.merged_into_id': { record: 'person' },
};

export const records: Readonly<Record<string, RecordNames>> = {
  person: { name: sql`to_jsonb(person.display_name)`, href: sql<string>`'/people/' || person.id`, mayRead },
};
