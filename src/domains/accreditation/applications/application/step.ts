import type { Day, Writes } from '../../../../platform/db/tables.ts';
import type { Tables } from '../tables.ts';
import type { ApplicationState } from './application.ts';

type Columns = Partial<{
  held_from: ApplicationState | null;
  findings: string | null;
  unheard_reason: string | null;
  hold_suggested_on: null;
  decided_on: Day;
  decided_by: string;
  reason_class: string | null;
  decision_text: string | null;
  organisation_id: number | null;
  person_id: number | null;
}>;

/** Brings an application into a state, as one more step of its way. Whether it may go there was asked before. */
export const enter = async (
  tx: Writes<Tables>,
  id: number,
  state: ApplicationState,
  { today, by, more = {} }: { today: Day; by: string; more?: Columns },
): Promise<void> => {
  await tx
    .updateTable('application')
    .set({ ...more, state, state_on: today })
    .where('id', '=', id)
    .execute();
  await tx.insertInto('application_step').values({ application_id: id, state, began_on: today, by_name: by }).execute();
};
