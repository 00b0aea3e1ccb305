import { versionOf } from '../audit/conflict-notice.tsx';
import { Problems } from '../audit/problems.tsx';
import { notFound } from '../errors.ts';
import { formWords } from '../http/form-state.ts';
import { show } from '../http/show.tsx';
import { emptyForm, type FormState, submit } from '../http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../http/visit.ts';
import { Field } from '../ui/form/field.tsx';
import { Actions, ButtonForm, ErrorSummary, FieldRow, Form, Hidden } from '../ui/form/form.tsx';
import { EmptyState } from '../ui/notice/notice.tsx';
import { PageTitle, Section } from '../ui/record/record.tsx';
import { dropFigure, keepFigure } from './figures.ts';
import { addressOfView, cardNamed, countOfView, openView } from './office.ts';
import { readerOf } from './pages.tsx';
import { dropView, renameView, type SavedView, saveView, viewsOf } from './saved.ts';
import { viewPage } from './view-page.tsx';

export const viewPages = (app: Pages): void => {
  app.get('/views/new', (c) =>
    viewForm(c, emptyForm({ list: c.req.query('list') ?? '', query: c.req.query('query') ?? '', audience: 'private' })),
  );
  app.post('/views', (c) =>
    submit(c, saveView, {
      done: addressOfView,
      again: (form) => viewForm(c, form),
      flash: 'view.saved',
    }),
  );
  app.get('/views', (c) => manageViews(c));
  app.get('/views/:view{[0-9]{1,15}}', (c) => viewPage(c));
  app.post('/views/:view/figure', (c) =>
    submit(c, keepFigure, {
      more: { id: c.req.param('view') },
      done: ({ id }) => `/views/${id}#figure`,
      flash: 'view.figureKept',
    }),
  );
  app.post('/views/:view/figure-end', (c) =>
    submit(c, dropFigure, {
      more: { id: c.req.param('view') },
      done: ({ id }) => `/views/${id}#figure`,
      flash: 'view.figureDropped',
    }),
  );
  app.post('/views/:view', (c) =>
    submit(c, renameView, {
      more: { id: c.req.param('view') },
      done: ({ list }) => `/views?list=${list}`,
      again: (form) => manageViews(c, form),
      flash: 'view.changed',
    }),
  );
  app.post('/views/:view/removal', (c) =>
    submit(c, dropView, { more: { id: c.req.param('view') }, done: ({ list }) => `/views?list=${list}`, flash: 'view.dropped' }),
  );
};

/** The views that this reader may rename or drop: of the list that the address names, or of all. */
const manageViews = async (c: PageContext, form?: FormState) => {
  const v = visit(c);
  const { t } = v;
  const list = c.req.query('list');
  const views = (await viewsOf(v.db, v.actor, list)).filter((view) => view.may_change);
  const card = list ? cardNamed(list) : undefined;
  return show(
    c,
    { title: t('view.manage'), breadcrumbs: card ? [{ href: card.path, label: t(card.title) }] : [] },
    <>
      <PageTitle title={t('view.manage')} lead={t('view.manageLead')} />
      {views.length === 0 && <EmptyState title={t('view.none')} text={t('view.noneHint')} />}
      {views.map((view) => (
        <Section title={<a href={`/views/${view.id}`}>{view.name}</a>} note={titleOfList(t, view.list)}>
          <ViewForm v={v} view={view} form={String(form?.values.id) === String(view.id) ? form : undefined} />
          <ButtonForm action={`/views/${view.id}/removal`} version={view.version}>
            {t('view.drop')}
          </ButtonForm>
        </Section>
      ))}
    </>,
  );
};

const titleOfList = (t: Visit['t'], list: string): string | undefined => {
  const card = cardNamed(list);
  return card && t(card.title);
};

const ViewForm = ({ v, view, form = emptyForm({ ...view }) }: { v: Visit; view: SavedView; form: FormState | undefined }) => {
  const { t } = v;
  const { value, field } = formWords(form, t);
  return (
    <Form action={`/views/${view.id}`} version={versionOf(form, view.version)} label={t('view.renameOf', { name: view.name })}>
      <Problems v={v} form={form} />
      <FieldRow>
        <Field {...field('name')} id={`view-${view.id}`} label={t('view.name')} control="text" required />
        {view.own && (
          <Field
            t={t}
            id={`audience-${view.id}`}
            name="audience"
            label={t('view.audience')}
            control="select"
            value={value('audience')}
            options={audiences.map((audience) => ({ value: audience, label: t(`view.audience.${audience}`) }))}
          />
        )}
      </FieldRow>
      <Actions t={t} submit={t('form.save')} />
    </Form>
  );
};

const audiences = ['private', 'everyone'] as const;

const viewForm = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  const { errors, value, field } = formWords(form, t);
  const said = { list: value('list'), query: value('query') };
  const open = await openView(v.db, said, v);
  if (!open) throw form.refusal ?? notFound('view.listUnknown');
  const title = t('view.title', { list: t(open.card.title) });
  return show(
    c,
    { title, breadcrumbs: [{ href: open.card.path, label: t(open.card.title) }] },
    <>
      <PageTitle title={title} lead={t('view.rowsNow', { count: await countOfView(v.db, open, readerOf(v)) })} />
      <Form action="/views">
        <ErrorSummary t={t} errors={errors} />
        <Hidden name="list" value={value('list')} />
        <Hidden name="query" value={value('query')} />
        <Field {...field('name')} label={t('view.name')} control="text" required />
        <Field
          t={t}
          name="audience"
          label={t('view.audience')}
          control="radios"
          value={value('audience')}
          options={audiences.map((audience) => ({ value: audience, label: t(`view.audience.${audience}`) }))}
        />
        <Actions t={t} submit={t('view.save')} cancelHref={addressOfView(said)} />
      </Form>
    </>,
  );
};
