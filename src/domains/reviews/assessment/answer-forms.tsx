import { Problems } from '../../../platform/audit/problems.tsx';
import { ReasonForm } from '../../../platform/audit/reason-form.tsx';
import { formWords, textsControl } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { nameOfBody } from './answer-views.tsx';
import { answers as answerKinds } from './assessment.ts';
import type { AnswerOfBody } from './queries.ts';

export const AnswerForm = ({
  v,
  form,
  recommendation,
  bodies,
  version,
}: {
  v: Visit;
  form: FormState;
  recommendation: { ref: string };
  bodies: readonly { value: string; label: string }[];
  version: number | undefined;
}) => {
  const { t } = v;
  const { error, field } = formWords(form, t);
  return (
    <Form action={`/recommendations/${recommendation.ref}/answers`} version={version}>
      <Problems v={v} form={form} />
      <FieldRow>
        <Field
          {...field('body')}
          label={t('answer.body')}
          control="select"
          required
          {...(bodies.length > 1 ? { none: t('answer.chooseBody') } : {})}
          options={bodies}
        />
        <Field
          {...field('answer')}
          label={t('answer.answer')}
          control="select"
          required
          none={t('answer.choose')}
          options={answerKinds.map((one) => ({ value: one, label: t(`answer.${one}`) }))}
        />
        <Field {...field('on')} label={t('answer.on')} control="date" />
      </FieldRow>
      <Field
        t={t}
        name="explanation"
        label={t('answer.explanation')}
        error={error('explanation')}
        {...textsControl(form.values.explanation, v.language)}
      />
      <Field
        t={t}
        name="alternativeWording"
        label={t('answer.alternativeWording')}
        hint={t('answer.alternativeWordingHint')}
        error={error('alternativeWording')}
        {...textsControl(form.values.alternativeWording, v.language)}
      />
      <Field {...field('link')} label={t('answer.link')} hint={t('answer.linkHint')} control="url" />
      <Actions t={t} submit={t('answer.save')} cancelHref={`/recommendations/${recommendation.ref}`} />
    </Form>
  );
};

export const WithdrawalForm = ({
  v,
  recommendation,
  answer,
  form,
}: {
  v: Visit;
  recommendation: { ref: string };
  answer: AnswerOfBody;
  form: FormState | undefined;
}) => (
  <ReasonForm
    v={v}
    form={form}
    action={`/recommendations/${recommendation.ref}/answers/withdrawal`}
    version={answer.version}
    fields={{ body: answer.body_ref }}
    deed={v.t('answer.withdrawOf', { body: nameOfBody(v, answer) })}
    submit={v.t('answer.withdraw')}
    label={v.t('answer.reason')}
    danger
  />
);
