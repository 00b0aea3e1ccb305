import { sql } from 'kysely';
import type { Moves } from '../../platform/merging/merging.ts';

/** Nobody scores twice: where both records scored the same, that of the kept one counts. */
export const moves: Moves = {
  'comment.author_id': { label: 'merge.place.comments' },
  'scorer.person_id': { label: 'merge.place.scorer', meets: sql`gone_row.round_id = kept_row.round_id` },
  'score.person_id': {
    label: 'merge.place.score',
    meets: sql`gone_row.round_id = kept_row.round_id and gone_row.recommendation_id = kept_row.recommendation_id`,
  },
};
