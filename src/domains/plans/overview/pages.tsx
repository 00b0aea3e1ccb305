import type { Child } from 'hono/jsx';
import { together } from '../../../platform/db/together.ts';
import { forbidden } from '../../../platform/errors.ts';
import { thatFit } from '../../../platform/http/fitting.ts';
import { show } from '../../../platform/http/show.tsx';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { bodyChoices, reviewChoices, workstreamChoices } from '../items/queries.ts';
import { PlanTabs } from '../items/views.tsx';
import { StatusBoard } from './board.tsx';
import { daysQuestion, firstOf, type Listed, ledByQuestion, planQuestion, workstreamsWithTasks } from './queries.ts';
import { isNarrowed, scopeOf } from './scope.ts';
import { ScopeForm } from './scope-form.tsx';
import { Timeline } from './timeline.tsx';
import { Owned, type Stream, Tree, WorkPlans } from './views.tsx';

/** How many items each picture draws at most, and what one weighs beside its words; the table holds all. */
const most = { tree: 150, board: 120, timeline: 80, mine: 200 } as const;
const weighs = { tree: 36, board: 36, timeline: 92, mine: 40 } as const;

/** The plan seen otherwise than as a table. */
export const overviewPages = (app: Pages): void => {
  app.get('/plans/tree', async (c) => {
    const v = visit(c);
    const { items, cut } = drawn(v, 'tree', await firstOf(planQuestion(v.db, v.actor, scope(c), v.today), most.tree));
    return page(c, 'tree', <Tree v={v} items={items} />, { cut });
  });
  app.get('/plans/board', async (c) => {
    const v = visit(c);
    const { items, cut } = drawn(v, 'board', await firstOf(planQuestion(v.db, v.actor, scope(c), v.today), most.board));
    return page(c, 'board', <StatusBoard v={v} items={items} scope={scope(c)} />, { cut, lead: v.t('plan.boardLead') });
  });
  app.get('/plans/timeline', async (c) => {
    const v = visit(c);
    const { items, cut } = drawn(v, 'timeline', await firstOf(daysQuestion(v.db, v.actor, scope(c), v.today), most.timeline));
    return page(c, 'timeline', <Timeline v={v} items={items} between={scope(c)} />, { cut });
  });
  app.get('/plans/workstreams', async (c) => {
    const v = visit(c);
    const streams = await workstreamsWithTasks(v.db, v.actor, scope(c), v.today);
    const asked = isNarrowed(scope(c)) ? streams.filter((stream) => stream.tasks.length > 0) : streams;
    const { whole, cut } = wholeStreams(v, asked);
    return page(c, 'workstreams', <WorkPlans v={v} streams={whole} others={asked.slice(whole.length)} />, { cut });
  });
  app.get('/plans/mine', async (c) => {
    const v = visit(c);
    if (v.actor.personId === null) throw forbidden('refusal.signIn');
    const { items, cut } = drawn(v, 'mine', await firstOf(ledByQuestion(v.db, v.actor, v.actor.personId), most.mine));
    return page(c, 'mine', <Owned v={v} items={items} acts />, { cut, whole: `/plans?lead=${encodeURIComponent(v.actor.name)}` });
  });
};

const scope = (c: PageContext) => scopeOf((name) => c.req.query(name));

/** The items that a page has room for, and how many they are where there are more. */
const drawn = (v: Visit, picture: keyof typeof most, found: Awaited<ReturnType<typeof firstOf>>) => {
  const items = thatFit(found.items, (item) => wordsOf(v, item), weighs[picture]);
  return {
    items,
    cut: found.total > items.length ? v.t('plan.cutOf', { count: v.t.number(items.length), total: v.t.number(found.total) }) : undefined,
  };
};

/** The workstreams that a page has room for with all their tasks; of the first one, where it alone is too long, as many tasks as fit. */
const wholeStreams = (v: Visit, streams: readonly Stream[]) => {
  const tasks = streams.flatMap((stream) => stream.tasks);
  const room = thatFit(tasks, (task) => [wordsOf(v, task), longWords(v, task.steps), longWords(v, task.outcome)].join(' '), 44).length;
  const [first, ...others] = streams;
  if (!first || room === tasks.length) return { whole: streams, cut: undefined };
  const whole: Stream[] = [{ ...first, tasks: first.tasks.slice(0, room) }];
  let taken = first.tasks.length;
  for (const stream of others) {
    taken += stream.tasks.length;
    if (taken > room) break;
    whole.push(stream);
  }
  return { whole, cut: first.tasks.length > room ? v.t('plan.cut', { count: room }) : undefined };
};

const longWords = (v: Visit, text: Texts | null): string => (text ? textIn(text, v.languages).text : '');

const wordsOf = (v: Visit, { ref, title, leads }: Listed): string =>
  `${ref} ${textIn(title, v.languages).text} ${leads.map(({ name }) => name ?? '').join(' ')}`;

const page = async (
  c: PageContext,
  current: 'tree' | 'board' | 'timeline' | 'workstreams' | 'mine',
  view: Child,
  { lead, cut, whole = '/plans' }: { lead?: string; cut?: string | undefined; whole?: string } = {},
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
      {cut !== undefined && <Notice t={v.t} tone="info" text={cut} action={{ href: whole, label: v.t('plan.cutTable') }} />}
      {view}
    </>,
  );
};
