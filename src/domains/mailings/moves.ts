import { sql } from 'kysely';
import type { AnyWrites } from '../../platform/db/tables.ts';
import type { Both, Move, Moves } from '../../platform/merging/merging.ts';

/** Whoever said under either record that they want no such letters gets none. */
const oneChoice = (column: 'person_id' | 'organisation_id'): Move => ({
  label: 'merge.place.mailingChoice',
  meets: sql`gone_row.kind = kept_row.kind`,
  settle: async (tx: AnyWrites, { kept, gone }: Both) => {
    await sql`update mailing_choice kept_row set wanted = false, decided_at = gone_row.decided_at from mailing_choice gone_row
      where ${sql.ref(`kept_row.${column}`)} = ${kept} and ${sql.ref(`gone_row.${column}`)} = ${gone} and gone_row.kind = kept_row.kind
        and kept_row.wanted and not gone_row.wanted and gone_row.archived_at is null`.execute(tx);
  },
});

const recipient: Move = { label: 'merge.place.recipient', meets: sql`gone_row.mailing_id = kept_row.mailing_id` };

/** How what mailings know of somebody goes along when two records of one person or organisation become one. */
export const moves: Moves = {
  'mailing_choice.person_id': oneChoice('person_id'),
  'mailing_choice.organisation_id': oneChoice('organisation_id'),
  'mailing_recipient.person_id': recipient,
  'mailing_recipient.organisation_id': recipient,
  'mailing_link.person_id': { label: 'merge.place.mailingLink' },
  'mailing_link.organisation_id': { label: 'merge.place.mailingLink' },
};
