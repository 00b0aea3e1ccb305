import { sql } from 'kysely';
import type { Meanings, RecordNames } from '../../platform/audit/meanings.ts';
import { mayRead } from './policy.ts';

/** What stands in the columns of the community, for whoever reads a history. */
export const meanings: Meanings = {
  'body.kind': { term: 'body.kind' },
  'body.state': { word: 'body.state' },
  'body.parent_id': { record: 'body' },
  'body.region_id': { record: 'region' },
  'body.languages': 'language',
  'seat.appointing_body_id': { record: 'body' },
};

export const records: Readonly<Record<string, RecordNames>> = {
  body: { name: sql`coalesce(to_jsonb(body.acronym), body.name)`, href: sql<string>`'/bodies/' || body.ref`, mayRead },
  region: { name: sql`region.title`, mayRead },
  seat: { name: sql`seat.title`, part: true, mayRead },
};
