import type { FormState } from '../http/submit.ts';
import type { T } from '../i18n/catalogue.ts';
import {
  Actions,
  EmptyState,
  ErrorSummary,
  Field,
  Form,
  Pager,
  type PagerProps,
  PageTitle,
  Section,
  StatusChip,
  Table,
} from '../ui/index.ts';
import type { ContextField, Importer } from './importer.ts';
import type { Listed } from './queries.ts';
import type { Counts } from './tables.ts';
import { choiceText, problemText, stateTone } from './words.ts';

/** What one may bring in, and what was brought in so far. */
export const ImportsPage = (props: {
  t: T;
  kinds: readonly Importer[];
  runs: readonly Listed[];
  kindName: (kind: string) => string;
  pager: Omit<PagerProps, 't'>;
  zone: string;
}) => {
  const { t, kinds, runs, kindName, pager, zone } = props;
  return (
    <article class="flow">
      <PageTitle title={t('imports.title')} lead={t('imports.lead')} />
      <Section title={t('imports.kinds')}>
        <Kinds t={t} kinds={kinds} />
      </Section>
      <Section title={t('imports.runs')}>
        {runs.length === 0 ? (
          <EmptyState title={t('imports.noRuns')} text={t('imports.noRunsHint')} />
        ) : (
          <>
            <Table
              caption={t('imports.runs')}
              captionHidden
              columns={[
                { label: t('imports.source') },
                { label: t('imports.kind') },
                { label: t('imports.state') },
                { label: t('imports.outcome') },
                { label: t('imports.startedBy') },
                { label: t('imports.when') },
              ]}
              rows={runs.map((run) => [
                <a href={`/imports/${run.id}`} dir="auto">
                  {run.source_name}
                </a>,
                kindName(run.kind),
                <StatusChip tone={stateTone[run.state]} label={t(`imports.state.${run.state}`)} />,
                countsText(t, run.counts),
                run.actor_name,
                <time datetime={run.created_at}>{t.time(run.created_at, zone)}</time>,
              ])}
            />
            <Pager t={t} {...pager} />
          </>
        )}
      </Section>
    </article>
  );
};

export const countsText = (t: T, counts: Counts): string =>
  t.list(Object.entries(counts).map(([what, count]) => t('imports.countOf', { what: t(`imports.outcome.${what}`), count: count ?? 0 })));

const Kinds = ({ t, kinds }: { t: T; kinds: readonly Importer[] }) => (
  <dl class="facts facts-wide">
    {kinds.map((kind) => (
      <div>
        <dt>
          <a href={`/imports/new?kind=${encodeURIComponent(kind.kind)}`}>{t(kind.title)}</a>
        </dt>
        <dd>{t(kind.hint)}</dd>
      </div>
    ))}
  </dl>
);

export const ChooseKindPage = ({ t, kinds }: { t: T; kinds: readonly Importer[] }) => (
  <article class="flow">
    <PageTitle title={t('imports.new')} lead={t('imports.chooseKind')} />
    <Kinds t={t} kinds={kinds} />
  </article>
);

export interface ContextChoice {
  field: ContextField;
  options: readonly (readonly [string, string])[] | undefined;
}

export const NewImportPage = (props: { t: T; importer: Importer; context: readonly ContextChoice[]; form: FormState; limit: number }) => {
  const { t, importer, context, form, limit } = props;
  const given = (form.values.context ?? {}) as Record<string, string>;
  const errorOf = (...path: readonly string[]) => {
    const problem = form.problems.find((one) => one.path.join('.') === path.join('.'));
    if (!problem) return undefined;
    const reason = t(problem.key, problem.values);
    return path[0] === 'file' && form.values.fileName ? `${form.values.fileName}: ${reason}` : reason;
  };
  const errors = form.problems.map((problem) => ({
    name: problem.path.join('.'),
    message: (problem.path[0] === 'file' && errorOf('file')) || problemText(t, importer, withoutGroup(problem)),
  }));
  return (
    <article class="flow">
      <PageTitle title={t(importer.title)} lead={t(importer.hint)} />
      <ErrorSummary t={t} errors={errors} />
      <Form action="/imports" files>
        <Field t={t} control="hidden" name="kind" label="" value={importer.kind} />
        {context.map(({ field, options }) =>
          options ? (
            <Field
              t={t}
              control="select"
              name={`context.${field.key}`}
              label={t(field.label)}
              required={field.required}
              value={given[field.key] ?? field.usual}
              {...(field.usual === undefined ? { none: t('imports.choose') } : {})}
              options={options.map(([value, label]) => ({
                value,
                label: field.words ? choiceText(t, importer, field.key, value) : label.includes(value) ? label : `${label} (${value})`,
              }))}
              error={errorOf('context', field.key)}
              hint={options.length === 0 && field.addAt && <a href={field.addAt}>{t('imports.addFirst')}</a>}
            />
          ) : (
            <Field
              t={t}
              control="text"
              name={`context.${field.key}`}
              label={t(field.label)}
              required={field.required}
              value={given[field.key]}
              error={errorOf('context', field.key)}
            />
          ),
        )}
        <Field
          t={t}
          control="file"
          name="file"
          label={t('imports.file')}
          hint={t('imports.fileHint', { limit })}
          accept={accepted}
          error={errorOf('file')}
        />
        <Field
          t={t}
          control="textarea"
          name="text"
          label={t('imports.pasted')}
          hint={t('imports.pastedHint')}
          rows={10}
          value={String(form.values.text ?? '')}
          error={errorOf('text')}
        />
        <Columns t={t} importer={importer} />
        <Actions t={t} submit={t('imports.read')} cancelHref="/imports" />
      </Form>
    </article>
  );
};

const withoutGroup = (problem: FormState['problems'][number]) =>
  problem.path[0] === 'context' ? { ...problem, path: problem.path.slice(1) } : problem;

const accepted = '.docx,.xlsx,.csv,.tsv,.txt,.md,.html,.pdf,.json';

/** Says before anything is sent which headings are understood. */
const Columns = ({ t, importer }: { t: T; importer: Importer }) => (
  <details class="disclosure">
    <summary>{t('imports.columnsUnderstood')}</summary>
    <ul>
      {importer.columns.map((column) => (
        <li>
          {t(column.label)} {column.required && <span class="quiet">{t('ui.required')}</span>}
        </li>
      ))}
    </ul>
  </details>
);
