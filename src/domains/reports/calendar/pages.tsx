import { holdsSomewhere } from '../../../platform/access/actor.ts';
import { versionOf } from '../../../platform/audit/conflict-notice.tsx';
import { Problems } from '../../../platform/audit/problems.tsx';
import { ReasonForm } from '../../../platform/audit/reason-form.tsx';
import { together } from '../../../platform/db/together.ts';
import { forbidden } from '../../../platform/errors.ts';
import { formWords } from '../../../platform/http/form-state.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonLink, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { trail } from '../report/here.ts';
import { bodyChoices, reviewChoices } from '../report/queries.ts';
import { nextPeriod } from './calendar.ts';
import { setCalendar, stopCalendar } from './commands.ts';
import { type Calendar, everyCalendar } from './queries.ts';

export const calendarPages = (app: Pages): void => {
  app.get('/reports/calendar', async (c) => calendarPage(c));
  app.get('/reports/calendar/edit', async (c) => editPage(c, emptyForm()));
  app.post('/reports/calendar', (c) =>
    submit(c, setCalendar, { done: () => '/reports/calendar', again: (form) => editPage(c, form), flash: 'reportCalendar.saved' }),
  );
  app.post('/reports/calendar/:review/stop', (c) =>
    submit(c, stopCalendar, {
      more: { review: c.req.param('review') },
      done: () => '/reports/calendar',
      again: (form) => editPage(c, emptyForm({ review: c.req.param('review') }), form),
      flash: 'reportCalendar.isStopped',
    }),
  );
};

const calendarPage = async (c: PageContext) => {
  const v = visit(c);
  const { t } = v;
  const all = await everyCalendar(v.db, v.actor).execute();
  const calendars = all.filter((one) => !one.archived_at);
  const stopped = all.filter((one) => one.archived_at && one.may_keep);
  const writes = holdsSomewhere(v.actor, 'report.write');
  const deeds = writes || calendars.some((one) => one.draft || one.may_keep);
  return show(
    c,
    { title: t('reportCalendar.title'), breadcrumbs: trail(v) },
    <>
      <PageTitle
        title={t('reportCalendar.title')}
        lead={t('reportCalendar.lead')}
        actions={
          writes && (
            <ButtonLink href="/reports/calendar/edit" primary>
              {t('reportCalendar.add')}
            </ButtonLink>
          )
        }
      />
      {calendars.length === 0 ? (
        <EmptyState title={t('reportCalendar.none')} text={t('reportCalendar.noneHint')} />
      ) : (
        <Table
          caption={t('reportCalendar.title')}
          captionHidden
          columns={[
            { label: t('report.review') },
            { label: t('reportCalendar.months') },
            { label: t('reportCalendar.next') },
            { label: t('report.dueOn'), nowrap: true },
            { label: t('reportCalendar.responsible') },
            ...(deeds ? [{ label: t('report.deeds') }] : []),
          ]}
          rows={calendars.map((calendar) => rowOf(v, calendar, writes).slice(0, deeds ? undefined : -1))}
        />
      )}
      {stopped.length > 0 && (
        <Section title={t('reportCalendar.stopped')}>
          <ul class="bulleted">
            {stopped.map((one) => (
              <li>
                {one.review_ref} · {textIn(one.review_title, v.languages).text}:{' '}
                {t('reportCalendar.stoppedOn', { day: t.day(String(one.archived_at).slice(0, 10)), reason: one.archived_reason ?? '' })}{' '}
                <a href={`/reports/calendar/edit?review=${one.review_ref}`}>
                  {t('reportCalendar.again')}
                  <span class="vh"> {one.review_ref}</span>
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>,
  );
};

const rowOf = (v: Visit, calendar: Calendar, writes: boolean) => {
  const { t } = v;
  const period = nextPeriod(calendar, calendar.reported_until);
  return [
    <a href={`/reports?review=${calendar.review_ref}`}>
      {calendar.review_ref} · {textIn(calendar.review_title, v.languages).text}
    </a>,
    t('reportCalendar.every', { months: calendar.months }),
    t('report.fromTo', { from: t.day(period.from), to: t.day(period.to) }),
    <>
      {t.day(period.due)} {period.due < v.today && <StatusChip tone="problem" label={t('report.isLate')} />}
    </>,
    calendar.responsible && calendar.left ? t('plan.leadHasLeft', { name: calendar.responsible }) : (calendar.responsible ?? '–'),
    <span class="row">
      {calendar.draft ? (
        <a href={`/reports/${calendar.draft}`}>{t('reportCalendar.open')}</a>
      ) : (
        writes && <a href={`/reports/new?review=${calendar.review_ref}`}>{t('report.start')}</a>
      )}
      {calendar.may_keep && (
        <a href={`/reports/calendar/edit?review=${calendar.review_ref}`}>
          {t('reportCalendar.edit')}
          <span class="vh"> {calendar.review_ref}</span>
        </a>
      )}
    </span>,
  ];
};

const editPage = async (c: PageContext, form: FormState, stop?: FormState) => {
  const v = visit(c);
  const { t } = v;
  if (!holdsSomewhere(v.actor, 'report.write')) throw forbidden();
  const { reviews, bodies, calendars } = await together(v.db, {
    reviews: reviewChoices(v.db, v.actor),
    bodies: bodyChoices(v.db),
    calendars: everyCalendar(v.db, v.actor),
  });
  const review = String(form.values.review ?? c.req.query('review') ?? '').toUpperCase();
  const known = calendars.find((one) => one.review_ref === review);
  const { error, value, field } = formWords(
    form.refusal || !known
      ? form
      : emptyForm({
          beginsOn: known.begins_on,
          months: known.months,
          dueAfter: known.due_after,
          body: known.body_ref,
          responsible: known.responsible,
        }),
    t,
  );
  const title = known ? t('reportCalendar.editOf', { review }) : t('reportCalendar.add');
  const problems = formWords(form, t);
  return show(
    c,
    { title, breadcrumbs: [...trail(v), { href: '/reports/calendar', label: t('reportCalendar.title') }] },
    <>
      <PageTitle title={title} />
      <Form action="/reports/calendar" version={known && versionOf(form, known.version)}>
        <Problems v={v} form={form} />
        <Field
          t={t}
          name="review"
          label={t('report.review')}
          control="select"
          required
          value={review}
          error={problems.error('review')}
          options={(known ? reviews.filter((one) => one.ref === review) : reviews).map((one) => ({
            value: one.ref,
            label: `${one.ref} · ${textIn(one.title, v.languages).text}`,
          }))}
        />
        <FieldRow>
          <Field {...field('beginsOn')} label={t('reportCalendar.beginsOn')} control="date" required />
          <Field
            t={t}
            name="months"
            label={t('reportCalendar.months')}
            control="number"
            value={value('months') || '6'}
            error={error('months')}
          />
          <Field
            t={t}
            name="dueAfter"
            label={t('reportCalendar.dueAfter')}
            hint={t('reportCalendar.dueAfterHint')}
            control="number"
            value={value('dueAfter') || '0'}
            error={error('dueAfter')}
          />
        </FieldRow>
        <FieldRow>
          <Field
            {...field('body')}
            label={t('report.body')}
            control="select"
            none={t('report.noBody')}
            options={bodies.map((body) => ({ value: body.ref, label: `${body.ref} · ${textIn(body.name, v.languages).text}` }))}
          />
          <Field
            {...field('responsible')}
            label={t('reportCalendar.responsible')}
            hint={t('reportCalendar.responsibleHint')}
            control="text"
          />
        </FieldRow>
        <Actions t={t} submit={t('form.save')} cancelHref="/reports/calendar" />
      </Form>
      {known?.may_keep && !known.archived_at && (
        <ReasonForm
          v={v}
          form={stop}
          action={`/reports/calendar/${review}/stop`}
          version={known.version}
          deed={t('reportCalendar.stop')}
          label={t('report.reason')}
          hint={t('reportCalendar.stopHint')}
          danger
        />
      )}
    </>,
  );
};
