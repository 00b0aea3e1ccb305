import { sql } from 'kysely';
import type { AnyWrites } from '../../platform/db/tables.ts';
import type { Both, Moves } from '../../platform/merging/merging.ts';

/** Of two reports to one campaign the one that was answered stands: what only the record that goes has said is said by the other from then on. */
const oneAnswer = async (tx: AnyWrites, { kept, gone }: Both): Promise<void> => {
  const said = sql.join(
    ['answered_on', 'answered_by', 'unchanged', 'answers', 'expectations', 'changes', 'changes_state', 'settled_by', 'open_until'].map(
      (column) => sql`${sql.ref(column)} = gone_row.${sql.ref(column)}`,
    ),
  );
  await sql`update member_report kept_row set ${said} from member_report gone_row
    where kept_row.organisation_id = ${kept} and gone_row.organisation_id = ${gone} and gone_row.campaign_id = kept_row.campaign_id
      and kept_row.answered_on is null and gone_row.answered_on is not null and gone_row.archived_at is null`.execute(tx);
};

/** How what belongs to members and applicants goes along when two records of one person or organisation become one. */
export const moves: Moves = {
  'application.organisation_id': { label: 'merge.place.application' },
  'application.person_id': { label: 'merge.place.application' },
  'application_admission.person_id': { label: 'merge.place.admission' },
  'application_advice.person_id': { label: 'merge.place.advice' },
  'application_message.person_id': { label: 'merge.place.message' },
  'application_note.person_id': { label: 'merge.place.note' },
  'activity_fact.organisation_id': {
    label: 'merge.place.activity',
    meets: sql`gone_row.kind = kept_row.kind and gone_row.happened_on = kept_row.happened_on and gone_row.source = kept_row.source`,
  },
  // The status that counts is the last that somebody confirmed of the kept record. What was said of the other one stays readable beside it.
  'activity_status.organisation_id': { label: 'merge.place.status', meets: sql`kept_row.archived_at is null` },
  'departure.organisation_id': { label: 'merge.place.departure' },
  'ladder_case.organisation_id': { label: 'merge.place.ladder', meets: sql`gone_row.state = 'open' and kept_row.state = 'open'` },
  'member_report.organisation_id': {
    label: 'merge.place.memberReport',
    meets: sql`gone_row.campaign_id = kept_row.campaign_id`,
    settle: oneAnswer,
  },
};
