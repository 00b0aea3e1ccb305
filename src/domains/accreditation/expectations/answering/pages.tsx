import { together } from '../../../../platform/db/together.ts';
import { conflict, notFound } from '../../../../platform/errors.ts';
import { formWords } from '../../../../platform/http/form-state.ts';
import { show } from '../../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../../platform/http/visit.ts';
import { textIn } from '../../../../platform/i18n/texts.ts';
import { Field } from '../../../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, Form, Hidden } from '../../../../platform/ui/form/form.tsx';
import { Notice } from '../../../../platform/ui/notice/notice.tsx';
import { PageTitle, Section } from '../../../../platform/ui/record/record.tsx';
import { canBeSent, graceDays, type ItemState } from '../campaign.ts';
import { expectationsQuestion, reportByToken } from '../queries.ts';
import { answerReport, askCorrection } from './commands.ts';
import { AnswerFields } from './fields.tsx';
import { SentReport } from './views.tsx';

/** The pages of a personal link: it opens one report and nothing else. Opening it changes nothing, for programs open links too. */
export const answerPages = (app: Pages): void => {
  app.get('/member-report/:token', (c) => reportPage(c, emptyForm()));
  app.post('/member-report/:token', (c) => submit(c, answerReport, { ...back(c), flash: 'campaign.thanks' }));
  app.post('/member-report/:token/correction', (c) => submit(c, askCorrection, { ...back(c), flash: 'campaign.correctionAsked' }));
};

const back = (c: PageContext) => ({
  more: { token: c.req.param('token') },
  done: () => `/member-report/${c.req.param('token')}`,
  again: (form: FormState) => reportPage(c, form),
});

/** What came with a form that was sent after another one. */
const typedIn = ({ values: { answers, expectations } }: FormState) =>
  typeof answers === 'object' && answers !== null
    ? {
        answers: answers as Record<string, string>,
        expectations: (typeof expectations === 'object' && expectations !== null ? expectations : {}) as Record<string, ItemState>,
        changes: {},
      }
    : undefined;

const reportPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  c.header('Referrer-Policy', 'no-referrer');
  c.header('X-Robots-Tag', 'noindex');
  const token = c.req.param('token') ?? '';
  const report = await reportByToken(v.db, token).executeTakeFirst();
  if (!report) throw notFound('campaign.linkUnknown');
  if (report.expires_on < v.today) throw conflict('campaign.linkExpired', { days: graceDays });
  const { sets } = await together(v.db, { sets: expectationsQuestion(v.db, report.body_id, v.today) });
  const items = sets[0]?.items ?? [];
  const open = canBeSent(report, v.today);
  const { errors, field } = formWords(form, t);
  const title = textIn(report.title, v.languages).text;
  const here = `/member-report/${token}`;
  const typed = typedIn(form);
  const trouble = form.refusal?.kind === 'conflict' && <Notice t={t} tone="attention" text={t(form.refusal.key, form.refusal.values)} />;
  if (!open)
    return show(
      c,
      { title },
      <>
        <PageTitle title={title} lead={<bdi>{report.organisation}</bdi>} />
        {trouble}
        {trouble && typed && (
          <Section title={t('campaign.notKept')}>
            <SentReport v={v} report={{ ...report, ...typed }} items={items} />
          </Section>
        )}
        <Notice
          t={t}
          tone="good"
          text={t('campaign.wasSent', { day: t.day(report.answered_on ?? v.today), name: report.answered_by ?? '' })}
        />
        <SentReport v={v} report={report} items={items} />
        <Section title={t('campaign.correction')} note={t('campaign.correctionNote')}>
          {report.correction_asked_on ? (
            <p>{t('campaign.correctionWaits', { day: t.day(report.correction_asked_on) })}</p>
          ) : (
            <Form action={`${here}/correction`}>
              <ErrorSummary t={t} errors={errors} />
              <Field {...field('text')} label={t('campaign.correctionText')} control="textarea" rows={3} required />
              <Actions t={t} submit={t('campaign.correctionAsk')} />
            </Form>
          )}
        </Section>
      </>,
    );
  return show(
    c,
    { title },
    <>
      <PageTitle title={title} lead={t('campaign.reportLead', { organisation: report.organisation, day: t.day(report.due_on) })} />
      {trouble}
      <p>{t('campaign.finalNote', { day: t.day(report.expires_on) })}</p>
      {report.answered_on && <Notice t={t} tone="info" text={t('campaign.openedAgain', { day: t.day(report.answered_on) })} />}
      {!report.answered_on && report.last && (
        <Form action={here} guard={false}>
          <Hidden name="unchanged" value="yes" />
          <p>{t('campaign.unchangedNote')}</p>
          <Actions t={t} submit={t('campaign.unchanged')} />
        </Form>
      )}
      <Form action={here}>
        <ErrorSummary t={t} errors={errors} />
        <AnswerFields v={v} form={form} report={report} items={items} />
        <Actions t={t} submit={t(report.answered_on ? 'campaign.sendAgain' : 'campaign.send')} />
      </Form>
    </>,
  );
};
