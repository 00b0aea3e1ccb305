import { holdsEverywhere, holdsFor } from '../../../../platform/access/actor.ts';
import { historyOf } from '../../../../platform/audit/history.ts';
import { HistoryView } from '../../../../platform/audit/history-view.tsx';
import { together } from '../../../../platform/db/together.ts';
import { forbidden, notFound } from '../../../../platform/errors.ts';
import { formWords } from '../../../../platform/http/form-state.ts';
import { show } from '../../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../../platform/http/visit.ts';
import { Field } from '../../../../platform/ui/form/field.tsx';
import { Actions, ButtonForm, ButtonLink, ErrorSummary, Form } from '../../../../platform/ui/form/form.tsx';
import { EmptyState, Notice } from '../../../../platform/ui/notice/notice.tsx';
import { PageTitle, RecordPage, Section } from '../../../../platform/ui/record/record.tsx';
import { StatusChip } from '../../../../platform/ui/status/status.tsx';
import { Table } from '../../../../platform/ui/table/table.tsx';
import { LineForm, Lines, type Place } from '../item-views.tsx';
import { nameOfBody, regionChoices } from '../regions.ts';
import { adoptDraft, changeExpectation, draftExpectations, removeExpectation } from './commands.ts';
import { type ListedSet, setsQuestion } from './queries.ts';

/** What is expected of members, by region and version: to read for everybody, to draft and adopt for those who lead. */
export const setPages = (app: Pages): void => {
  app.get('/expectations', setsPage);
  app.post('/expectations', (c) =>
    submit(c, draftExpectations, { done: ({ set }) => `/expectations/${set}`, flash: 'expectation.draftBegun' }),
  );
  app.get('/expectations/:set{[0-9]{1,15}}', (c) => setPage(c, emptyForm()));
  app.post('/expectations/:set{[0-9]{1,15}}/adoption', (c) =>
    submit(c, adoptDraft, { more: named(c), done: to, again: (form) => setPage(c, form), flash: 'expectation.isAdopted' }),
  );
  app.get('/expectations/:set{[0-9]{1,15}}/items/:key', (c) => linePage(c, emptyForm()));
  app.post('/expectations/:set{[0-9]{1,15}}/items/:key', (c) =>
    submit(c, changeExpectation, {
      more: { ...named(c), ...(c.req.param('key') === 'new' ? {} : { key: c.req.param('key') }) },
      done: to,
      again: (form) => linePage(c, form),
      flash: 'item.saved',
    }),
  );
  app.post('/expectations/:set{[0-9]{1,15}}/items/:key/removal', (c) =>
    submit(c, removeExpectation, { more: { ...named(c), key: c.req.param('key') }, done: to, flash: 'item.removed' }),
  );
};

const named = (c: PageContext) => ({ set: c.req.param('set') });
const to = ({ set }: { set: number }) => `/expectations/${set}`;

const nameOfSet = (v: Visit, set: ListedSet): string =>
  set.body_ref === null
    ? v.t('campaign.everyRegion')
    : nameOfBody(v, {
        ref: set.body_ref,
        acronym: set.body_acronym,
        name: set.body_name ?? { original: 'en', texts: { en: set.body_ref } },
      });

const StateOf = ({ v, set }: { v: Visit; set: ListedSet }) => {
  const { t, today } = v;
  if (set.starts_on === null) return <StatusChip tone="waiting" shape="half" label={t('expectation.state.draft')} />;
  if (set.starts_on > today) return <StatusChip tone="waiting" shape="clock" label={t('expectation.state.coming')} />;
  if (set.ends_on !== null && set.ends_on <= today) return <StatusChip tone="off" shape="ring" label={t('expectation.state.past')} />;
  return <StatusChip tone="done" shape="check" label={t('expectation.state.inForce')} />;
};

const setsPage = async (c: PageContext) => {
  const v = visit(c);
  const { t } = v;
  const { sets, regions } = await together(v.db, { sets: setsQuestion(v.db, v.actor), regions: regionChoices(v.db, v.actor, v.today) });
  const all = holdsEverywhere(v.actor, 'campaign.manage');
  const mine = regions.filter(({ id }) => holdsFor(v.actor, 'campaign.manage', id));
  return show(
    c,
    { title: t('expectation.all'), breadcrumbs: [{ href: '/activity', label: t('activity.title') }] },
    <>
      <PageTitle title={t('expectation.all')} lead={t('expectation.lead')} />
      {sets.length === 0 ? (
        <EmptyState title={t('expectation.none')} />
      ) : (
        <Table
          caption={t('expectation.all')}
          captionHidden
          columns={[
            { label: t('organisation.body') },
            { label: t('expectation.version') },
            { label: t('campaign.state') },
            { label: t('expectation.items'), number: true },
          ]}
          rows={sets.map((set) => [
            nameOfSet(v, set),
            <a href={`/expectations/${set.id}`}>
              {set.starts_on ? t('expectation.from', { day: t.day(set.starts_on) }) : t('expectation.next')}
            </a>,
            <StateOf v={v} set={set} />,
            t.number(set.items.length),
          ])}
        />
      )}
      {(all || mine.length > 0) && (
        <Section title={t('expectation.draftTitle')} note={t('expectation.draftNote')}>
          <Form action="/expectations" guard={false}>
            <Field
              t={t}
              name="body"
              label={t('organisation.body')}
              control="select"
              value=""
              {...(all ? { none: t('campaign.everyRegion') } : {})}
              options={mine.map((region) => ({ value: region.ref, label: nameOfBody(v, region) }))}
            />
            <Actions t={t} submit={t('expectation.draftDo')} />
          </Form>
        </Section>
      )}
    </>,
  );
};

const setOf = async (c: PageContext): Promise<ListedSet> => {
  const v = visit(c);
  const set = await setsQuestion(v.db, v.actor)
    .where('expectation_set.id', '=', Number(c.req.param('set')))
    .executeTakeFirst();
  if (!set) throw notFound();
  return set;
};

const placeOf = (set: ListedSet): Place => ({ path: `/expectations/${set.id}/items`, seen: { version: String(set.version) } });

const trail = (v: Visit) => [
  { href: '/activity', label: v.t('activity.title') },
  { href: '/expectations', label: v.t('expectation.all') },
];

const setPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  const set = await setOf(c);
  const history = await historyOf(v.db, [{ table: 'expectation_set', id: set.id }], { limit: 8, actor: v.actor });
  const { errors, field } = formWords(form, t);
  const isDraft = set.starts_on === null;
  const changes = isDraft && set.may_manage;
  const title = set.starts_on
    ? t('expectation.ofSince', { body: nameOfSet(v, set), day: t.day(set.starts_on) })
    : t('expectation.ofDraft', { body: nameOfSet(v, set) });
  return show(
    c,
    { title, breadcrumbs: trail(v) },
    <RecordPage
      t={t}
      title={title}
      marks={<StateOf v={v} set={set} />}
      facts={[
        {
          label: t('organisation.body'),
          value: set.body_ref ? <a href={`/bodies/${set.body_ref}`}>{nameOfSet(v, set)}</a> : t('campaign.everyRegion'),
        },
        { label: t('expectation.inForceFrom'), value: set.starts_on && t.day(set.starts_on) },
        { label: t('expectation.inForceTo'), value: set.ends_on && t.day(set.ends_on) },
      ]}
      actions={
        !isDraft &&
        set.may_manage && (
          <ButtonForm action="/expectations" fields={set.body_ref ? { body: set.body_ref } : {}}>
            {t('expectation.draftDo')}
          </ButtonForm>
        )
      }
      aside={
        set.may_manage && (
          <Section title={t('recommendation.history')}>
            <HistoryView v={v} entries={history} />
          </Section>
        )
      }
    >
      {form.refusal?.kind === 'conflict' && <Notice t={t} tone="attention" text={t(form.refusal.key, form.refusal.values)} />}
      {set.items.length === 0 ? (
        <EmptyState title={t('expectation.empty')} />
      ) : (
        <Lines v={v} caption={t('campaign.expected')} lines={set.items} place={changes ? placeOf(set) : undefined} />
      )}
      {changes && (
        <p>
          <ButtonLink href={`/expectations/${set.id}/items/new`}>{t('item.add')}</ButtonLink>
        </p>
      )}
      {changes && (
        <Section title={t('expectation.adoptTitle')} note={t('expectation.adoptNote')}>
          <Form action={`/expectations/${set.id}/adoption`} version={set.version}>
            <ErrorSummary t={t} errors={errors} />
            <Field {...field('startsOn')} label={t('expectation.inForceFrom')} control="date" required />
            <Actions t={t} submit={t('expectation.adoptDo')} />
          </Form>
        </Section>
      )}
    </RecordPage>,
  );
};

const linePage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const set = await setOf(c);
  if (!set.may_manage) throw forbidden();
  const key = c.req.param('key');
  const known = set.items.find((item) => item.key === key);
  if (!known && key !== 'new') throw notFound();
  const title = v.t(known ? 'item.changeTitle' : 'item.add');
  const back = `/expectations/${set.id}`;
  return show(
    c,
    { title, breadcrumbs: [...trail(v), { href: back, label: nameOfSet(v, set) }] },
    <>
      <PageTitle title={title} />
      <LineForm v={v} form={form} place={placeOf(set)} back={back} known={known} label={v.t('campaign.expected')} />
    </>,
  );
};
