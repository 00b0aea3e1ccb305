import type { InferResult } from 'kysely';
import type { Reads } from '../../../platform/db/tables.ts';
import { memberStates, type OrganisationFact, type WholeOrganisation } from '../../community/index.ts';
import { statusesQuestion } from '../activity/queries.ts';
import { Activity } from '../activity/views.tsx';
import { reportsQuestion } from '../expectations/queries.ts';
import type { Tables } from '../expectations/tables.ts';

const isMember = ({ state }: WholeOrganisation): boolean => memberStates.includes(state);

/** On the first page of a member: its activity status, and whether it counts for the quorum. */
export const activityOfOrganisations: OrganisationFact<InferResult<ReturnType<typeof statusesQuestion>>[number]> = {
  name: 'activity',
  question: (db, _actor, one) => statusesQuestion(db as Reads<Tables>, one.id),
  tell: (v, statuses, one) => {
    if (!isMember(one)) return null;
    const now = statuses.find(({ of }) => of === null);
    return {
      label: v.t('activity.status'),
      value: (
        <>
          <Activity v={v} status={now?.status ?? null} />
          {now && <span class="quiet"> {v.t('activity.sinceDay', { day: v.t.day(now.since_on) })}</span>}
        </>
      ),
    };
  },
};

/** And how much of what a member undertakes it last reported to do. */
export const reportOfOrganisations: OrganisationFact<InferResult<ReturnType<typeof reportsQuestion>>[number]> = {
  name: 'report',
  question: (db, actor, one) => reportsQuestion(db as Reads<Tables>, actor, one.id),
  tell: (v, reports, one) => {
    const last = reports.find(({ of, answered_on }) => of === null && answered_on);
    if (!isMember(one) || !last?.answered_on) return null;
    const states = Object.values(last.expectations);
    const kept = states.filter((state) => state === 'met').length;
    return {
      label: v.t('campaign.lastReport'),
      value: v.t('campaign.lastReportSays', { day: v.t.day(last.answered_on), kept, asked: states.length }),
    };
  },
};
