import type { Child } from 'hono/jsx';
import { ConflictNotice, versionOf } from '../../../platform/audit/conflict-notice.tsx';
import { Problems } from '../../../platform/audit/problems.tsx';
import { ReasonForm } from '../../../platform/audit/reason-form.tsx';
import { formWords, type RecordForm, textsControl } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonForm, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import type { WholeReport } from './queries.ts';

/** The facts of a report, new or known. */
export const FactsForm = ({
  v,
  form,
  action,
  cancelHref,
  submit,
  version,
  choices,
}: RecordForm & {
  choices: { reviews?: readonly { ref: string; title: Texts }[]; bodies: readonly { ref: string; name: Texts }[] };
}) => {
  const { t } = v;
  const { error, field } = formWords(form, t);
  return (
    <Form action={action} version={version}>
      <Problems v={v} form={form} />
      {choices.reviews && (
        <Field
          {...field('review')}
          label={t('report.review')}
          control="select"
          required
          options={choices.reviews.map((one) => ({ value: one.ref, label: `${one.ref} · ${textIn(one.title, v.languages).text}` }))}
        />
      )}
      <FieldRow>
        <Field {...field('from')} label={t('report.from')} control="date" />
        <Field {...field('to')} label={t('report.to')} hint={choices.reviews && t('report.periodHint')} control="date" />
        <Field {...field('dueOn')} label={t('report.dueOn')} control="date" />
      </FieldRow>
      <FieldRow>
        <Field
          {...field('body')}
          label={t('report.body')}
          control="select"
          none={t('report.noBody')}
          options={choices.bodies.map((body) => ({ value: body.ref, label: `${body.ref} · ${textIn(body.name, v.languages).text}` }))}
        />
        <Field {...field('author')} label={t('report.author')} hint={choices.reviews && t('report.authorHint')} control="text" />
      </FieldRow>
      <Field
        t={t}
        name="title"
        label={t('report.title')}
        hint={choices.reviews && t('report.titleHint')}
        error={error('title')}
        {...textsControl(form.values.title, v.language, 1)}
      />
      <Actions t={t} submit={submit} cancelHref={cancelHref} />
    </Form>
  );
};

/** What this reader may do with the report as it stands; `at` names the deed whose form came back. */
export const Deeds = ({ v, report, form, at }: { v: Visit; report: WholeReport; form: FormState; at?: string | undefined }) => {
  const { t } = v;
  const base = `/reports/${report.ref}`;
  const decide = (deed: 'approval' | 'submission' | 'acknowledgement', label: string, hint: string) => (
    <Disclosure summary={label} open={at === deed}>
      <DecisionForm
        v={v}
        form={at === deed ? form : undefined}
        deed={deed}
        action={`${base}/${deed}`}
        version={report.version}
        label={label}
        hint={hint}
      />
    </Disclosure>
  );
  const deeds: Child[] = [
    report.state === 'drafting' && report.may_write && (
      <ButtonForm action={`${base}/review`} version={report.version} primary>
        {t('report.sendToReview')}
      </ButtonForm>
    ),
    report.state === 'inReview' && report.may_approve && decide('approval', t('report.approve'), t('report.approveHint')),
    report.state === 'approved' && report.may_submit && decide('submission', t('report.submit'), t('report.submitHint')),
    (report.state === 'inReview' || report.state === 'approved') && report.may_review && (
      <ReasonForm
        v={v}
        form={at === 'return' ? form : undefined}
        action={`${base}/return`}
        version={report.version}
        deed={t('report.return')}
        label={t('report.reason')}
      />
    ),
    report.state === 'submitted' && report.may_oversee && decide('acknowledgement', t('report.acknowledge'), t('report.acknowledgeHint')),
    report.state === 'drafting' && report.may_write && (
      <ReasonForm
        v={v}
        form={at === 'archive' ? form : undefined}
        action={`${base}/archive`}
        version={report.version}
        deed={t('report.archive')}
        label={t('report.reason')}
        danger
      />
    ),
  ].filter(Boolean);
  if (deeds.length === 0) return null;
  return (
    <section class="flow no-print" aria-label={t('report.deeds')}>
      {at === 'review' && <ConflictNotice v={v} form={form} />}
      {deeds}
    </section>
  );
};

const DecisionForm = ({
  v,
  form,
  deed,
  action,
  version,
  label,
  hint,
}: {
  v: Visit;
  form: FormState | undefined;
  deed: string;
  action: string;
  version: number;
  label: string;
  hint: string;
}) => {
  const { t } = v;
  const { error, value, field } = formWords(form ?? { values: {}, problems: [] }, t);
  return (
    <Form action={action} version={form ? versionOf(form, version) : version}>
      <Problems v={v} form={form} />
      <p class="small quiet">{hint}</p>
      <FieldRow>
        {deed !== 'submission' && (
          <Field
            t={t}
            id={`${deed}-on`}
            name="on"
            label={t('report.decidedOn')}
            control="date"
            value={value('on') || v.today}
            error={error('on')}
          />
        )}
        <Field {...field('link')} id={`${deed}-link`} label={t('report.link')} control="url" />
      </FieldRow>
      <Field {...field('note')} id={`${deed}-note`} label={t('report.note')} control="textarea" rows={2} />
      <Actions t={t} submit={label} />
    </Form>
  );
};
