import type { Child } from 'hono/jsx';
import type { T } from '../i18n/catalogue.ts';
import { Actions, ButtonForm, Field, Form, Hidden, Section, Table } from '../ui/index.ts';
import type { Importer } from './importer.ts';
import { newRecord } from './may-be.ts';
import type { Filter, Line, Run } from './queries.ts';
import type { Counts } from './tables.ts';
import { shortened } from './words.ts';

/** Texts of one kind that name nothing known, with the records that could be meant. */
export interface KindOfUnknown {
  kind: string;
  text: string;
  lines: number;
  first: number;
  options: readonly { value: string; label: string }[];
  /** Learned, it may also be shown to readers, and this reader may decide so. */
  mayShow: boolean;
}

/** Asks which record an unknown name means; what is answered is remembered. */
export const NamesForm = ({ t, run, unknown }: { t: T; run: Run; unknown: readonly KindOfUnknown[] }) => (
  <Section title={t('imports.names')} note={t('imports.namesHint')}>
    <Form action={`/imports/${run.id}/names`} guard={false}>
      {unknown.map((one, at) => (
        <>
          <Hidden name={`names[${at}].kind`} value={one.kind} />
          <Hidden name={`names[${at}].text`} value={one.text} />
          <Field
            t={t}
            control="select"
            name={`names[${at}].ref`}
            label={`“${one.text}”`}
            hint={t('imports.namesWhere', { count: one.lines, first: one.first })}
            none={t('imports.unknownStays')}
            options={one.options}
          />
          {one.mayShow && <Field t={t} control="checkbox" name={`names[${at}].shown`} label={t('imports.showName')} checked={false} />}
        </>
      ))}
      <Actions t={t} submit={t('imports.remember')} />
    </Form>
  </Section>
);

/** Lines that would change something. */
const newIn = (counts: Counts): number => (counts.new ?? 0) + (counts.changed ?? 0) + (counts.waiting ?? 0);

/** Lines that would go in. */
const goodIn = (counts: Counts): number => newIn(counts) + (counts.unchanged ?? 0);

/** Which of our columns each heading is. Open where something is missing, where much is left out, or where nothing would go in as it is. */
export const ColumnsForm = (props: { t: T; run: Run; importer: Importer; counts: Counts; lines: readonly Line[] }) => {
  const { t, run, importer, counts, lines } = props;
  const missing = importer.columns.some((column) => column.required && !run.mapping.columns.some((one) => one.column === column.key));
  const left = run.mapping.columns.filter((one) => !one.column).map((one) => one.heading);
  const unclear = missing || goodIn(counts) === 0 || left.length * 2 > run.mapping.columns.length;
  const example = (heading: string) => lines.map(({ cells }) => cells[heading]).find(Boolean);
  const options = importer.columns.map((column) => ({ value: column.key, label: t(column.label) }));
  return (
    <details class="disclosure" open={unclear}>
      <summary>
        {t('imports.columns')}
        {left.length > 0 && <span class="quiet small"> · {t('imports.headingsLeft', { headings: named(left) })}</span>}
      </summary>
      <p class="hint">{t('imports.columnsHint')}</p>
      <Form action={`/imports/${run.id}/columns`} guard={false}>
        <Table
          caption={t('imports.columns')}
          captionHidden
          columns={[{ label: t('imports.heading') }, { label: t('imports.example') }, { label: t('imports.column') }]}
          rows={run.mapping.columns.map(({ heading, column }, at) => [
            <span dir="auto">{heading}</span>,
            <span class="quiet" dir="auto">
              {shortened(example(heading) ?? '', 60)}
            </span>,
            <>
              <Hidden name={`columns[${at}].heading`} value={heading} />
              <select class="control" name={`columns[${at}].column`} aria-label={t('imports.columnFor', { heading })}>
                <option value="">{t('imports.leftOut')}</option>
                {options.map((option) => (
                  <option value={option.value} selected={option.value === column}>
                    {option.label}
                  </option>
                ))}
              </select>
            </>,
          ])}
        />
        <Actions t={t} submit={t('imports.applyColumns')} />
      </Form>
    </details>
  );
};

const named = (headings: readonly string[]): string =>
  `${headings
    .slice(0, 5)
    .map((heading) => `“${heading}”`)
    .join(', ')}${headings.length > 5 ? ' …' : ''}`;

/** The lines with their ticks, and the import itself: what is unticked on this page goes with either button. */
export const LinesForm = (props: { t: T; run: Run; counts: Counts; shown: readonly number[]; filter: Filter; children?: Child }) => {
  const { t, run, counts, shown, filter, children } = props;
  const good = goodIn(counts);
  const bad = (counts.notUnderstood ?? 0) + (counts.refused ?? 0);
  return (
    <Form action={`/imports/${run.id}/run`} guard={false} label={t('imports.lines')}>
      <Hidden name="shown" value={shown.join(',')} />
      <Hidden name="show" value={filter} />
      {children}
      {newIn(counts) > 0 ? (
        <ImportGood t={t} run={run} good={good} bad={bad} />
      ) : (
        <NothingGood t={t} tickable={shown.length > 0} known={good > 0 && !counts.left} />
      )}
    </Form>
  );
};

const ImportGood = ({ t, run, good, bad }: { t: T; run: Run; good: number; bad: number }) => (
  <>
    <Field
      t={t}
      control="radios"
      name="oneForAll"
      label={t('imports.mode')}
      value={run.one_for_all ? 'true' : 'false'}
      options={[
        { value: 'false', label: t('imports.mode.good'), hint: bad > 0 ? t('imports.mode.goodHint', { count: bad }) : undefined },
        { value: 'true', label: t('imports.mode.all'), hint: t('imports.mode.allHint') },
      ]}
    />
    <Actions
      t={t}
      submit={t('imports.run', { count: good })}
      cancelHref="/imports"
      other={{ label: t('imports.saveTicks'), name: 'then', value: 'save' }}
    />
  </>
);

/** All that can be understood is there already, or nothing can. Where lines contradict each other, the right ones can still be ticked. */
const NothingGood = ({ t, tickable, known }: { t: T; tickable: boolean; known: boolean }) => (
  <>
    <p>{t(known ? 'imports.nothingLeft' : 'imports.nothingToDo')}</p>
    {tickable && (
      <>
        <Hidden name="then" value="save" />
        <Actions t={t} submit={t('imports.saveTicks')} cancelHref="/imports" />
      </>
    )}
  </>
);

/** Which of the records that a line may be about it means; as it is until somebody says so. */
export const MeantField = ({ t, line, choices }: { t: T; line: Line; choices: readonly { ref: string; name: string }[] }) => {
  const said = line.meant !== null && line.meant !== newRecord && !choices.some(({ ref }) => ref === line.meant);
  const options = [
    { value: newRecord, label: t('imports.meant.new') },
    ...(said ? [{ value: line.meant ?? '', label: t('imports.meant.known', { ref: line.meant ?? '' }) }] : []),
    ...choices.map(({ ref, name }) => ({ value: ref, label: `${name} (${ref})` })),
  ];
  return (
    <select class="control" name={`meant.${line.number}`} aria-label={t('imports.meantFor', { number: line.number })}>
      <option value="">{t('imports.meant.asItIs')}</option>
      {options.map(({ value, label }) => (
        <option value={value} selected={value === line.meant}>
          {label}
        </option>
      ))}
    </select>
  );
};

/** A name that was learned in this import and what it means. */
export interface LearnedName {
  id: number;
  text: string;
  means: string;
  shown: boolean;
  mayShow: boolean;
}

/** What this import taught, and whether readers see it; changeable at any time. */
export const LearnedNames = ({ t, run, learned }: { t: T; run: Run; learned: readonly LearnedName[] }) => (
  <Section title={t('imports.learned')} note={t('imports.learnedHint')}>
    <Table
      caption={t('imports.learned')}
      captionHidden
      columns={[{ label: t('imports.heading') }, { label: t('imports.means') }, { label: t('imports.state') }, { label: '' }]}
      rows={learned.map((one) => [
        <span dir="auto">{one.text}</span>,
        <span dir="auto">{one.means}</span>,
        t(one.shown ? 'imports.seen' : 'imports.unseen'),
        one.mayShow && (
          <ButtonForm action={`/imports/${run.id}/names/${one.id}`} fields={{ shown: one.shown ? 'false' : 'true' }}>
            {t(one.shown ? 'imports.hide' : 'imports.show')}
          </ButtonForm>
        ),
      ])}
    />
  </Section>
);

export const UndoForm = ({ t, run }: { t: T; run: Run }) => (
  <Section title={t('imports.undo')} note={t('imports.undoHint')} id="undo">
    <Form action={`/imports/${run.id}/undo`} guard={false}>
      <Field t={t} control="text" name="why" label={t('imports.why')} required />
      <Field
        t={t}
        control="radios"
        name="oneForAll"
        label={t('imports.undoMode')}
        value="false"
        options={[
          { value: 'false', label: t('imports.undoMode.most') },
          { value: 'true', label: t('imports.mode.all') },
        ]}
      />
      <Actions t={t} submit={t('imports.undoNow')} danger />
    </Form>
  </Section>
);
