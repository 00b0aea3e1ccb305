import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import type { Terms } from '../../../platform/terms/terms.ts';
import { termOptions } from '../../../platform/terms/terms.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, FieldRow, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { type Ending, StaysField } from './ends.tsx';
import { ballots, type LadderStep } from './ladder.ts';

interface Props {
  v: Visit;
  action: string;
  form: FormState;
}

const Head = ({ v, form }: Omit<Props, 'action'>) => (
  <>
    <ErrorSummary t={v.t} errors={formWords(form, v.t).errors} />
    {form.refusal && form.problems.length === 0 && <Notice t={v.t} tone="problem" text={v.t(form.refusal.key, form.refusal.values)} />}
  </>
);

const OnAndNote = ({ v, form }: Omit<Props, 'action'>) => {
  const { value, error, field } = formWords(form, v.t);
  return (
    <>
      <Field t={v.t} name="on" label={v.t('ladder.on')} control="date" value={value('on') || v.today} error={error('on')} />
      <Field {...field('note')} label={v.t('ladder.note')} hint={v.t('ladder.noteHint')} control="textarea" rows={3} />
    </>
  );
};

export const StepForm = ({ step, ...props }: Props & { step: LadderStep }) => {
  const { v, action, form } = props;
  const { t } = v;
  const { field } = formWords(form, t);
  return (
    <Form action={action}>
      <Head {...props} />
      <Hidden name="step" value={step} />
      <OnAndNote {...props} />
      {step === 'finalWarning' && <Field {...field('copyTo')} label={t('ladder.copyTo')} hint={t('ladder.copyHint')} control="email" />}
      <Actions t={t} submit={t(`ladder.take.${step}`)} />
    </Form>
  );
};

export const VoteForm = (props: Props) => {
  const { v, action, form } = props;
  const { t } = v;
  const { value, error, field } = formWords(form, t);
  return (
    <Form action={action}>
      <Head {...props} />
      <FieldRow>
        {(['inFavour', 'against', 'abstained'] as const).map((name) => (
          <Field {...field(name)} label={t(`ladder.vote.${name}`)} control="number" required={name !== 'abstained'} />
        ))}
      </FieldRow>
      <Field
        t={t}
        name="ballot"
        label={t('ladder.ballot')}
        control="radios"
        inline
        value={value('ballot') || 'open'}
        error={error('ballot')}
        options={ballots.map((one) => ({ value: one, label: t(`ladder.ballot.${one}`) }))}
      />
      <OnAndNote {...props} />
      <Actions t={t} submit={t('ladder.take.vote')} />
    </Form>
  );
};

export const ConclusionForm = ({ terms, carried, ending, ...props }: Props & { terms: Terms; carried: boolean; ending: Ending | null }) => {
  const { v, action, form } = props;
  const { t } = v;
  const { field } = formWords(form, t);
  return (
    <Form action={action}>
      <Head {...props} />
      <p>{t(carried ? 'ladder.carried' : 'ladder.notCarried')}</p>
      {carried && (
        <Field
          {...field('reasonClass')}
          label={t('organisation.reasonClass')}
          control="select"
          none={t('ladder.choose')}
          options={termOptions(terms, 'organisation.reason', v.languages)}
          required
        />
      )}
      <OnAndNote {...props} />
      {ending && <StaysField v={v} form={form} ending={ending} />}
      <Actions t={t} submit={t(carried ? 'ladder.take.notification' : 'ladder.closeKept')} />
    </Form>
  );
};

export const BackForm = (props: Props) => {
  const { v, action, form } = props;
  const { t } = v;
  const { value, error, field } = formWords(form, t);
  return (
    <Form action={action}>
      <Head {...props} />
      <Field {...field('reason')} label={t('ladder.backReason')} id="f-back-reason" control="text" required />
      <Field
        t={t}
        name="whole"
        label={t('ladder.backHow')}
        control="radios"
        value={value('whole') === 'true' ? 'yes' : 'no'}
        error={error('whole')}
        options={[
          { value: 'no', label: t('ladder.backLast') },
          { value: 'yes', label: t('ladder.backWhole') },
        ]}
      />
      <Actions t={t} submit={t('ladder.takeBack')} />
    </Form>
  );
};

export const StatementForm = (props: Props) => {
  const { v, action, form } = props;
  const { t } = v;
  const { field } = formWords(form, t);
  return (
    <Form action={action}>
      <Head {...props} />
      <Field {...field('text')} label={t('ladder.statement')} control="textarea" rows={5} required />
      <Actions t={t} submit={t('ladder.say')} />
    </Form>
  );
};

/** The plain way out: a day, some words if one likes. */
export const LeavingForm = ({
  kind,
  cancelHref,
  ending,
  ...props
}: Props & { kind: 'resigned' | 'dissolved'; cancelHref: string; ending: Ending }) => {
  const { v, action, form } = props;
  const { t } = v;
  const { value, error, field } = formWords(form, t);
  return (
    <Form action={action}>
      <Head {...props} />
      <Field t={t} name="on" label={t(`departure.on.${kind}`)} control="date" value={value('on') || v.today} error={error('on')} required />
      <Field {...field('words')} label={t(`departure.words.${kind}`)} hint={t(`departure.wordsHint.${kind}`)} control="textarea" rows={4} />
      <StaysField v={v} form={form} ending={ending} />
      <Actions t={t} submit={t(`departure.say.${kind}`)} cancelHref={cancelHref} />
    </Form>
  );
};
