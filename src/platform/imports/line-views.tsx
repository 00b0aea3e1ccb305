import type { Child } from 'hono/jsx';
import type { Problem } from '../errors.ts';
import type { T } from '../i18n/catalogue.ts';
import { BeforeAfter, ButtonForm, ButtonLink, Pager, type PagerProps, Section, StatusChip, Table } from '../ui/index.ts';
import type { Importer, Told } from './importer.ts';
import { choicesIn } from './may-be.ts';
import type { Filter, Line, Run } from './queries.ts';
import { LinesForm, MeantField } from './run-forms.tsx';
import type { Counts } from './tables.ts';
import { fieldName, outcomeTone, placeText, problemText, shortened, valueText, type WordFor } from './words.ts';

export interface LinesView {
  t: T;
  run: Run;
  importer: Importer | undefined;
  counts: Counts;
  lines: readonly Line[];
  filter: Filter;
  pager: Omit<PagerProps, 't'>;
  /** What a value is called. */
  wordFor: WordFor;
}

/** Each line with what becomes of it. While the import is `open`, what goes in is chosen here. */
export const Lines = (view: LinesView & { open: boolean }) => {
  const { t, run, lines, pager, counts, open } = view;
  if (run.total === 0 && lines.length === 0) return <ButtonLink href={`/imports/new?kind=${run.kind}`}>{t('imports.another')}</ButtonLink>;
  const left = (counts.notUnderstood ?? 0) + (counts.refused ?? 0) + (counts.left ?? 0) + (counts.waiting ?? 0);
  const table = <LinesTable {...view} />;
  return (
    <Section
      title={t('imports.lines')}
      actions={
        left > 0 &&
        run.started_at !== null && <a href={`/imports/${run.id}/not-imported.csv`}>{t('imports.notImported', { count: left })}</a>
      }
    >
      {open ? (
        <LinesForm
          t={t}
          run={run}
          counts={counts}
          shown={lines.filter((line) => line.input).map((line) => line.number)}
          filter={view.filter}
        >
          {table}
          <Pager t={t} {...pager} />
        </LinesForm>
      ) : (
        <>
          {table}
          <Pager t={t} {...pager} />
        </>
      )}
      {run.state === 'failed' && <ButtonForm action={`/imports/${run.id}/preview`}>{t('imports.previewAgain')}</ButtonForm>}
    </Section>
  );
};

const LinesTable = ({ open, ...view }: LinesView & { open: boolean }) => {
  const { t, lines } = view;
  return (
    <Table
      caption={t('imports.lines')}
      captionHidden
      columns={[
        { label: t('imports.number'), nowrap: true },
        { label: t('imports.record') },
        { label: t('imports.outcome'), nowrap: true },
        { label: t('imports.what') },
      ]}
      rows={lines.map((line) => [
        numberCell(t, line, open),
        recordCell(line),
        <OutcomeChip t={t} line={line} />,
        whatCell(view, line, open),
      ])}
    />
  );
};

const numberCell = (t: T, line: Line, open: boolean): Child => {
  const place = placeText(t, line.place);
  const words = (
    <span class="nowrap">
      {t.number(line.number)} {place && <span class="quiet small">{place}</span>}
    </span>
  );
  if (!open || !line.input) return words;
  return (
    <label class="choice">
      <input type="checkbox" name="ticked" value={String(line.number)} checked={line.chosen} />
      <span>{words}</span>
    </label>
  );
};

const recordCell = (line: Line): Child => {
  const label = line.label ?? shortened(Object.values(line.cells).filter(Boolean).join(' · '), 160);
  return line.url ? (
    <a href={line.url} dir="auto">
      {label}
    </a>
  ) : (
    <span dir="auto">{label}</span>
  );
};

const OutcomeChip = ({ t, line }: { t: T; line: Line }) => {
  const what = line.outcome ?? (line.chosen ? 'waiting' : 'left');
  return <StatusChip tone={outcomeTone[what]} label={t(`imports.outcome.${what}`)} />;
};

/** Changed: from what to what, or what was added beside the record. New: what it says. Otherwise why not. */
const whatCell = (view: LinesView, line: Line, open: boolean): Child => {
  const { t, importer, wordFor } = view;
  const said = line.problems.map((problem) => <span dir="auto">{saidOf(t, importer, problem, wordFor)}</span>);
  // Which of those that contradict each other is right is seen by what they say.
  const contradicts = open && line.problems.some(({ key }) => key === 'imports.contradiction');
  const choices = choicesIn(line.problems);
  const asks = open && importer?.known && line.input && (choices.length > 0 || line.meant);
  const told = [
    ...said,
    ...(asks ? [<MeantField t={t} line={line} choices={choices} />] : []),
    ...(line.outcome === 'new' || contradicts || (line.outcome === 'changed' && said.length === 0) ? newValues(view, line) : []),
  ];
  if (told.length <= 1) return told[0] ?? '';
  return (
    <ul>
      {told.map((one) => (
        <li>{one}</li>
      ))}
    </ul>
  );
};

const saidOf = (t: T, importer: Importer | undefined, problem: Problem, wordFor: WordFor): Child => {
  if (problem.key === 'imports.change') return <ChangeOf t={t} importer={importer} problem={problem} wordFor={wordFor} />;
  const [known] = choicesIn([problem]);
  const text = problemText(t, importer, problem);
  return known && importer?.known ? <a href={importer.known.href(known.ref)}>{text}</a> : text;
};

const ChangeOf = (props: { t: T; importer: Importer | undefined; problem: Problem; wordFor: WordFor }) => {
  const {
    t,
    importer,
    problem: { path, values },
    wordFor,
  } = props;
  return (
    <>
      <span class="quiet">{fieldName(t, importer, path[0])}</span>{' '}
      <BeforeAfter
        t={t}
        label=""
        {...(values?.before ? { before: wordFor(path[0], String(values.before)) } : {})}
        after={values?.after ? wordFor(path[0], String(values.after)) : undefined}
      />
    </>
  );
};

/** What a new record will hold, beside what its name says already; the preview is no place to read whole texts. */
const newValues = (view: LinesView, { input, label, meant }: Line): Child[] =>
  told(view, input ?? {})
    .map((one) => ({ ...one, text: shortened(one.text, 160) }))
    .filter(({ text }) => text && text !== meant && !label?.includes(text))
    .slice(0, 5)
    .map(({ label: name, field, text }) => (
      <span dir="auto">
        <span class="quiet">{name}</span> {view.wordFor(field, text)}
      </span>
    ));

/** `field` where the text is its value as it is. What was answered before reading is the same for all lines and stands above them. */
const told = ({ t, run, importer }: LinesView, input: Record<string, unknown>): readonly (Told & { field?: string })[] => {
  if (importer?.told) return importer.told(input, t);
  return Object.entries(input)
    .filter(([field]) => !run.context[field])
    .map(([field, value]) => ({ field, label: fieldName(t, importer, field), text: valueText(value, 160) }));
};
