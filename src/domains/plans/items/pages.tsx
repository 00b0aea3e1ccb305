import { holdsSomewhere } from '../../../platform/access/actor.ts';
import { versionOf } from '../../../platform/audit/conflict-notice.tsx';
import { historyOf } from '../../../platform/audit/history.ts';
import { HistoryView } from '../../../platform/audit/history-view.tsx';
import type { AnyCommand } from '../../../platform/command.ts';
import { together } from '../../../platform/db/together.ts';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { uploadIn } from '../../../platform/files/keep.ts';
import { serveFile } from '../../../platform/files/serve.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { serveList } from '../../../platform/lists/pages.tsx';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { changePromise, dependOn, endDependency, recordPromise } from '../dependencies/commands.ts';
import { AttentionChips } from '../overview/scope-form.tsx';
import { addEvidence, claimDone, judgeClaim } from '../progress/commands.ts';
import { evidenceFile } from '../progress/queries.ts';
import { asAtPages } from './as-at-pages.tsx';
import { addItem, archiveItem, changeItem, reviveItem } from './commands.ts';
import { writtenEnds } from './ends.ts';
import { type Choices, ItemForm } from './form.tsx';
import { fromRecommendationsPages } from './from-recommendations.tsx';
import { itemOf, trail } from './here.ts';
import { planList } from './list.ts';
import {
  bodyChoices,
  budgetQuestion,
  itemByRef,
  recommendationChoices,
  recommendationsQuestion,
  reviewChoices,
  trailQuestion,
  type WholeItem,
  workstreamChoices,
} from './queries.ts';
import { historyRows, itemPage } from './record.tsx';
import { PlanTabs, Words } from './views.tsx';

export const pages = (app: Pages): void => {
  asAtPages(app);
  fromRecommendationsPages(app);
  serveList(app, '/plans', () => planList, {
    lead: (v) => v.t('plan.registerLead'),
    head: (v) => (
      <>
        <PlanTabs v={v} current="table" />
        <AttentionChips v={v} />
      </>
    ),
    actions: (v) => (
      <>
        <ButtonLink href="/plans/as-at">{v.t('plan.asAtLink')}</ButtonLink>
        <ButtonLink href="/plans/statements">{v.t('statement.page')}</ButtonLink>
        {holdsSomewhere(v.actor, 'plan.manage') && (
          <>
            <ButtonLink href="/imports/new?kind=plan">{v.t('plan.import')}</ButtonLink>
            <ButtonLink href="/plans/items/new" primary>
              {v.t('plan.add')}
            </ButtonLink>
          </>
        )}
      </>
    ),
  });
  app.get('/plans/items/new', async (c) => newPage(c, emptyForm(await begunWith(c))));
  app.post('/plans/items', (c) =>
    submit(c, addItem, { done: ({ ref }) => `/plans/items/${ref}`, again: (form) => newPage(c, form), flash: 'plan.added' }),
  );
  app.get('/plans/items/:ref', async (c) => {
    const item = await itemOf(c);
    // A former name answers with the way to the present one.
    if (item.ref !== c.req.param('ref')) return c.redirect(`/plans/items/${item.ref}`, 301);
    return itemPage(c, item);
  });
  app.get('/plans/items/:ref/history', async (c) => {
    const v = visit(c);
    const item = await itemOf(c);
    if (v.actor.kind === 'visitor') throw forbidden('refusal.signIn');
    const before = Number(c.req.query('before') ?? 0);
    const entries = await historyOf(v.db, historyRows(item.id), { limit: 50, actor: v.actor, ...(before > 0 ? { before } : {}) });
    const last = entries.at(-1);
    const title = v.t('plan.historyOf', { ref: item.ref });
    return show(
      c,
      { title, breadcrumbs: trail(v, item) },
      <>
        <PageTitle title={title} />
        <HistoryView
          v={v}
          entries={entries}
          more={entries.length === 50 && last ? { href: `?before=${last.id}`, label: v.t('history.older') } : undefined}
        />
      </>,
    );
  });
  app.get('/plans/items/:ref/evidence/:id{[0-9]+}', async (c) => {
    const v = visit(c);
    const item = await itemOf(c);
    const file = await evidenceFile(v.db, item.id, Number(c.req.param('id')));
    if (!file) throw notFound('file.missing');
    return serveFile(v.services.dataDir, file, c.req.header('if-none-match'));
  });
  app.get('/plans/items/:ref/edit', async (c) => {
    const item = await itemOf(c);
    if (!item.may_manage) throw forbidden();
    return editPage(c, item, emptyForm(await valuesOf(visit(c), item)));
  });
  app.post('/plans/items/:ref/edit', async (c) => {
    const item = await itemOf(c);
    return submit(c, changeItem, {
      more: { ref: item.ref },
      done: ({ ref }) => `/plans/items/${ref}`,
      again: (form) => editPage(c, item, form),
      flash: 'plan.changed',
    });
  });
  for (const [path, command, flash] of [
    ['claim', claimDone, 'closure.claimed'],
    ['judgement', judgeClaim, 'closure.judged'],
    ['evidence', addEvidence, 'evidence.added'],
    ['dependencies', dependOn, 'dependency.added'],
    ['promises', recordPromise, 'dependency.added'],
    ['archive', archiveItem, 'plan.nowArchived'],
    ['revive', reviveItem, 'plan.revived'],
  ] as const) {
    app.post(`/plans/items/:ref/${path}`, async (c) => {
      const item = await itemOf(c);
      const upload = path === 'evidence' ? 'file' : path === 'claim' ? 'evidenceFile' : undefined;
      return submit(c, command as AnyCommand, {
        more: { ref: item.ref, ...(upload ? { [upload]: await uploadIn(await c.req.parseBody({ all: true }), upload) } : {}) },
        done: ({ ref }) => `/plans/items/${ref}`,
        again: (form) => itemPage(c, item, form, { dependencies: 'inside', promises: 'outside' }[path as string] ?? path),
        flash,
      });
    });
  }
  app.post('/plans/dependencies/:id', (c) =>
    submit(c, changePromise, {
      more: { id: c.req.param('id') },
      done: ({ ref }) => `/plans/items/${ref}#dependencies`,
      flash: 'dependency.changed',
    }),
  );
  app.post('/plans/dependencies/:id/end', (c) =>
    submit(c, endDependency, { more: { id: c.req.param('id') }, done: ({ ref }) => `/plans/items/${ref}#dependencies` }),
  );
};

/** What a new item begins with, where it comes from a recommendation or stands inside another item. */
const begunWith = async (c: PageContext): Promise<Record<string, unknown>> => {
  const v = visit(c);
  const { kind = 'issue', parent } = c.req.query();
  const refs = (c.req.queries('recommendation') ?? []).map((ref) => ref.toUpperCase());
  const asked = refs.length > 0 ? (await recommendationChoices(v.db, v.actor)).filter((one) => refs.includes(one.ref)) : [];
  const [first] = asked;
  const above = parent ? await itemByRef(v.db, v.actor, parent) : undefined;
  return {
    kind,
    status: 'notStarted',
    state: 'open',
    ...(first
      ? {
          recommendations: asked.map((one) => one.ref),
          review: first.review_ref,
          ...(asked.length === 1 ? { number: first.number, title: first.title } : {}),
        }
      : {}),
    ...(above ? { parent: above.ref, body: above.body_ref, workstream: above.workstream_ref } : {}),
  };
};

const valuesOf = async (v: Visit, item: WholeItem): Promise<Record<string, unknown>> => {
  const { recommendations, trail, budget } = await together(v.db, {
    budget: budgetQuestion(v.db, item.id),
    recommendations: recommendationsQuestion(v.db, v.actor, item.id),
    trail: trailQuestion(v.db, v.actor, item.id),
  });
  const named = (role: string) => item.leads.filter((lead) => lead.role === role).map((lead) => lead.name);
  return {
    ...item,
    currentState: item.current_state,
    rollUp: item.rolls_up,
    startsOn: item.starts_on,
    endedOn: item.ended_on,
    ends: writtenEnds(item.parts),
    body: item.body_ref,
    workstream: item.workstream_ref,
    parent: item.parent_id === null ? undefined : trail.find((one) => one.id === item.parent_id)?.ref,
    budget,
    recommendations: recommendations.map((one) => one.ref),
    volunteerLeads: named('volunteerLead'),
    staffLeads: named('staffLead'),
    contributors: named('contributor'),
  };
};

const choicesFor = async (v: Visit): Promise<Choices> =>
  together(v.db, { reviews: reviewChoices(v.db, v.actor), workstreams: workstreamChoices(v.db), bodies: bodyChoices(v.db) });

const newPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  if (!holdsSomewhere(v.actor, 'plan.manage')) throw forbidden();
  return show(
    c,
    { title: v.t('plan.add'), breadcrumbs: [{ href: '/plans', label: v.t('plan.register') }] },
    <>
      <PageTitle title={v.t('plan.add')} />
      <ItemForm v={v} form={form} action="/plans/items" cancelHref="/plans" submit={v.t('plan.add')} choices={await choicesFor(v)} />
    </>,
  );
};

const editPage = async (c: PageContext, item: WholeItem, form: FormState) => {
  const v = visit(c);
  const title = v.t('plan.editOf', { ref: item.ref });
  return show(
    c,
    { title, breadcrumbs: trail(v, item) },
    <>
      <PageTitle title={title} lead={<Words v={v} text={item.title} />} />
      <ItemForm
        v={v}
        form={form}
        action={`/plans/items/${item.ref}/edit`}
        cancelHref={`/plans/items/${item.ref}`}
        submit={v.t('form.save')}
        version={versionOf(form, item.version)}
        choices={await choicesFor(v)}
      />
    </>,
  );
};
