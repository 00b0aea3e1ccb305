import { sql } from 'kysely';
import type { Meanings, RecordNames } from '../../platform/audit/meanings.ts';
import { mayReadOrganisation } from './organisations/policy.ts';
import { mayRead } from './policy.ts';
import { mayReadPerson } from './visibility/policy.ts';

/** What stands in the columns of the community, for whoever reads a history. */
export const meanings: Meanings = {
  'body.kind': { term: 'body.kind' },
  'body.state': { word: 'body.state' },
  'body.parent_id': { record: 'body' },
  'body.region_id': { record: 'region' },
  'body.languages': 'language',
  'body.joining': { word: 'body.joining' },
  'seat.appointing_body_id': { record: 'body' },
  'seat.body_id': { record: 'body' },
  'tenure.seat_id': { record: 'seat' },
  'tenure.person_id': { record: 'person' },
  'tenure.date_precision': 'hidden',
  'organisation.state': { word: 'organisation.state' },
  'organisation.type': { term: 'organisation.type' },
  'organisation.reason_class': { term: 'organisation.reason' },
  'organisation.body_id': { record: 'body' },
  'organisation.region_id': { record: 'region' },
  'organisation.merged_into_id': { record: 'organisation' },
  'organisation.languages': 'language',
  'organisation.country_id': { record: 'country', as: 'country' },
  'organisation.number': 'hidden',
  'organisation_period.organisation_id': 'hidden',
  'organisation_period.state': { word: 'organisation.state' },
  'organisation_period.reason_class': { term: 'organisation.reason' },
  'membership.role': { word: 'membership.role' },
  'membership.body_id': { record: 'body' },
  'membership.organisation_id': { record: 'organisation' },
  'membership.person_id': { record: 'person' },
};

export const records: Readonly<Record<string, RecordNames>> = {
  body: { name: sql`coalesce(to_jsonb(body.acronym), body.name)`, href: sql<string>`'/bodies/' || body.ref`, mayRead },
  organisation: {
    name: sql`to_jsonb(organisation.name)`,
    href: sql<string>`'/organisations/' || organisation.ref`,
    mayRead: mayReadOrganisation,
  },
  country: { name: sql`to_jsonb(country.code)`, mayRead },
  person: {
    name: sql`to_jsonb(person.display_name)`,
    href: sql<string>`'/people/' || person.id`,
    mayRead: (actor) => mayReadPerson(actor),
  },
  region: { name: sql`region.title`, mayRead },
  seat: { name: sql`seat.title`, part: true, mayRead },
};
