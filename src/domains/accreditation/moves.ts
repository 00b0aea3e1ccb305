import { sql } from 'kysely';
import type { Moves } from '../../platform/merging/merging.ts';

/** How what belongs to members and applicants goes along when two records of one person or organisation become one. */
export const moves: Moves = {
  'application.organisation_id': { label: 'merge.place.application' },
  'application.person_id': { label: 'merge.place.application' },
  'application_advice.person_id': { label: 'merge.place.advice' },
  'application_message.person_id': { label: 'merge.place.message' },
  'application_note.person_id': { label: 'merge.place.note' },
  'activity_fact.organisation_id': {
    label: 'merge.place.activity',
    meets: sql`gone_row.kind = kept_row.kind and gone_row.happened_on = kept_row.happened_on and gone_row.source = kept_row.source`,
  },
  // The status that counts is the last that somebody confirmed of the kept record.
  'activity_status.organisation_id': { label: 'merge.place.status', meets: sql`true` },
  'departure.organisation_id': { label: 'merge.place.departure' },
  'ladder_case.organisation_id': { label: 'merge.place.ladder', meets: sql`gone_row.state = 'open' and kept_row.state = 'open'` },
  'member_report.organisation_id': { label: 'merge.place.memberReport', meets: sql`gone_row.campaign_id = kept_row.campaign_id` },
};
