import { Problems } from '../../../../platform/audit/problems.tsx';
import { formWords } from '../../../../platform/http/form-state.ts';
import type { FormState } from '../../../../platform/http/submit.ts';
import type { Visit } from '../../../../platform/http/visit.ts';
import { Field } from '../../../../platform/ui/form/field.tsx';
import { Actions, Form } from '../../../../platform/ui/form/form.tsx';
import { Section } from '../../../../platform/ui/record/record.tsx';
import { StatusChip } from '../../../../platform/ui/status/status.tsx';
import { adviceLook } from '../application/look.ts';
import type { WholeApplication } from '../staff/queries.ts';
import { type Advice, advices } from './advice.ts';

/** What the region was told and what it said, oldest first. */
export const AdvicePart = ({
  v,
  one,
  given,
  form,
}: {
  v: Visit;
  one: WholeApplication;
  given: readonly { advice: Advice; reason: string; given_on: string; by_name: string; body: string }[];
  form: FormState;
}) => {
  const { t } = v;
  const left = one.allowed === null ? 0 : one.allowed - one.days;
  return (
    <>
      {one.findings && (
        <Section title={t('application.findings')}>
          {one.findings.split(/\n{2,}/).map((paragraph) => (
            <p dir="auto">{paragraph}</p>
          ))}
        </Section>
      )}
      <Section title={t('application.tab.advice')}>
        {one.state === 'advice' && (
          <p class="quiet">{left > 0 ? t('application.adviceDaysLeft', { count: left }) : t('application.adviceWindowOver')}</p>
        )}
        {given.length === 0 && <p class="quiet">{t('application.noAdvice')}</p>}
        {given.map((each) => (
          <article class="flow">
            <p class="row">
              <b>{each.body}</b>
              <StatusChip {...adviceLook[each.advice]} label={t(`application.advice.${each.advice}`)} />
              <span class="quiet small">
                {t.day(each.given_on)}, {each.by_name}
              </span>
            </p>
            <p dir="auto">{each.reason}</p>
          </article>
        ))}
        {one.may_advise && one.state === 'advice' && <AdviceForm v={v} one={one} form={form} />}
      </Section>
    </>
  );
};

const AdviceForm = ({ v, one, form }: { v: Visit; one: WholeApplication; form: FormState }) => {
  const { t } = v;
  const { field } = formWords(form, t);
  return (
    <Form action={`/applications/${one.ref}/advice`} version={one.version}>
      <Problems v={v} form={form} />
      <Field
        {...field('advice')}
        label={t('application.yourAdvice', { body: one.body_ref ?? '' })}
        control="radios"
        required
        options={advices.map((advice) => ({ value: advice, label: t(`application.advice.${advice}`) }))}
      />
      <Field
        {...field('text')}
        label={t('application.adviceReason')}
        hint={t('application.adviceReasonHint')}
        control="textarea"
        required
      />
      <Actions t={t} submit={t('application.giveAdvice')} />
    </Form>
  );
};
