import type { Place } from '../documents/document.ts';
import type { Visit } from '../http/visit.ts';
import { mayOpenImport } from '../imports/domain.ts';
import { placeText } from '../imports/words.ts';
import { type Change, History } from '../ui/history/history.tsx';
import { After, Before, Rewordings, rewordings } from './change-view.tsx';
import type { FieldChange, HistoryEntry } from './history.ts';
import { saysNothing } from './meanings.ts';
import { isNothing, labelOf, Name } from './value-view.tsx';

/** A record's history as a reader sees it: who, when, by which command, what changed from what to what, and from which document it came. */
export const HistoryView = ({
  v,
  entries,
  more,
}: {
  v: Visit;
  entries: readonly HistoryEntry[];
  more?: { href: string; label: string } | undefined;
}) => {
  const { t } = v;
  return (
    <History
      t={t}
      more={more}
      entries={entries.map((entry) => ({
        when: { iso: entry.at, text: t.time(new Date(entry.at).toISOString(), 'UTC') },
        who: entry.who === null ? t('history.somebody') : entry.who || t('history.nobody'),
        what: t.has(`command.${entry.command}`) ? t(`command.${entry.command}`) : entry.command,
        changes: entry.changes
          .filter((change) => saysSomething(change) && !saidBetter(change, entry.changes))
          .map((change, at, all) => changeOf(v, change, samePart(change, all[at - 1]))),
        note: (
          <>
            {entry.reason && <span>{t('history.reason', { reason: entry.reason })} </span>}
            {entry.source && <Source v={v} source={entry.source} />}
          </>
        ),
      }))}
    />
  );
};

const samePart = (change: FieldChange, last: FieldChange | undefined): boolean =>
  change.table === last?.table && change.rowId === last.rowId;

const changeOf = (v: Visit, change: FieldChange, partSaid: boolean): Change => {
  const said = { label: labelOf(v, change.field, change.table), part: change.part && !partSaid && <Name v={v} named={change.part} /> };
  if (change.keptPrivate) return said;
  if (change.op === 'insert') return { ...said, after: <After v={v} change={change} /> };
  const texts = rewordings(change);
  if (texts.length > 0) return { ...said, difference: <Rewordings v={v} texts={texts} /> };
  return { ...said, before: <Before v={v} change={change} />, after: <After v={v} change={change} /> };
};

/** The document and the place in it. Who may not open the import reads its name without a way to it. */
const Source = ({ v, source: { name, lineNumber, place, ...source } }: { v: Visit; source: NonNullable<HistoryEntry['source']> }) => {
  const at = placeText(v.t, (place ?? {}) as Place);
  const words = at ? v.t('history.sourceAt', { name, place: at }) : v.t('history.source', { name, line: lineNumber });
  return mayOpenImport(v.actor, source) ? <a href={`/imports/${source.runId}`}>{words}</a> : <span>{words}</span>;
};

/** Numbers of other rows without a name, counters, and fields that were empty from the beginning say nothing to people. */
const saysSomething = (change: FieldChange): boolean =>
  !saysNothing(change.table, change.field) && (change.op !== 'insert' || change.keptPrivate || !isNothing(change.after));

/** Of a day that is not fixed what was said is shown, `2014?`, and not the day that counts for it. */
const saidBetter = (change: FieldChange, all: readonly FieldChange[]): boolean =>
  change.field.endsWith('_on') &&
  all.some(
    ({ table, rowId, field, after }) =>
      table === change.table && rowId === change.rowId && field === change.field.replace(/_on$/, '_span') && !isNothing(after),
  );
