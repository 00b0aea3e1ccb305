import { sql } from 'kysely';
import type { Moves } from '../../platform/merging/merging.ts';

/** How what somebody carries in the plan goes along when two records of one person become one. */
export const moves: Moves = {
  'plan_lead.person_id': {
    label: 'merge.place.lead',
    meets: sql`gone_row.item_id = kept_row.item_id and gone_row.role = kept_row.role
      and gone_row.name is not distinct from kept_row.name`,
  },
  'plan_progress.person_id': { label: 'merge.place.progress' },
  'plan_closure.claimed_person_id': { label: 'merge.place.closure' },
  'plan_link.person_id': { label: 'merge.place.planLink' },
};
