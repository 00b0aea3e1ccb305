import type { Child } from 'hono/jsx';
import type { Problem } from '../errors.ts';
import type { T } from '../i18n/catalogue.ts';
import {
  BeforeAfter,
  ButtonForm,
  ButtonLink,
  Facts,
  Notice,
  Pager,
  type PagerProps,
  PageTitle,
  Progress,
  Section,
  StatusChip,
  Table,
  Tabs,
} from '../ui/index.ts';
import type { ImportContext, Importer, Told } from './importer.ts';
import { choicesIn } from './may-be.ts';
import type { Filter, Line, Run } from './queries.ts';
import {
  ColumnsForm,
  type KindOfUnknown,
  type LearnedName,
  LearnedNames,
  LinesForm,
  MeantField,
  NamesForm,
  UndoForm,
} from './run-forms.tsx';
import type { Counts } from './tables.ts';
import {
  answerText,
  fieldName,
  noticeText,
  outcomeTone,
  placeText,
  problemText,
  shortened,
  stateTone,
  valueText,
  type WordFor,
} from './words.ts';

export interface RunView {
  t: T;
  run: Run;
  importer: Importer | undefined;
  counts: Counts;
  /** How many lines may be about a known record. */
  mayBe: number;
  lines: readonly Line[];
  filter: Filter;
  pager: Omit<PagerProps, 't'>;
  unknown: readonly KindOfUnknown[];
  learned: readonly LearnedName[];
  /** What a form of this page was refused for. */
  refused?: string | undefined;
  /** What a value is called. */
  wordFor: WordFor;
  /** The reader's zone, IANA. */
  zone: string;
}

/** One import for good: first what it would do, then how far it is, then what it did. */
export const RunPage = (view: RunView) => {
  const { t, run, importer, counts } = view;
  const open = run.state === 'previewed' || run.state === 'failed';
  return (
    <article class="flow">
      <PageTitle
        title={<bdi>{run.source_name}</bdi>}
        lead={importer ? t(importer.title) : run.kind}
        actions={run.file_id !== null && <a href={`/imports/${run.id}/source`}>{t('imports.download')}</a>}
      />
      <RunFacts {...view} />
      {view.refused && <Notice t={t} tone="problem" text={view.refused} />}
      {run.failure && <Notice t={t} tone="problem" text={t(run.failure)} />}
      <Notices {...view} />
      {run.state === 'previewed' && nothingNew(counts) && <Notice t={t} tone="info" text={t('imports.nothingNew')} />}
      {isBusy(run) ? <ProgressPart t={t} run={run} /> : <Outcome {...view} />}
      {open && importer && view.unknown.length > 0 && <NamesForm t={t} run={run} unknown={view.unknown} />}
      {open && importer && !run.mapping.recognised && run.mapping.columns.length > 0 && (
        <ColumnsForm t={t} run={run} importer={importer} counts={counts} lines={view.lines} />
      )}
      {!isBusy(run) && <Lines {...view} open={open} />}
      {view.learned.length > 0 && <LearnedNames t={t} run={run} learned={view.learned} />}
      {mayUndo(view) && <UndoForm t={t} run={run} />}
    </article>
  );
};

export const isBusy = (run: { state: Run['state'] }): boolean => run.state === 'read' || run.state === 'running' || run.state === 'undoing';

const nothingNew = (counts: Counts): boolean => {
  const { unchanged = 0, ...others } = counts;
  return unchanged > 0 && Object.values(others).every((count) => !count);
};

const mayUndo = ({ run, counts }: RunView) =>
  run.started_at !== null && (run.state === 'done' || run.state === 'failed') && (counts.new ?? 0) + (counts.changed ?? 0) > 0;

const RunFacts = ({ t, run, importer, zone }: RunView) => (
  <Facts
    inline
    facts={[
      { label: t('imports.state'), value: <StatusChip tone={stateTone[run.state]} label={t(`imports.state.${run.state}`)} /> },
      ...Object.entries(run.context).map(([key, value]) => ({
        label: fieldName(t, importer, key),
        value: answerText(t, importer, key, value),
      })),
      { label: t('imports.startedBy'), value: run.actor_name },
      { label: t('imports.when'), value: t.time(run.created_at, zone) },
      { label: t('imports.ended'), value: run.ended_at && t.time(run.ended_at, zone) },
    ]}
  />
);

const Notices = ({ t, run, importer }: RunView) =>
  run.notices.length === 0 ? null : (
    <Notice t={t} tone="attention" title={t('imports.notices')} text="">
      <ul>
        {run.notices.map((notice) => (
          <li>{noticeText(t, importer, notice)}</li>
        ))}
      </ul>
    </Notice>
  );

/** Asks for itself every second; without JavaScript the page asks for itself. */
export const ProgressPart = ({ t, run }: { t: T; run: Pick<Run, 'id' | 'state' | 'total' | 'finished'> }) => {
  const percent = run.total === 0 ? 0 : Math.floor((100 * run.finished) / run.total);
  return (
    <section
      class="flow"
      id="progress"
      aria-live="polite"
      hx-get={`/imports/${run.id}/progress`}
      hx-trigger="every 1s"
      hx-swap="outerHTML"
      hx-target="this"
    >
      <noscript>
        <meta http-equiv="refresh" content="2" />
      </noscript>
      <p>{t(`imports.busy.${run.state}`)}</p>
      {run.state === 'running' && (
        <Progress t={t} percent={percent} note={t('imports.progress', { finished: run.finished, total: run.total })} />
      )}
    </section>
  );
};

/** The counts, each a door to its lines. */
const Outcome = ({ t, run, counts, mayBe, filter }: RunView) => {
  const all = Object.values(counts).reduce((sum, count) => sum + (count ?? 0), 0);
  if (all === 0) return null;
  const tab = (what: Filter, count: number) => ({
    href: what === 'all' ? `/imports/${run.id}` : `/imports/${run.id}?show=${what}`,
    label: what === 'all' ? t('imports.all') : t(`imports.outcome.${what}`),
    current: what === filter,
    count,
  });
  return (
    <Tabs
      t={t}
      label={t('imports.outcome')}
      tabs={[
        tab('all', all),
        ...order.filter((what) => counts[what]).map((what) => tab(what, counts[what] ?? 0)),
        ...(mayBe > 0 ? [tab('mayBe', mayBe)] : []),
      ]}
    />
  );
};

const order = ['new', 'changed', 'unchanged', 'notUnderstood', 'refused', 'waiting', 'left', 'undone', 'kept'] as const;

const Lines = (view: RunView & { open: boolean }) => {
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

const LinesTable = ({ open, ...view }: RunView & { open: boolean }) => {
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
const whatCell = ({ t, run, importer, wordFor }: RunView, line: Line, open: boolean): Child => {
  const said = line.problems.map((problem) => <span dir="auto">{saidOf(t, importer, problem, wordFor)}</span>);
  // Which of those that contradict each other is right is seen by what they say.
  const contradicts = open && line.problems.some(({ key }) => key === 'imports.contradiction');
  const choices = choicesIn(line.problems);
  const asks = open && importer?.known && line.input && (choices.length > 0 || line.meant);
  const told = [
    ...said,
    ...(asks ? [<MeantField t={t} line={line} choices={choices} />] : []),
    ...(line.outcome === 'new' || contradicts || (line.outcome === 'changed' && said.length === 0)
      ? newValues(t, importer, line, wordFor, run.context)
      : []),
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
const newValues = (
  t: T,
  importer: Importer | undefined,
  { input, label, meant }: Line,
  wordFor: WordFor,
  answered: ImportContext,
): Child[] =>
  told(t, importer, input ?? {}, answered)
    .map((one) => ({ ...one, text: shortened(one.text, 160) }))
    .filter(({ text }) => text && text !== meant && !label?.includes(text))
    .slice(0, 5)
    .map(({ label: name, field, text }) => (
      <span dir="auto">
        <span class="quiet">{name}</span> {wordFor(field, text)}
      </span>
    ));

/** `field` where the text is its value as it is. What was answered before reading is the same for all lines and stands above them. */
const told = (
  t: T,
  importer: Importer | undefined,
  input: Record<string, unknown>,
  answered: ImportContext,
): readonly (Told & { field?: string })[] => {
  if (importer?.told) return importer.told(input, t);
  return Object.entries(input)
    .filter(([field]) => !answered[field])
    .map(([field, value]) => ({ field, label: fieldName(t, importer, field), text: valueText(value, 160) }));
};
