import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { type Terms, termIn, termOptions } from '../../../platform/terms/terms.ts';
import { Field, type Option } from '../../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, FieldRow, FieldSet, Form, fieldId, Hidden } from '../../../platform/ui/form/form.tsx';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { Mark } from '../../../platform/ui/status/status.tsx';
import { Region } from '../../../platform/ui/table/table.tsx';
import { ShortText } from '../recommendations/views.tsx';
import { merge, readRowField } from './edit.ts';
import type { Item, WholeBatch } from './queries.ts';
import { priorities, type Said, said, saidColumns, saidNames, type Values } from './triage.ts';

export interface GridProps {
  v: Visit;
  batch: WholeBatch;
  items: readonly Item[];
  terms: Terms;
  form: FormState;
  /** Which rows were asked to be ticked, beside those that are. */
  tick: 'all' | 'open' | undefined;
}

/** Every item of a batch in one form: each row by itself, and the same value into many ticked rows. */
export const Grid = (props: GridProps) => {
  const { v, batch, items, form } = props;
  const { t } = v;
  const rows = rowsOf(items, form);
  const problems = problemsOf(form, rows);
  const errors = [...problems].map(([name, problem]) => ({ name, message: t(problem.key, problem.values) }));
  const error = (name: string) => errors.find((one) => one.name === name)?.message;
  const typed = (form.values.fill ?? {}) as Record<string, unknown>;
  const action = `/triage/${encodeURIComponent(batch.ref)}/items`;
  return (
    <Form action={action} label={t('triage.grid')} printable>
      {/* Enter in a field saves: without this it would press the first button below. */}
      <button type="submit" class="vh" tabindex={-1}>
        {t('triage.save')}
      </button>
      <ErrorSummary t={t} errors={errors} />
      <Clashes v={v} form={form} terms={props.terms} />
      <FieldSet legend={t('triage.fill')} hint={t('triage.fillHint')}>
        <FieldRow>
          {saidNames.map((name) =>
            name === 'rationale' ? (
              <Field
                t={t}
                control="text"
                name={`fill.${name}`}
                label={t(`triage.${name}`)}
                value={textOf(typed[name])}
                error={error(`fill.${name}`)}
              />
            ) : (
              <Field
                t={t}
                control="select"
                name={`fill.${name}`}
                label={t(`triage.${name}`)}
                none={t('triage.leave')}
                options={optionsOf(props, name)}
                value={textOf(typed[name])}
                error={error(`fill.${name}`)}
              />
            ),
          )}
        </FieldRow>
        {error('fill.recommendations') && (
          <p class="error" id={fieldId('fill.recommendations')}>
            {error('fill.recommendations')}
          </p>
        )}
        <p class="small row">
          <button type="submit" class="button" name="tick" value="all" formaction={`${action}#grid`} data-ticks="tr">
            {t('triage.tickAll')}
          </button>
          <button
            type="submit"
            class="button"
            name="tick"
            value="open"
            formaction={`${action}#grid`}
            data-ticks='tr:has([name$=".priority"] [value=""]:checked)'
          >
            {t('triage.tickOpen')}
          </button>
        </p>
      </FieldSet>
      <Region label={t('triage.grid')}>
        <table class="table stack fields" id="grid">
          <caption class="vh">{t('triage.grid')}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span class="vh">{t('triage.tickColumn')}</span>
              </th>
              <th scope="col">{t('triage.recommendation')}</th>
              {saidNames.map((name) => (
                <th scope="col">{t(`triage.${name}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <Row {...props} row={row} at={at} error={error} />
            ))}
          </tbody>
        </table>
      </Region>
      <Actions t={t} submit={t('triage.save')} />
    </Form>
  );
};

interface GridRow {
  item: Item;
  /** What the controls show: typed where the form came back, stored otherwise. */
  values: Values;
  version: number;
  ticked: boolean | undefined;
}

const Row = ({ row, at, error, ...props }: GridProps & { row: GridRow; at: number; error: (name: string) => string | undefined }) => {
  const { v } = props;
  const { t } = v;
  const { item } = row;
  const name = (field: string) => `items[${at}].${field}`;
  return (
    <tr id={item.ref}>
      <td class="tick">
        <input
          type="checkbox"
          name="fill.recommendations"
          value={item.ref}
          checked={row.ticked || props.tick === 'all' || (props.tick === 'open' && row.values.priority === null)}
          aria-label={t('triage.tick', { ref: item.ref })}
        />
        <Hidden name={name('recommendation')} value={item.ref} />
        <Hidden name={name('version')} value={String(row.version)} />
      </td>
      <th scope="row">
        <a href={`/recommendations/${item.ref}`}>
          <span class="reference">{item.number}</span> <ShortText v={v} text={item.title} />
        </a>
      </th>
      {saidNames.map((field) => {
        const problem = error(name(field));
        const common = {
          class: 'control',
          id: fieldId(name(field)),
          name: name(field),
          'aria-label': t('triage.fieldOf', { field: t(`triage.${field}`), ref: item.ref }),
          'aria-invalid': problem ? ('true' as const) : undefined,
          'aria-describedby': problem ? `${fieldId(name(field))}-error` : undefined,
        };
        const value = row.values[said[field]];
        return (
          <td data-label={t(`triage.${field}`)} class={field === 'priority' ? 'short' : undefined}>
            <div>
              {field === 'rationale' ? (
                <textarea {...common} rows={2} dir="auto">
                  {value ?? ''}
                </textarea>
              ) : (
                <select {...common}>
                  <option value="">{t('triage.nothingSaid')}</option>
                  {withPresent(optionsOf(props, field), value).map((option) => (
                    <option value={option.value} selected={option.value === value}>
                      {option.label}
                    </option>
                  ))}
                </select>
              )}
              {problem && (
                <p class="error" id={`${fieldId(name(field))}-error`}>
                  {problem}
                </p>
              )}
              <Difference {...props} item={item} field={field} />
            </div>
          </td>
        );
      })}
    </tr>
  );
};

/** What staff had proposed, where the body says something else. */
export const Difference = ({ v, terms, item, field }: Pick<GridProps, 'v' | 'terms'> & { item: Item; field: Said }) => {
  if (!differs(item, said[field])) return null;
  return (
    <p class="small">
      <Mark tone="attention">{v.t('triage.differs')}</Mark>{' '}
      {v.t('triage.proposedWas', { value: wordOf(v, terms, field, item.proposal?.[said[field]] ?? null) })}
    </p>
  );
};

export const differs = (item: Item, column: keyof Values): boolean => item.proposal !== null && item.proposal[column] !== item[column];

export const isChanged = (item: Item): boolean => saidColumns.some((column) => differs(item, column));

/** A value as the reader sees it: the community's word for a class, the level, the text itself. */
export const wordOf = (v: Visit, terms: Terms, field: Said, value: string | null): string => {
  if (value === null) return v.t('triage.nothingSaid');
  if (field === 'ownerClass') return termIn(terms, 'owner', value, v.languages);
  return field === 'coordinationClass' ? termIn(terms, 'coordination', value, v.languages) : value;
};

/** What can be chosen for a field, in the reader's words. */
export const optionsOf = ({ v, terms }: Pick<GridProps, 'v' | 'terms'>, field: Exclude<Said, 'rationale'>): Option[] =>
  field === 'priority'
    ? priorities.map((level) => ({ value: level, label: level }))
    : termOptions(terms, field === 'ownerClass' ? 'owner' : 'coordination', v.languages);

/** A stored class that the community has dropped stays a choice, or saving would silently empty it. */
const withPresent = (options: readonly Option[], value: string | null): readonly Option[] =>
  value === null || options.some((option) => option.value === value) ? options : [...options, { value, label: value }];

/** Who changed what in rows that both edited; the rows keep what the reader typed, and saving again decides. */
const Clashes = ({ v, form, terms }: Pick<GridProps, 'v' | 'form' | 'terms'>) => {
  const { refusal } = form;
  if (refusal?.kind !== 'conflict') return null;
  const word = (column: string, value: unknown) =>
    wordOf(v, terms, saidNames.find((name) => said[name] === column) ?? 'rationale', typeof value === 'string' ? value : null);
  return (
    <Notice t={v.t} tone="attention" text={v.t(refusal.key, refusal.values)}>
      {refusal.changes.length > 0 && (
        <ul>
          {refusal.changes.flatMap((change) => {
            const { recommendation, column } = readRowField(change.field);
            const name = saidNames.find((one) => said[one] === column);
            return name ? (
              <li>
                <a href={`#${recommendation}`}>{recommendation}</a>, {v.t(`triage.${name}`)}: <del>{word(column, change.before)}</del> →{' '}
                <ins>{word(column, change.after)}</ins> (<b>{change.who}</b>, {v.t.time(new Date(change.at).toISOString(), 'UTC')})
              </li>
            ) : (
              []
            );
          })}
        </ul>
      )}
    </Notice>
  );
};

/** The rows as they are shown. A row in which both wrote carries the new version, so that saving it again is a decision; what only the others changed in it is shown as theirs. */
const rowsOf = (items: readonly Item[], form: FormState): GridRow[] => {
  const sent = sentItems(form);
  const fill = (form.values.fill ?? {}) as { recommendations?: unknown };
  const ticked = form.values.fill === undefined ? undefined : new Set([fill.recommendations ?? []].flat().map(String));
  return items.map((item) => {
    const row = sent.find((one) => one.recommendation === item.ref);
    const ticks = ticked?.has(item.ref);
    if (!row) return { item, values: item, version: item.version, ticked: ticks };
    const typed = Object.fromEntries(
      saidNames.map((name) => [said[name], textOf(row[name]).replaceAll('\r\n', '\n').trim() || null]),
    ) as unknown as Values;
    const meanwhile = (form.refusal?.changes ?? []).flatMap((change) => {
      const { recommendation, column } = readRowField(change.field);
      return recommendation === item.ref ? [{ field: column, before: change.before }] : [];
    });
    if (meanwhile.length === 0) return { item, values: typed, version: Number(row.version) || item.version, ticked: ticks };
    return { item, values: { ...item, ...merge(item, typed, meanwhile).changed }, version: item.version, ticked: ticks };
  });
};

const sentItems = (form: FormState): Record<string, unknown>[] =>
  Array.isArray(form.values.items) ? (form.values.items as Record<string, unknown>[]) : [];

/** What is wrong, by the name of the control as it stands on this page. */
const problemsOf = (form: FormState, rows: readonly GridRow[]) => {
  const sent = sentItems(form);
  return new Map(
    form.problems.map((problem) => {
      const [part, at, field] = problem.path;
      const row = part === 'items' ? rows.findIndex(({ item }) => item.ref === sent[Number(at)]?.recommendation) : -1;
      return [part === 'items' ? `items[${row}].${field ?? 'recommendation'}` : problem.path.join('.'), problem];
    }),
  );
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
