import { historyOf } from '../../../platform/audit/history.ts';
import { HistoryView } from '../../../platform/audit/history-view.tsx';
import { together } from '../../../platform/db/together.ts';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { EmptyState, Notice } from '../../../platform/ui/notice/notice.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { PageTitle, RecordPage, Section } from '../../../platform/ui/record/record.tsx';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import { bodyByRef, bodyTree } from '../queries.ts';
import { addSeat, archiveSeat, changeSeat } from './commands.ts';
import { seatToKeep, trail } from './here.ts';
import { rosterQuestion, seatQuestion, type WholeSeat } from './queries.ts';
import { tenurePages } from './tenure-pages.tsx';
import { ReasonForm, Roster, SeatForm } from './views.tsx';

export const pages = (app: Pages): void => {
  app.get('/bodies/:ref/seats/new', (c) => newPage(c, emptyForm()));
  app.post('/bodies/:ref/seats/new', (c) =>
    submit(c, addSeat, {
      more: { body: c.req.param('ref') },
      done: ({ id }) => `/seats/${id}`,
      again: (form) => newPage(c, form),
      flash: 'seat.added',
    }),
  );
  app.get('/seats/:seat{[0-9]{1,15}}', (c) => seatPage(c, emptyForm()));
  app.get('/seats/:seat{[0-9]{1,15}}/edit', async (c) => {
    const seat = await seatToKeep(c);
    return editPage(
      c,
      seat,
      emptyForm({ ...seat, appointedBy: seat.appointing_ref, termMonths: seat.term_months, termLimit: seat.term_limit }),
    );
  });
  app.post('/seats/:seat{[0-9]{1,15}}/edit', async (c) => {
    const seat = await seatToKeep(c);
    return submit(c, changeSeat, {
      more: { seat: seat.id },
      done: () => `/seats/${seat.id}`,
      again: (form) => editPage(c, seat, form),
      flash: 'seat.changed',
    });
  });
  app.post('/seats/:seat{[0-9]{1,15}}/archive', (c) =>
    submit(c, archiveSeat, {
      more: { seat: c.req.param('seat') },
      done: ({ ref }) => `/bodies/${ref}`,
      again: (form) => seatPage(c, form),
      flash: 'seat.archived',
    }),
  );
  tenurePages(app);
};

const seatPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  const id = Number(c.req.param('seat'));
  const { found, roster } = await together(v.db, { found: seatQuestion(v.db, v.actor, id), roster: rosterQuestion(v.db, id) });
  const [seat] = found;
  if (!seat) throw notFound('seat.unknown');
  const history = await historyOf(
    v.db,
    [
      { table: 'seat', id },
      { table: 'tenure', of: 'seat_id', id },
    ],
    { limit: 8, actor: v.actor },
  );
  const holder = roster.find(
    (row) => !row.alternate && (row.starts_on ?? '') <= v.today && (row.ends_on === null || row.ends_on > v.today),
  );
  const acts = Boolean(seat.may_edit) && !seat.archived_at;
  const title = textIn(seat.title, v.languages);
  return show(
    c,
    { title: title.text, breadcrumbs: trail(c, seat, false) },
    <RecordPage
      t={t}
      title={<InLanguage page={v.language} {...title} />}
      marks={!holder && !seat.archived_at && <StatusChip tone="waiting" label={t('seat.vacant')} />}
      facts={[
        {
          label: t('seat.body'),
          value: (
            <a href={`/bodies/${seat.body_ref}`}>
              <InLanguage page={v.language} {...textIn(seat.body_name, v.languages)} />
            </a>
          ),
        },
        {
          label: t('seat.appointedBy'),
          value: seat.appointing_ref && <a href={`/bodies/${seat.appointing_ref}`}>{seat.appointing_ref}</a>,
        },
        { label: t('seat.termMonths'), value: seat.term_months !== null && t('seat.months', { months: seat.term_months }) },
        { label: t('seat.mostTerms'), value: seat.term_limit !== null && t('seat.terms', { count: seat.term_limit }) },
      ]}
      actions={
        acts && (
          <>
            <ButtonLink href={`/seats/${id}/edit`} edit>
              {t('seat.edit')}
            </ButtonLink>
            <ButtonLink href={`/seats/${id}/fill`} primary>
              {t('seat.fill')}
            </ButtonLink>
          </>
        )
      }
      aside={
        <Section title={t('recommendation.history')}>
          <HistoryView v={v} entries={history} />
        </Section>
      }
    >
      {seat.archived_at && <Notice t={t} tone="attention" text={t('seat.isArchived', { reason: seat.archived_reason ?? '' })} />}
      {form.refusal && <Notice t={t} tone="attention" text={t(form.refusal.key, form.refusal.values)} />}
      <Section title={t('seat.roster')}>
        {roster.length === 0 ? (
          <EmptyState title={t('seat.nobodyYet')} />
        ) : (
          <Roster v={v} rows={roster} months={seat.term_months} acts={acts} />
        )}
      </Section>
      {acts && (
        <Disclosure summary={t('seat.archive')} open={form.refusal !== undefined}>
          <p>{t('seat.archiveNote')}</p>
          <ReasonForm v={v} form={form} action={`/seats/${id}/archive`} submit={t('seat.archive')} name="seat" />
        </Disclosure>
      )}
    </RecordPage>,
  );
};

const newPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const ref = (c.req.param('ref') ?? '').toUpperCase();
  const [body, bodies] = await Promise.all([bodyByRef(v.db, v.actor, ref), bodyTree(v.db, v.actor)]);
  if (!body) throw notFound('body.unknown', { ref });
  if (!body.may_edit) throw forbidden();
  const name = textIn(body.name, v.languages).text;
  const back = `/bodies/${body.ref}`;
  return show(
    c,
    {
      title: v.t('seat.add'),
      breadcrumbs: [
        { href: '/bodies', label: v.t('body.all') },
        { href: back, label: name },
      ],
    },
    <>
      <PageTitle title={v.t('seat.add')} lead={<bdi>{name}</bdi>} />
      <SeatForm v={v} form={form} action={`${back}/seats/new`} cancelHref={back} submit={v.t('seat.add')} bodies={bodies} />
    </>,
  );
};

const editPage = async (c: PageContext, seat: WholeSeat, form: FormState) => {
  const v = visit(c);
  const bodies = await bodyTree(v.db, v.actor);
  const here = `/seats/${seat.id}`;
  return show(
    c,
    { title: v.t('seat.edit'), breadcrumbs: trail(c, seat) },
    <>
      <PageTitle title={v.t('seat.edit')} lead={<InLanguage page={v.language} {...textIn(seat.title, v.languages)} />} />
      <SeatForm
        v={v}
        form={form}
        action={`${here}/edit`}
        cancelHref={here}
        submit={v.t('form.save')}
        version={seat.version}
        bodies={bodies}
      />
    </>,
  );
};
