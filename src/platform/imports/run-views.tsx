import type { T } from '../i18n/catalogue.ts';
import { Facts, Notice, PageTitle, Progress, StatusChip, Tabs } from '../ui/index.ts';
import { Lines, type LinesView } from './line-views.tsx';
import type { Filter, Run } from './queries.ts';
import { ColumnsForm, type KindOfUnknown, type LearnedName, LearnedNames, NamesForm, UndoForm } from './run-forms.tsx';
import type { Counts } from './tables.ts';
import { answerText, fieldName, noticeText, stateTone } from './words.ts';

interface RunView extends LinesView {
  /** How many lines may be about a known record. */
  mayBe: number;
  unknown: readonly KindOfUnknown[];
  learned: readonly LearnedName[];
  /** What a form of this page was refused for. */
  refused?: string | undefined;
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
