import { sql } from 'kysely';
import type { Moves } from '../../platform/merging/merging.ts';

/** How the rows of people go along when two records of one person become one. */
export const moves: Moves = {
  'person.merged_into_id': { label: 'merge.place.merged' },
  'email.person_id': { label: 'merge.place.email' },
  'skill.person_id': {
    label: 'merge.place.skill',
    meets: sql`gone_row.kind = kept_row.kind and lower(gone_row.label) = lower(kept_row.label) and kept_row.archived_at is null`,
  },
  'note.person_id': { label: 'merge.place.notes' },
  'note.author_id': { label: 'merge.place.noted' },
  'note.organisation_id': { label: 'merge.place.notes' },
  'portrait.person_id': { label: 'merge.place.portrait', meets: sql`true` },
};
