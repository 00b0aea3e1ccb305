import type { Child } from 'hono/jsx';
import { forbidden } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { PlanTabs } from '../items/views.tsx';
import { itemsLedBy, itemsOfPlan, itemsWithDays, workstreamsWithTasks } from './queries.ts';
import { Timeline } from './timeline.tsx';
import { Owned, StatusBoard, Tree, WorkPlan } from './views.tsx';

/** The plan seen otherwise than as a table. */
export const overviewPages = (app: Pages): void => {
  app.get('/plans/tree', async (c) => {
    const v = visit(c);
    return page(c, 'tree', <Tree v={v} items={await itemsOfPlan(v.db, v.actor)} />);
  });
  app.get('/plans/board', async (c) => {
    const v = visit(c);
    return page(c, 'board', <StatusBoard v={v} items={await itemsOfPlan(v.db, v.actor)} />, v.t('plan.boardLead'));
  });
  app.get('/plans/timeline', async (c) => {
    const v = visit(c);
    return page(c, 'timeline', <Timeline v={v} items={await itemsWithDays(v.db, v.actor)} />);
  });
  app.get('/plans/workstreams', async (c) => {
    const v = visit(c);
    const streams = await workstreamsWithTasks(v.db, v.actor);
    return page(
      c,
      'workstreams',
      streams.length === 0 ? (
        <p class="quiet">{v.t('plan.workstreamNone')}</p>
      ) : (
        streams.map((stream) => <WorkPlan v={v} stream={stream} />)
      ),
    );
  });
  app.get('/plans/mine', async (c) => {
    const v = visit(c);
    if (v.actor.personId === null) throw forbidden('refusal.signIn');
    return page(c, 'mine', <Owned v={v} items={await itemsLedBy(v.db, v.actor, v.actor.personId)} />);
  });
};

const page = (c: PageContext, current: 'tree' | 'board' | 'timeline' | 'workstreams' | 'mine', view: Child, lead?: string) => {
  const v = visit(c);
  const title = v.t(`plan.${current}`);
  return show(
    c,
    { title, breadcrumbs: [{ href: '/plans', label: v.t('plan.register') }] },
    <>
      <PageTitle title={title} lead={lead} />
      <PlanTabs v={v} current={current} />
      {view}
    </>,
  );
};
