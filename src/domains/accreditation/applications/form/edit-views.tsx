import { Problems } from '../../../../platform/audit/problems.tsx';
import { formWords, textsControl } from '../../../../platform/http/form-state.ts';
import type { FormState } from '../../../../platform/http/submit.ts';
import type { Visit } from '../../../../platform/http/visit.ts';
import { Field } from '../../../../platform/ui/form/field.tsx';
import { Actions, ButtonForm, ErrorSummary, FieldRow, FieldSet, Form, Hidden } from '../../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../../platform/ui/navigation/navigation.tsx';
import { Notice } from '../../../../platform/ui/notice/notice.tsx';
import { noticeDays } from '../applicant/unfinished.ts';
import { type Kind, timed } from '../application/application.ts';
import { type Part, writtenChoices } from './edit.ts';
import { controls, type FormContent, meanings, type Question } from './form.ts';

const Refused = ({ v, form }: { v: Visit; form: FormState }) => {
  const general = form.problems.filter((problem) => problem.path.length === 0);
  return (
    <>
      {form.refusal?.kind === 'conflict' && <Notice t={v.t} tone="problem" text={v.t(form.refusal.key, form.refusal.values)} />}
      {general.map((problem) => (
        <Notice t={v.t} tone="problem" text={v.t(problem.key, problem.values)} />
      ))}
    </>
  );
};

/** One line of a list of the form; `known` is missing where one is added. */
export const ItemForm = ({
  v,
  kind,
  edition,
  part,
  known,
  form,
}: {
  v: Visit;
  kind: Kind;
  edition: number;
  part: Part;
  known: FormContent[Part][number] | undefined;
  form: FormState;
}) => {
  const { t } = v;
  const { error, value, field } = formWords(form, t);
  const question = part === 'questions' ? (known as Question | undefined) : undefined;
  const given = <Shown,>(name: string, otherwise: Shown): unknown => form.values[name] ?? otherwise;
  const base = `/applications/forms/${kind}/${part}`;
  return (
    <>
      <Form action={base}>
        <Refused v={v} form={form} />
        <ErrorSummary t={t} errors={formWords({ ...form, problems: form.problems.filter(({ path }) => path.length > 0) }, t).errors} />
        <Hidden name="edition" value={String(edition)} />
        {known ? (
          <Hidden name="key" value={known.key} />
        ) : (
          <Field {...field('key')} label={t('applicationForm.key')} hint={t('applicationForm.keyHint')} control="text" required />
        )}
        <Field
          t={t}
          name="label"
          label={t('applicationForm.words')}
          required
          error={error('label')}
          {...textsControl(given('label', known?.label), v.language, 2)}
        />
        {part === 'questions' && (
          <>
            <Field
              t={t}
              name="help"
              label={t('applicationForm.help')}
              error={error('help')}
              {...textsControl(given('help', question?.help), v.language, 2)}
            />
            <FieldRow>
              <Field
                t={t}
                name="control"
                label={t('applicationForm.control')}
                control="select"
                value={value('control') || (question?.control ?? 'line')}
                options={controls.map((each) => ({ value: each, label: t(`applicationForm.control.${each}`) }))}
                error={error('control')}
              />
              <Field
                t={t}
                name="means"
                label={t('applicationForm.meaning')}
                control="select"
                none={t('applicationForm.noMeaning')}
                value={value('means') || (question?.means ?? '')}
                options={meanings.map((each) => ({ value: each, label: t(`applicationForm.means.${each}`) }))}
                error={error('means')}
              />
            </FieldRow>
            <input type="hidden" name="required" value="no" />
            <Field
              t={t}
              name="required"
              label={t('applicationForm.needed')}
              control="checkbox"
              value="yes"
              checked={question?.required ?? false}
            />
            <Field
              t={t}
              name="choices"
              label={t('applicationForm.choices')}
              hint={t('applicationForm.choicesHint')}
              control="textarea"
              value={value('choices') || writtenChoices(question?.choices, v.language)}
              error={error('choices')}
            />
          </>
        )}
        {part === 'reviewRoutes' && (
          <Field
            t={t}
            name="text"
            label={t('applicationForm.routeText')}
            error={error('text')}
            {...textsControl(given('text', (known as FormContent['reviewRoutes'][number] | undefined)?.text), v.language, 2)}
          />
        )}
        <Field
          {...field('position')}
          label={t('applicationForm.position')}
          hint={t('applicationForm.positionHint')}
          control="text"
          attributes={{ inputmode: 'numeric' }}
        />
        <Actions t={t} submit={t('form.save')} cancelHref={`/applications/forms/${kind}`} />
      </Form>
      {known && (
        <Disclosure summary={t('applicationForm.remove')}>
          <p>{t('applicationForm.removeHint')}</p>
          <ButtonForm action={`${base}/${known.key}/removal`} fields={{ edition: String(edition) }}>
            {t('applicationForm.remove')}
          </ButtonForm>
        </Disclosure>
      )}
    </>
  );
};

export const RulesForm = ({
  v,
  kind,
  edition,
  content,
  form,
}: {
  v: Visit;
  kind: Kind;
  edition: number;
  content: FormContent;
  form: FormState;
}) => {
  const { t } = v;
  const { error, value } = formWords(form, t);
  const { days, silence, draftMonths, vote } = content.rules;
  const number = (name: string, label: string, known: number | undefined) => (
    <Field
      t={t}
      name={name}
      label={label}
      control="text"
      value={value(name) || String(known ?? '')}
      error={error(name)}
      attributes={{ inputmode: 'numeric' }}
    />
  );
  return (
    <Form action={`/applications/forms/${kind}/rules`}>
      <Problems v={v} form={form} />
      <Hidden name="edition" value={String(edition)} />
      <FieldSet legend={t('applicationForm.daysOfSteps')}>
        <FieldRow>
          {timed.map((state) => number(state, t(`application.state.${state}`), days[state]))}
          {number('silence', t('applicationForm.silence'), silence)}
        </FieldRow>
      </FieldSet>
      <FieldSet legend={t('applicationForm.drafts')} hint={t('applicationForm.draftsHint', { days: noticeDays })}>
        <FieldRow>{number('draftMonths', t('applicationForm.draftMonths'), draftMonths)}</FieldRow>
      </FieldSet>
      <FieldSet legend={t('application.vote')} hint={t('applicationForm.voteHint')}>
        <FieldRow>
          {number('numerator', t('applicationForm.numerator'), vote?.numerator)}
          {number('denominator', t('applicationForm.denominator'), vote?.denominator)}
          {number('quorum', t('applicationForm.quorum'), vote?.quorum)}
        </FieldRow>
      </FieldSet>
      <Actions t={t} submit={t('form.save')} cancelHref={`/applications/forms/${kind}`} />
    </Form>
  );
};
