import { Problems } from '../../../platform/audit/problems.tsx';
import { formWords, textsControl } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { directionOf } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { Meter } from '../../../platform/ui/figures/figures.tsx';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldSet, Form } from '../../../platform/ui/form/form.tsx';
import { SideBySide } from '../../../platform/ui/prose/prose.tsx';
import { Section } from '../../../platform/ui/record/record.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { LongText, ShortText } from '../recommendations/views.tsx';
import { filled, supports, type Template, templateFields } from './assessment.ts';
import type { Feasibility, templatesOnReview } from './queries.ts';

/** How much of the feasibility template is filled, with the way to it; stands on the page of a recommendation. */
export const FeasibilityMeter = ({
  v,
  recommendation,
  feasibility,
}: {
  v: Visit;
  recommendation: { ref: string; archived_at?: string | null };
  feasibility: Feasibility;
}) => {
  const { t } = v;
  const count = filled(feasibility as Partial<Template>);
  const href = `/recommendations/${recommendation.ref}/feasibility`;
  const fills = feasibility.may_fill && !recommendation.archived_at;
  return (
    <Section
      title={t('assessment.title')}
      id="feasibility"
      actions={
        <>
          {count > 0 && <a href={href}>{t('assessment.read')}</a>}
          {fills && <a href={`${href}/edit`}>{t(count > 0 ? 'assessment.edit' : 'assessment.begin')}</a>}
        </>
      }
    >
      <p>
        <Meter t={t} value={count} of={templateFields.length} label={t('assessment.filled')} />
      </p>
    </Section>
  );
};

/** The whole template to read and to print; fields that say nothing are named at the end. */
export const TemplateView = ({
  v,
  recommendation,
  feasibility,
}: {
  v: Visit;
  recommendation: { text: Texts | null };
  feasibility: Feasibility;
}) => {
  const { t } = v;
  const values = feasibility as Partial<Template>;
  const empty = templateFields.filter(({ column }) => values[column] == null);
  return (
    <>
      <p>
        <Meter t={t} value={filled(values)} of={templateFields.length} label={t('assessment.filled')} />
      </p>
      {recommendation.text && feasibility.alternative && (
        <SideBySide
          level={2}
          start={side(v, t('assessment.original'), recommendation.text)}
          end={side(v, t('assessment.field.alternative'), feasibility.alternative)}
        />
      )}
      {templateFields
        .filter(({ column }) => values[column] != null)
        .map(({ key, column, kind }) => (
          <Section title={t(`assessment.field.${key}`)}>
            {kind === 'texts' ? (
              <LongText v={v} text={values[column] as Texts} />
            ) : (
              <p>{kind === 'choice' ? t(`assessment.support.${values[column]}`) : String(values[column])}</p>
            )}
          </Section>
        ))}
      {empty.length > 0 && (
        <p class="quiet">{t('assessment.stillEmpty', { fields: t.list(empty.map(({ key }) => t(`assessment.field.${key}`))) })}</p>
      )}
    </>
  );
};

/** One side of a comparison, in the best language for the reader. */
export const side = (v: Visit, title: string, text: Texts, note?: string) => {
  const shown = textIn(text, v.languages);
  return {
    title,
    lang: shown.language,
    dir: directionOf(shown.language),
    ...(note ? { note } : {}),
    children: shown.text.split(/\n{2,}/).map((paragraph) => <p>{paragraph}</p>),
  };
};

/** Fields in the groups in which a working party goes through them. */
const groups = [
  { key: 'matter', fields: ['issueIdentified', 'support', 'reasoning', 'alternative'] },
  { key: 'comments', fields: ['prioritisation', 'workingPartyComments', 'committeeComments'] },
  { key: 'doing', fields: ['dependencies', 'implementer', 'resources', 'budgetEffects', 'timeline', 'steps'] },
] as const;

export const TemplateForm = ({
  v,
  form,
  recommendation,
  version,
}: {
  v: Visit;
  form: FormState;
  recommendation: { ref: string };
  version: number;
}) => {
  const { t } = v;
  const { error, value } = formWords(form, t);
  const field = (key: (typeof templateFields)[number]['key']) => {
    const { kind } = templateFields.find((one) => one.key === key) ?? { kind: 'line' };
    const common = { t, name: key, label: t(`assessment.field.${key}`), hint: t(`assessment.hint.${key}`), error: error(key) };
    if (kind === 'texts') return <Field {...common} {...textsControl(form.values[key], v.language)} />;
    if (kind === 'choice')
      return (
        <Field
          {...common}
          control="select"
          none={t('assessment.notSaid')}
          value={value(key)}
          options={supports.map((support) => ({ value: support, label: t(`assessment.support.${support}`) }))}
        />
      );
    return <Field {...common} control="textarea" rows={2} value={value(key)} />;
  };
  return (
    <Form action={`/recommendations/${recommendation.ref}/feasibility`} version={version}>
      <Problems v={v} form={form} />
      {groups.map((group) => (
        <FieldSet legend={t(`assessment.group.${group.key}`)}>{group.fields.map(field)}</FieldSet>
      ))}
      <Actions t={t} submit={t('assessment.save')} cancelHref={`/recommendations/${recommendation.ref}/feasibility`} />
    </Form>
  );
};

export const TemplatesTable = ({ v, templates }: { v: Visit; templates: Awaited<ReturnType<typeof templatesOnReview>> }) => {
  const { t } = v;
  return (
    <Table
      caption={t('assessment.all')}
      captionHidden
      columns={[
        { label: t('assessment.recommendation') },
        { label: t('assessment.filled') },
        { label: t('assessment.field.support') },
        { label: t('assessment.field.implementer') },
        { label: t('assessment.field.timeline') },
      ]}
      rows={templates.map((one) => {
        const count = filled(one as Partial<Template>);
        return [
          <a href={`/recommendations/${one.ref}/feasibility${count === 0 && one.may_fill ? '/edit' : ''}`}>
            <span class="reference">{one.ref}</span> <ShortText v={v} text={one.title} />
          </a>,
          <Meter t={t} value={count} of={templateFields.length} />,
          one.support && t(`assessment.support.${one.support}`),
          one.implementer,
          one.timeline,
        ];
      })}
    />
  );
};
