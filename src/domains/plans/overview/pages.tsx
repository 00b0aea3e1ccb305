import type { Child } from 'hono/jsx';
import { together } from '../../../platform/db/together.ts';
import { forbidden } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { bodyChoices, reviewChoices, workstreamChoices } from '../items/queries.ts';
import { PlanTabs } from '../items/views.tsx';
import { StatusBoard } from './board.tsx';
import { itemsLedBy, itemsOfPlan, itemsWithDays, workstreamsWithTasks } from './queries.ts';
import { isNarrowed, scopeOf } from './scope.ts';
import { ScopeForm } from './scope-form.tsx';
import { Timeline } from './timeline.tsx';
import { Owned, Tree, WorkPlan } from './views.tsx';

/** How many items each picture draws; the table holds all. */
const most = { tree: 150, board: 120, timeline: 80 } as const;

/** The plan seen otherwise than as a table. */
export const overviewPages = (app: Pages): void => {
  app.get('/plans/tree', async (c) => {
    const v = visit(c);
    const items = await itemsOfPlan(v.db, v.actor, scope(c), v.today, most.tree);
    return page(c, 'tree', <Tree v={v} items={items.slice(0, most.tree)} />, { cut: cutTo(items, most.tree) });
  });
  app.get('/plans/board', async (c) => {
    const v = visit(c);
    const items = await itemsOfPlan(v.db, v.actor, scope(c), v.today, most.board);
    return page(c, 'board', <StatusBoard v={v} items={items.slice(0, most.board)} />, {
      cut: cutTo(items, most.board),
      lead: v.t('plan.boardLead'),
    });
  });
  app.get('/plans/timeline', async (c) => {
    const v = visit(c);
    const items = await itemsWithDays(v.db, v.actor, scope(c), v.today, most.timeline);
    return page(c, 'timeline', <Timeline v={v} items={items.slice(0, most.timeline)} between={scope(c)} />, {
      cut: cutTo(items, most.timeline),
    });
  });
  app.get('/plans/workstreams', async (c) => {
    const v = visit(c);
    const streams = await workstreamsWithTasks(v.db, v.actor, scope(c), v.today);
    const shown = isNarrowed(scope(c)) ? streams.filter((stream) => stream.tasks.length > 0) : streams;
    return page(
      c,
      'workstreams',
      shown.length === 0 ? <p class="quiet">{v.t('plan.workstreamNone')}</p> : shown.map((stream) => <WorkPlan v={v} stream={stream} />),
    );
  });
  app.get('/plans/mine', async (c) => {
    const v = visit(c);
    if (v.actor.personId === null) throw forbidden('refusal.signIn');
    return page(c, 'mine', <Owned v={v} items={await itemsLedBy(v.db, v.actor, v.actor.personId)} />);
  });
};

const scope = (c: PageContext) => scopeOf((name) => c.req.query(name));

/** How many are drawn, where there are more. */
const cutTo = (items: readonly unknown[], count: number): number | undefined => (items.length > count ? count : undefined);

const page = async (
  c: PageContext,
  current: 'tree' | 'board' | 'timeline' | 'workstreams' | 'mine',
  view: Child,
  { lead, cut }: { lead?: string; cut?: number | undefined } = {},
) => {
  const v = visit(c);
  const title = v.t(`plan.${current}`);
  const choices =
    current === 'mine'
      ? undefined
      : await together(v.db, { reviews: reviewChoices(v.db, v.actor), workstreams: workstreamChoices(v.db), bodies: bodyChoices(v.db) });
  return show(
    c,
    { title, breadcrumbs: [{ href: '/plans', label: v.t('plan.register') }] },
    <>
      <PageTitle title={title} lead={lead} />
      <PlanTabs v={v} current={current} />
      {choices && <ScopeForm v={v} path={`/plans/${current}`} scope={scope(c)} choices={choices} days={current === 'timeline'} />}
      {cut !== undefined && (
        <Notice t={v.t} tone="info" text={v.t('plan.cut', { count: cut })}>
          <a href="/plans">{v.t('plan.cutTable')}</a>
        </Notice>
      )}
      {view}
    </>,
  );
};
