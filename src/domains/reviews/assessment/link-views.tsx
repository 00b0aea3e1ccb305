import { Problems } from '../../../platform/audit/problems.tsx';
import { ReasonForm } from '../../../platform/audit/reason-form.tsx';
import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { Section } from '../../../platform/ui/record/record.tsx';
import { ShortText } from '../recommendations/views.tsx';
import { linkKinds } from './assessment.ts';
import type { LinkOf } from './queries.ts';

/** How this recommendation hangs together with others, in both directions. */
export const LinksPart = ({
  v,
  recommendation,
  links,
  mayManage,
}: {
  v: Visit;
  recommendation: { ref: string; archived_at?: string | null };
  links: readonly LinkOf[];
  mayManage: boolean;
}) => {
  const { t } = v;
  return (
    <Section
      title={t('link.title')}
      id="links"
      actions={mayManage && <a href={`/recommendations/${recommendation.ref}/links`}>{t('link.edit')}</a>}
    >
      {links.length === 0 ? <p class="quiet">{t('link.none')}</p> : <LinkList v={v} recommendation={recommendation} links={links} />}
    </Section>
  );
};

export const LinkList = ({
  v,
  recommendation,
  links,
  removal,
}: {
  v: Visit;
  recommendation: { ref: string };
  links: readonly LinkOf[];
  /** Where links can be removed: the form that came back, if one did. */
  removal?: { form: FormState | undefined } | undefined;
}) => {
  const { t } = v;
  return (
    <ul class="flow">
      {links.map((link) => (
        <li>
          <span>{t(link.inverse ? `link.${link.kind}.inverse` : `link.${link.kind}`)}</span>{' '}
          <a href={`/recommendations/${link.ref}`}>
            <span class="reference">{link.ref}</span> <ShortText v={v} text={link.title} />
          </a>
          {link.other_archived_at && <span class="quiet"> {t('link.archived')}</span>}
          {link.reason && <p class="small quiet">{link.reason}</p>}
          {removal && (
            <ReasonForm
              v={v}
              form={removal.form?.values.link === String(link.id) ? removal.form : undefined}
              action={`/recommendations/${recommendation.ref}/links/removal`}
              fields={{
                link: String(link.id),
                kind: link.kind,
                from: link.inverse ? link.ref : recommendation.ref,
                to: link.inverse ? recommendation.ref : link.ref,
              }}
              deed={t('link.remove')}
              label={t('link.reason')}
              danger
            />
          )}
        </li>
      ))}
    </ul>
  );
};

export const LinkForm = ({ v, form, recommendation }: { v: Visit; form: FormState; recommendation: { ref: string } }) => {
  const { t } = v;
  const { error, value, field } = formWords(form, t);
  return (
    <Form action={`/recommendations/${recommendation.ref}/links`}>
      <Problems v={v} form={form} />
      <FieldRow>
        <Field
          t={t}
          name="kind"
          label={t('link.kind', { ref: recommendation.ref })}
          control="select"
          required
          value={value('kind') || 'dependsOn'}
          error={error('kind')}
          options={linkKinds.map((kind) => ({ value: kind, label: t(`link.${kind}`) }))}
        />
        <Field {...field('to')} label={t('link.to')} hint={t('link.toHint')} control="text" required />
      </FieldRow>
      <Field {...field('why')} label={t('link.why')} hint={t('link.whyHint')} control="textarea" rows={2} />
      <Actions t={t} submit={t('link.add')} cancelHref={`/recommendations/${recommendation.ref}`} />
    </Form>
  );
};
