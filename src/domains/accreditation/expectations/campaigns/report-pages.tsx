import { together } from '../../../../platform/db/together.ts';
import { forbidden, notFound } from '../../../../platform/errors.ts';
import { formWords } from '../../../../platform/http/form-state.ts';
import { show } from '../../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../../platform/http/visit.ts';
import { textIn } from '../../../../platform/i18n/texts.ts';
import { Field } from '../../../../platform/ui/form/field.tsx';
import { Actions, ButtonForm, ButtonLink, ErrorSummary, Form } from '../../../../platform/ui/form/form.tsx';
import { EmptyState, Notice } from '../../../../platform/ui/notice/notice.tsx';
import { PageTitle } from '../../../../platform/ui/record/record.tsx';
import { openAgain, recordAnswer } from '../answering/commands.ts';
import { AnswerFields } from '../answering/fields.tsx';
import { SentReport } from '../answering/views.tsx';
import { expectationsQuestion, reportRead } from '../queries.ts';
import { oneReportQuestion } from './queries.ts';

/** What one member reported, for the member and for its region; written down here where it was told in another way. */
export const reportPages = (app: Pages): void => {
  app.get('/member-reports/:report{[0-9]{1,15}}', reportPage);
  app.get('/member-reports/:report{[0-9]{1,15}}/record', (c) => recordPage(c, emptyForm()));
  app.post('/member-reports/:report{[0-9]{1,15}}/record', (c) =>
    submit(c, recordAnswer, {
      more: { report: c.req.param('report') },
      done: () => `/member-reports/${c.req.param('report')}`,
      again: (form) => recordPage(c, form),
      flash: 'campaign.recorded',
    }),
  );
  app.post('/member-reports/:report{[0-9]{1,15}}/opening', async (c) => {
    const { back } = await c.req.parseBody();
    return submit(c, openAgain, {
      more: { report: c.req.param('report') },
      done: ({ ref }) => {
        const report = `/member-reports/${c.req.param('report')}`;
        return back === report ? report : `/organisations/${encodeURIComponent(ref)}/standing`;
      },
      flash: 'campaign.isOpenAgain',
    });
  });
};

const reportOf = async (c: PageContext) => {
  const v = visit(c);
  const id = Number(c.req.param('report'));
  const { may, reports } = await together(v.db, {
    may: oneReportQuestion(v.db, v.actor, id),
    reports: reportRead(v.db).where('member_report.id', '=', id),
  });
  const [report] = reports;
  if (!may[0] || !report) throw notFound();
  const { sets } = await together(v.db, { sets: expectationsQuestion(v.db, report.body_id, report.answered_on ?? v.today) });
  return { report, leads: may[0].may_lead, correction: may[0].correction, items: sets[0]?.items ?? [] };
};

type Report = Awaited<ReturnType<typeof reportOf>>['report'];

const trail = (v: Visit, report: Report) => [
  { href: '/member-reports', label: v.t('campaign.register') },
  { href: `/organisations/${encodeURIComponent(report.ref)}/standing`, label: report.organisation },
];

const reportPage = async (c: PageContext) => {
  const v = visit(c);
  const { t } = v;
  const { report, leads, items, correction } = await reportOf(c);
  const title = textIn(report.title, v.languages).text;
  const here = `/member-reports/${report.id}`;
  return show(
    c,
    { title: `${report.organisation}: ${title}`, breadcrumbs: trail(v, report) },
    <>
      <PageTitle
        title={<bdi>{report.organisation}</bdi>}
        lead={
          report.answered_on
            ? t(report.unchanged ? 'campaign.reportedUnchanged' : 'campaign.reported', {
                title,
                day: t.day(report.answered_on),
                name: report.answered_by ?? '',
              })
            : title
        }
        actions={
          leads && (
            <>
              <ButtonLink href={`/member-reports/${report.id}/record`}>{t('campaign.record')}</ButtonLink>
              <ButtonForm action={`/member-reports/${report.id}/opening`} fields={{ back: here }}>
                {t(report.answered_on ? 'campaign.openAgain' : 'campaign.newLink')}
              </ButtonForm>
            </>
          )
        }
      />
      {report.open_until && report.open_until >= v.today && (
        <Notice t={t} tone="info" text={t('campaign.openUntil', { day: t.day(report.open_until) })} />
      )}
      {correction && report.correction_asked_on && (
        <Notice
          t={t}
          tone="attention"
          text={
            <>
              {t('campaign.wantsCorrection', { day: t.day(report.correction_asked_on) })} <bdi>{correction}</bdi>
            </>
          }
        />
      )}
      {report.answered_on ? <SentReport v={v} report={report} items={items} /> : <EmptyState title={t('campaign.state.waiting')} />}
    </>,
  );
};

const recordPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  const { report, leads, items } = await reportOf(c);
  if (!leads) throw forbidden();
  const { errors, field } = formWords(form, t);
  return show(
    c,
    { title: t('campaign.record'), breadcrumbs: trail(v, report) },
    <>
      <PageTitle title={t('campaign.record')} lead={<bdi>{report.organisation}</bdi>} />
      <p>{t('campaign.recordNote')}</p>
      <Form action={`/member-reports/${report.id}/record`}>
        <ErrorSummary t={t} errors={errors} />
        <Field {...field('by')} label={t('campaign.answeredBy')} hint={t('campaign.byHint')} control="text" required />
        <AnswerFields v={v} form={form} report={report} items={items} />
        <Actions t={t} submit={t('campaign.record')} cancelHref={`/member-reports/${report.id}`} />
      </Form>
    </>,
  );
};
