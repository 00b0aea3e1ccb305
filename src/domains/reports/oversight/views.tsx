import { holdsSomewhere } from '../../../platform/access/actor.ts';
import { ConflictNotice } from '../../../platform/audit/conflict-notice.tsx';
import { Problems } from '../../../platform/audit/problems.tsx';
import { formWords, textsControl } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { Section } from '../../../platform/ui/record/record.tsx';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import { ReportText } from '../content/views.tsx';
import type { Erratum, Question, WholeReport } from '../report/queries.ts';

const blank: FormState = { values: {}, problems: [] };

/** Corrections, dated, beside the frozen text. */
export const ErrataPart = ({
  v,
  report,
  errata,
  form,
}: {
  v: Visit;
  report: WholeReport;
  errata: readonly Erratum[];
  form: FormState | undefined;
}) => {
  const { t } = v;
  const { error, field } = formWords(form ?? blank, t);
  if (errata.length === 0 && !report.may_submit) return null;
  return (
    <Section id="errata" title={t('report.errata')} note={t('report.errataHint')}>
      {errata.length === 0 && <p class="quiet">{t('report.noErrata')}</p>}
      {errata.map((one) => (
        <div class="flow">
          <p class="small quiet">
            {[t.day(one.happened_on), one.by_name, one.place].filter(Boolean).map((part, at) => (
              <>
                {at > 0 && ' · '}
                <bdi>{part}</bdi>
              </>
            ))}
          </p>
          <ReportText v={v} text={one.text} under={2} />
        </div>
      ))}
      {report.may_submit && (
        <Disclosure summary={t('report.addErratum')} open={form !== undefined}>
          <Form action={`/reports/${report.ref}/errata`}>
            <Problems v={v} form={form} />
            <Field {...field('place')} label={t('report.place')} hint={t('report.placeHint')} control="text" />
            <Field
              t={t}
              id="erratum-text"
              name="text"
              label={t('report.erratumText')}
              required
              error={error('text')}
              {...textsControl((form ?? blank).values.text, v.language, 3)}
            />
            <Actions t={t} submit={t('report.addErratum')} />
          </Form>
        </Disclosure>
      )}
    </Section>
  );
};

/** What the committee asks, and what it is answered. */
export const QuestionsPart = ({
  v,
  report,
  questions,
  form,
  at,
}: {
  v: Visit;
  report: WholeReport;
  questions: readonly Question[];
  form: FormState;
  at: string | undefined;
}) => {
  const { t } = v;
  if (questions.length === 0 && !report.may_oversee) return null;
  return (
    <Section id="questions" title={t('report.questions')}>
      {questions.length === 0 && <p class="quiet">{t('report.noQuestions')}</p>}
      {questions.map((one) => (
        <OneQuestion v={v} report={report} question={one} form={at === `question-${one.number}` ? form : undefined} />
      ))}
      {report.may_oversee && <AskForm v={v} report={report} form={at === 'questions' ? form : undefined} />}
    </Section>
  );
};

const OneQuestion = ({ v, report, question, form }: { v: Visit; report: WholeReport; question: Question; form: FormState | undefined }) => {
  const { t } = v;
  const { error } = formWords(form ?? blank, t);
  const mayAnswer = report.may_write || question.is_mine;
  const late = question.due_on !== null && question.answered_on === null && question.due_on < v.today;
  return (
    <article class="flow" id={`question-${question.number}`}>
      <h3>{t('report.questionOf', { number: question.number, who: question.by_name, day: t.day(question.asked_on) })}</h3>
      <p class="row small">
        <StatusChip
          tone={question.answered_on ? 'done' : late ? 'problem' : 'waiting'}
          label={t(question.answered_on ? 'report.isAnswered' : late ? 'report.isLate' : 'report.isOpen')}
        />
        {question.assigned && <span class="quiet">{t('report.assignedTo', { who: question.assigned })}</span>}
        {question.due_on && <span class="quiet">{t('report.answerBy', { day: t.day(question.due_on) })}</span>}
      </p>
      <ReportText v={v} text={question.text} under={3} />
      {question.answer && (
        <>
          <p class="small quiet">
            {t('report.answered', { who: question.answered_by ?? '', day: t.day(question.answered_on ?? v.today) })}
          </p>
          <ReportText v={v} text={question.answer} under={3} />
        </>
      )}
      {mayAnswer && (
        <Disclosure summary={t(question.answer ? 'report.changeAnswer' : 'report.answer')} open={form !== undefined}>
          <Form action={`/reports/${report.ref}/questions/${question.number}`} version={question.version}>
            {form && <ConflictNotice v={v} form={form} />}
            <Field
              t={t}
              id={`answer-${question.number}`}
              name="answer"
              label={t('report.answer')}
              required
              error={error('answer')}
              {...textsControl(form?.values.answer ?? question.answer, v.language, 4)}
            />
            <Actions t={t} submit={t('report.saveAnswer')} />
          </Form>
        </Disclosure>
      )}
    </article>
  );
};

const AskForm = ({ v, report, form }: { v: Visit; report: WholeReport; form: FormState | undefined }) => {
  const { t } = v;
  const { error, field } = formWords(form ?? blank, t);
  if (!holdsSomewhere(v.actor, 'report.oversee')) return null;
  return (
    <Disclosure summary={t('report.ask')} open={form !== undefined}>
      <Form action={`/reports/${report.ref}/questions`}>
        <Problems v={v} form={form} />
        <Field
          t={t}
          id="question-text"
          name="text"
          label={t('report.question')}
          required
          error={error('text')}
          {...textsControl((form ?? blank).values.text, v.language, 3)}
        />
        <FieldRow>
          <Field {...field('assigned')} label={t('report.assigned')} hint={t('report.assignedHint')} control="text" />
          <Field {...field('dueOn')} label={t('report.answerDue')} control="date" />
        </FieldRow>
        <Actions t={t} submit={t('report.ask')} />
      </Form>
    </Disclosure>
  );
};
