import { type SqlBool, sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { historyOf } from '../../../platform/audit/history.ts';
import { HistoryView } from '../../../platform/audit/history-view.tsx';
import { show } from '../../../platform/http/show.tsx';
import { type PageContext, visit } from '../../../platform/http/visit.ts';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { mayReadRecommendation } from '../policy.ts';
import { trail } from './here.ts';
import type { WholeRecommendation } from './queries.ts';

/** The whole history of a recommendation, fifty entries at a time. */
export const historyPage = async (c: PageContext, recommendation: WholeRecommendation) => {
  const v = visit(c);
  const before = Number(c.req.query('before') ?? 0);
  const entries = await historyOf(v.db, historyRows(recommendation.id, v.actor), {
    limit: 50,
    actor: v.actor,
    ...(before > 0 && Number.isSafeInteger(before) ? { before } : {}),
  });
  const last = entries.at(-1);
  const title = v.t('recommendation.historyOf', { ref: recommendation.ref });
  return show(
    c,
    { title, breadcrumbs: trail(v, recommendation, true) },
    <>
      <PageTitle title={title} />
      <HistoryView
        v={v}
        entries={entries}
        more={entries.length === 50 && last ? { href: `?before=${last.id}`, label: v.t('history.older') } : undefined}
      />
    </>,
  );
};

/** What belongs to the public history of a recommendation. Positions have their own, for their drafts are not public. */
export const historyRows = (id: number, actor: Actor) => [
  { table: 'recommendation', id },
  { table: 'addressee', of: 'recommendation_id', id },
  { table: 'feasibility', of: 'recommendation_id', id },
  { table: 'answer', of: 'recommendation_id', id },
  { table: 'agreed_priority', of: 'recommendation_id', id },
  {
    table: 'recommendation_link',
    of: 'from_id',
    id,
    only: sql<SqlBool>`recommendation_link.to_id in (select recommendation.id from recommendation where ${mayReadRecommendation(actor)})`,
  },
];
