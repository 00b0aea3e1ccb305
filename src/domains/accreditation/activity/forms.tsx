import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, FieldRow, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { activityStatuses, factKinds } from './activity.ts';

const pairs = [
  ['meetings', 'meetingMonths'],
  ['contributions', 'contributionMonths'],
  ['votes', 'elections'],
] as const;

/** The thresholds, sent by GET: what is typed is only looked at. */
export const RuleForm = ({ v, action, form }: { v: Visit; action: string; form: FormState }) => {
  const { t } = v;
  const { errors, field } = formWords(form, t);
  const number = (name: string) => <Field {...field(name)} label={t(`activity.field.${name}`)} control="number" />;
  return (
    <Form action={action} method="get">
      <ErrorSummary t={t} errors={errors} />
      {pairs.map(([many, within]) => (
        <FieldRow>
          {number(many)}
          {number(within)}
        </FieldRow>
      ))}
      {number('standbyMonths')}
      <Actions t={t} submit={t('activity.preview')} />
    </Form>
  );
};

/** Adopts exactly what was looked at. */
export const AdoptForm = ({ v, action, form }: { v: Visit; action: string; form: FormState }) => {
  const { t } = v;
  const { errors, error, value, field } = formWords(form, t);
  return (
    <Form action={action}>
      <ErrorSummary t={t} errors={errors} />
      {[...pairs.flat(), 'standbyMonths'].map((name) => (
        <Hidden name={name} value={value(name)} />
      ))}
      <Field
        t={t}
        name="startsOn"
        label={t('activity.startsOn')}
        control="date"
        value={value('startsOn') || v.today}
        error={error('startsOn')}
        required
      />
      <Field {...field('note')} label={t('activity.ruleNote')} control="textarea" rows={2} />
      <Actions t={t} submit={t('activity.adopt')} />
    </Form>
  );
};

export const FactForm = ({ v, action, form }: { v: Visit; action: string; form: FormState }) => {
  const { t } = v;
  const { errors, error, value, field } = formWords(form, t);
  return (
    <Form action={action}>
      <ErrorSummary t={t} errors={errors} />
      <FieldRow>
        <Field
          {...field('kind')}
          label={t('activity.kind')}
          control="select"
          options={factKinds.map((kind) => ({ value: kind, label: t(`activity.kind.${kind}`) }))}
        />
        <Field t={t} name="on" label={t('activity.on')} control="date" value={value('on') || v.today} error={error('on')} required />
      </FieldRow>
      <Field {...field('source')} label={t('activity.source')} hint={t('activity.sourceHint')} control="text" />
      <Actions t={t} submit={t('activity.record')} />
    </Form>
  );
};

/** Says a status; another one than the rule proposes needs a reason. */
export const StatusForm = ({ v, action, form }: { v: Visit; action: string; form: FormState }) => {
  const { t } = v;
  const { errors, field, value } = formWords(form, t);
  return (
    <Form action={action}>
      <ErrorSummary t={t} errors={errors} />
      <Field
        {...field('status')}
        label={t('activity.status')}
        control="radios"
        inline
        options={activityStatuses.map((status) => ({ value: status, label: t(`activity.status.${status}`) }))}
      />
      <Field {...field('reason')} label={t('activity.reason')} hint={t('activity.reasonHint')} control="text" />
      <TellField t={t} told={value('tell') !== 'no'} />
      <Actions t={t} submit={t('activity.say')} />
    </Form>
  );
};

/** Whether those who speak for it are told of a status by mail. */
export const TellField = ({ t, told = true }: { t: Visit['t']; told?: boolean }) => (
  <>
    <Hidden name="tell" value="no" />
    <Field t={t} name="tell" label={t('activity.tell')} control="checkbox" value="yes" checked={told} />
  </>
);
