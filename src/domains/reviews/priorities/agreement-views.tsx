import { Problems } from '../../../platform/audit/problems.tsx';
import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { Facts, Section } from '../../../platform/ui/record/record.tsx';
import { levels, mediansOf, quadrantOf, type Spread, suggestedLevel } from './priority.ts';
import type { Priority } from './queries.ts';
import { LevelChip } from './views.tsx';

/** The agreed level on the page of a recommendation. */
export const PriorityPart = ({
  v,
  recommendation,
  priority,
}: {
  v: Visit;
  recommendation: { ref: string; archived_at?: string | null };
  priority: Priority;
}) => {
  const { t } = v;
  return (
    <Section
      title={t('priority.title')}
      id="priority"
      actions={
        priority.may_agree && !recommendation.archived_at ? (
          <a href={`/recommendations/${recommendation.ref}/priority`}>{t(priority.level ? 'priority.changeAgreed' : 'priority.agree')}</a>
        ) : (
          priority.level && <a href={`/recommendations/${recommendation.ref}/priority`}>{t('priority.more')}</a>
        )
      }
    >
      <Agreed v={v} priority={priority} />
    </Section>
  );
};

export const Agreed = ({ v, priority }: { v: Visit; priority: Priority }) => {
  const { t } = v;
  if (!priority.level) return <p class="quiet">{t('priority.noneYet')}</p>;
  return (
    <>
      <p class="row">
        <LevelChip v={v} level={priority.level} />
        <span>{t(`priority.quadrant.${quadrantOf({ urgent: Boolean(priority.urgent), important: Boolean(priority.important) })}`)}</span>
      </p>
      <p>{priority.rationale}</p>
      <Facts
        inline
        facts={[
          {
            label: t('priority.agreedOn'),
            value: priority.agreed_on && <time datetime={priority.agreed_on}>{t.day(priority.agreed_on)}</time>,
          },
          { label: t('priority.agreedBy'), value: priority.agreed_by },
          {
            label: t('priority.decision'),
            value: priority.decided_link && <a href={priority.decided_link}>{t('priority.decisionLink')}</a>,
          },
        ]}
      />
    </>
  );
};

/** What the medians of a round suggest, said as a suggestion. */
export const Suggestion = ({ v, spread }: { v: Visit; spread: Spread }) => {
  const { t } = v;
  const medians = mediansOf(spread);
  return (
    <p class="quiet">
      {t('priority.suggestion', {
        level: t(`priority.${suggestedLevel(medians)}`),
        urgency: t.number(medians.urgency),
        importance: t.number(medians.importance),
      })}
    </p>
  );
};

export const AgreementForm = ({
  v,
  form,
  recommendation,
  version,
  known,
}: {
  v: Visit;
  form: FormState;
  recommendation: { ref: string };
  version: number;
  known: boolean;
}) => {
  const { t } = v;
  const { field } = formWords(form, t);
  const yesNo = (name: 'urgent' | 'important') => (
    <Field
      {...field(name)}
      label={t(`priority.${name}`)}
      control="radios"
      inline
      required
      options={[
        { value: 'true', label: t('priority.yes') },
        { value: 'false', label: t('priority.no') },
      ]}
    />
  );
  return (
    <Form action={`/recommendations/${recommendation.ref}/priority`} version={version}>
      <Problems v={v} form={form} />
      <Field
        {...field('level')}
        label={t('priority.level')}
        hint={t('priority.levelHint')}
        control="radios"
        required
        options={levels.map((level) => ({ value: level, label: t(`priority.${level}`) }))}
      />
      <FieldRow>
        {yesNo('urgent')}
        {yesNo('important')}
      </FieldRow>
      <Field {...field('rationale')} label={t('priority.rationale')} hint={t('priority.rationaleHint')} control="textarea" required />
      <FieldRow>
        <Field {...field('on')} label={t('priority.agreedOn')} control="date" required />
        <Field {...field('link')} label={t('priority.decision')} hint={t('priority.decisionHint')} control="url" />
      </FieldRow>
      {known && <Field {...field('reason')} label={t('priority.reason')} hint={t('priority.reasonHint')} control="text" required />}
      <Actions t={t} submit={t(known ? 'priority.changeAgreed' : 'priority.agree')} cancelHref={`/recommendations/${recommendation.ref}`} />
    </Form>
  );
};
