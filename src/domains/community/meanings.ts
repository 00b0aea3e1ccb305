import { sql } from 'kysely';
import type { Meanings, RecordNames } from '../../platform/audit/meanings.ts';
import { mayReadOrganisation } from './organisations/policy.ts';
import { mayRead } from './policy.ts';

/** What stands in the columns of the community, for whoever reads a history. */
export const meanings: Meanings = {
  'body.kind': { term: 'body.kind' },
  'body.state': { word: 'body.state' },
  'body.parent_id': { record: 'body' },
  'body.region_id': { record: 'region' },
  'body.languages': 'language',
  'body.joining': { word: 'body.joining' },
  'seat.appointing_body_id': { record: 'body' },
  'organisation.state': { word: 'organisation.state' },
  'organisation.type': { term: 'organisation.type' },
  'organisation.reason_class': { term: 'organisation.reason' },
  'organisation.body_id': { record: 'body' },
  'organisation.region_id': { record: 'region' },
  'organisation.languages': 'language',
  'membership.role': { word: 'membership.role' },
  'membership.body_id': { record: 'body' },
  'membership.organisation_id': { record: 'organisation' },
};

export const records: Readonly<Record<string, RecordNames>> = {
  body: { name: sql`coalesce(to_jsonb(body.acronym), body.name)`, href: sql<string>`'/bodies/' || body.ref`, mayRead },
  organisation: {
    name: sql`to_jsonb(organisation.name)`,
    href: sql<string>`'/organisations/' || organisation.ref`,
    mayRead: mayReadOrganisation,
  },
  region: { name: sql`region.title`, mayRead },
  seat: { name: sql`seat.title`, part: true, mayRead },
};
