import type { Visit } from '../http/visit.ts';
import { mayOpenImport } from '../imports/domain.ts';
import { History } from '../ui/history/history.tsx';
import type { FieldChange, HistoryEntry } from './history.ts';

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
        who: entry.who || t('history.nobody'),
        what: t.has(`command.${entry.command}`) ? t(`command.${entry.command}`) : entry.command,
        changes: entry.changes
          .filter((change) => !dull.has(change.field) && !(change.op === 'insert' && isEmpty(change.after)))
          .map((change) => ({
            label: t.has(`field.name.${change.field}`) ? t(`field.name.${change.field}`) : change.field.replaceAll('_', ' '),
            ...(change.keptPrivate
              ? {}
              : {
                  ...(change.op === 'insert' ? {} : { before: inWords(change.before, v, change) }),
                  after: inWords(change.after, v, change),
                }),
          })),
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

/** Who may not open the import reads the name of the document without a way to it. */
const Source = ({ v, source }: { v: Visit; source: NonNullable<HistoryEntry['source']> }) => {
  const words = v.t('history.source', { name: source.name, line: source.lineNumber });
  return mayOpenImport(v.actor, source) ? <a href={`/imports/${source.runId}`}>{words}</a> : <span>{words}</span>;
};

/** Fields that say nothing to people: keys of other rows and counters. */
const dull = new Set([
  'id',
  'review_id',
  'recommendation_id',
  'body_id',
  'batch_id',
  'round_id',
  'item_id',
  'parent_id',
  'workstream_id',
  'file_id',
  'person_id',
  'created_at',
  'text_version',
  'position',
  'finalised_at',
]);

const isEmpty = (value: unknown): boolean => value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** A stored value in words: the texts of all languages, lists with commas, days as the reader writes them. */
export const inWords = (value: unknown, v: Visit, change?: Pick<FieldChange, 'field'>): string => {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'object' && 'texts' in value && 'original' in value) {
    return Object.entries((value as { texts: Record<string, string> }).texts)
      .map(([language, text]) => `${language.toUpperCase()}: ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`)
      .join('\n');
  }
  if (Array.isArray(value)) return value.map((one) => inWords(one, v)).join(', ') || '–';
  if (typeof value === 'object') return JSON.stringify(value);
  if (typeof value === 'boolean') return v.t(value ? 'history.yes' : 'history.no');
  if (change?.field.endsWith('_on') && /^\d{4}-\d\d-\d\d$/.test(String(value))) return v.t.day(String(value));
  return String(value);
};
