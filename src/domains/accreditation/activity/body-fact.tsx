import type { Reads } from '../../../platform/db/tables.ts';
import type { BodyFact } from '../../community/index.ts';
import { type RegionRow, regionsQuestion } from './queries.ts';
import type { Tables } from './tables.ts';
import { counting } from './views.tsx';

/** On the page of a regional body: how many of its members count for the quorum, by the figures of their activity. */
export const quorumOfBodies: BodyFact<RegionRow> = {
  name: 'activity',
  question: (db, actor, body, today) => regionsQuestion(db as Reads<Tables>, actor, today, body.ref),
  tell: (v, [region]) => {
    if (!region || region.figures.members === 0) return null;
    return {
      label: v.t('activity.quorum'),
      value: (
        <>
          {v.t('activity.nOfM', counting(region.figures))} <a href={`/activity/${region.ref}`}>{v.t('activity.title')}</a>
        </>
      ),
    };
  },
};
