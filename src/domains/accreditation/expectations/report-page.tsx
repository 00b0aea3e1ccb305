import { together } from '../../../platform/db/together.ts';
import { conflict, notFound } from '../../../platform/errors.ts';
import { formWords } from '../../../platform/http/form-state.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, FieldSet, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { itemStates, registerFields } from './campaign.ts';
import { answerReport } from './commands.ts';
import { expectationsQuestion, reportByToken } from './queries.ts';

/** The page of a personal link: opens one report and nothing else. Opening it changes nothing, for programs open links too. */
export const reportPages = (app: Pages): void => {
  app.get('/member-report/:token', (c) => reportPage(c));
  app.post('/member-report/:token', (c) =>
    submit(c, answerReport, {
      more: { token: c.req.param('token') },
      done: () => `/member-report/${c.req.param('token')}`,
      again: (form) => reportPage(c, form),
      flash: 'campaign.thanks',
    }),
  );
};

const reportPage = async (c: PageContext, back?: FormState) => {
  const v = visit(c);
  const { t } = v;
  c.header('Referrer-Policy', 'no-referrer');
  c.header('X-Robots-Tag', 'noindex');
  const token = c.req.param('token') ?? '';
  const report = await reportByToken(v.db, token).executeTakeFirst();
  if (!report) throw notFound('campaign.linkUnknown');
  if (report.expires_on < v.today) throw conflict('campaign.linkExpired');
  const { sets } = await together(v.db, { sets: expectationsQuestion(v.db, report.body_id, v.today) });
  const answered = report.answered_on !== null;
  const before = answered ? report : report.last;
  const form = back ?? emptyForm();
  const typed = (part: 'answers' | 'expectations' | 'changes', key: string): string | undefined => {
    const value = (form.values[part] as Record<string, unknown> | undefined)?.[key];
    return typeof value === 'string' ? value : undefined;
  };
  const { errors, error } = formWords(form, t);
  const title = textIn(report.title, v.languages).text;
  return show(
    c,
    { title },
    <>
      <PageTitle title={title} lead={t('campaign.reportLead', { organisation: report.organisation, day: t.day(report.due_on) })} />
      {report.answered_on && <Notice t={t} tone="good" text={t('campaign.wasAnswered', { day: t.day(report.answered_on) })} />}
      {!answered && report.last && (
        <Form action={`/member-report/${token}`} guard={false}>
          <Hidden name="unchanged" value="yes" />
          <p>{t('campaign.unchangedNote')}</p>
          <Actions t={t} submit={t('campaign.unchanged')} />
        </Form>
      )}
      <Form action={`/member-report/${token}`}>
        <ErrorSummary t={t} errors={errors} />
        <FieldSet legend={t('campaign.questions')}>
          {report.questions.map(({ key, kind, text }) => {
            const value = typed('answers', key) ?? before?.answers[key] ?? '';
            const shared = { t, name: `answers.${key}`, label: textIn(text, v.languages).text };
            return kind === 'yesNo' ? (
              <Field
                {...shared}
                control="radios"
                inline
                value={value}
                options={(['yes', 'no'] as const).map((one) => ({ value: one, label: t(`campaign.${one}`) }))}
              />
            ) : kind === 'number' ? (
              <Field {...shared} control="number" value={value} />
            ) : (
              <Field {...shared} control="textarea" rows={3} value={value} />
            );
          })}
        </FieldSet>
        {sets[0] && (
          <FieldSet legend={t('campaign.expectations')}>
            {sets[0].items.map(({ key, text }) => (
              <Field
                t={t}
                name={`expectations.${key}`}
                label={textIn(text, v.languages).text}
                control="radios"
                inline
                value={typed('expectations', key) ?? before?.expectations[key] ?? ''}
                options={itemStates.map((state) => ({ value: state, label: t(`campaign.item.${state}`) }))}
              />
            ))}
          </FieldSet>
        )}
        <FieldSet legend={t('campaign.registerSays')} hint={t('campaign.registerHint')}>
          {registerFields.map((field) => (
            <Field
              t={t}
              name={`changes.${field}`}
              label={t(`organisation.${field}`)}
              control="text"
              value={typed('changes', field) ?? (answered ? report.changes[field] : undefined) ?? report[field] ?? ''}
              error={error('changes')}
            />
          ))}
        </FieldSet>
        <Actions t={t} submit={t(answered ? 'campaign.sendAgain' : 'campaign.send')} />
      </Form>
    </>,
  );
};
