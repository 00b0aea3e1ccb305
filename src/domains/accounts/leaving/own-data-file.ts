import { strToU8, zipSync } from 'fflate';
import { type Meaning, meaningOf, saysNothing } from '../../../platform/audit/meanings.ts';
import { isFlexibleDay, isNothing, isTexts, labelOf } from '../../../platform/audit/value-view.tsx';
import type { T } from '../../../platform/i18n/catalogue.ts';
import { kept } from '../../../platform/i18n/flexible-words.ts';
import { languageName } from '../../../platform/i18n/languages.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { movesKnown } from '../../../platform/merging/merging.ts';
import { escaped } from '../../../platform/ui/markup.ts';
import type { OwnData } from './own-data.ts';
import { type OwnNames, placeOf } from './own-data-names.ts';

/** The data as a ZIP: once for people, as a page that any browser opens, and once for programs. */
export const ownDataFile = (data: OwnData, names: OwnNames, t: T): Uint8Array =>
  zipSync({
    'my-data.html': strToU8(page(data, names, t)),
    'my-data.json': strToU8(JSON.stringify(data, null, 2)),
  });

type Row = Record<string, unknown>;

/** What a person looks for first; letters and what they did come last. */
const first = ['person', 'account', 'email', 'membership', 'tenure', 'role_grant', 'skill'];
const last = ['session', 'mail'];
const placeIn = (table: string): number => (last.includes(table) ? 100 + last.indexOf(table) : (first.indexOf(table) + 51) % 51);

const page = ({ tables, history, takenAt }: OwnData, names: OwnNames, t: T): string => {
  const ordered = Object.entries(tables).sort(([one], [other]) => placeIn(one) - placeIn(other));
  const sections = ordered.map(([table, rows]) =>
    section(
      titleOf(table, t),
      rows.length,
      rows.map((row) => facts(table, row, names, t)),
    ),
  );
  const style =
    'body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}dl{display:grid;grid-template-columns:12rem 1fr;gap:.25rem 1rem}dt{color:#555}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}';
  return `<!doctype html><html lang="${t.language}" dir="${t.direction}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(t('ownData.title'))}</title><style>${style}</style>
<h1>${escaped(t('ownData.title'))}</h1><p>${escaped(t('ownData.lead', { when: t.time(takenAt, 'UTC') }))}</p>${sections.join('\n')}
${section(
  t('ownData.history'),
  history.length,
  history.map((row) => deed(row, t)),
)}</html>`;
};

const section = (title: string, count: number, rows: readonly string[]): string =>
  `<h2>${escaped(title)} (${count})</h2>${rows.join('<hr>')}`;

const titleOf = (table: string, t: T): string => {
  const label = Object.entries(movesKnown()).find(([place]) => place.startsWith(`${table}.`) && place.endsWith('person_id'))?.[1].label;
  const key = [`ownData.table.${table}`, label ?? ''].find((one) => t.has(one));
  return key ? t(key) : table.replaceAll('_', ' ');
};

/** Counters, copies for machines and the person's own number say nothing to the person; they stand in the file for programs. */
const forMachines = /^(id|version|person_id|account_id|headers|html|tries|next_try_at|reach|sha256)$|_key$/;

const facts = (table: string, row: Row, names: OwnNames, t: T): string => {
  const told = Object.entries(row).filter(
    ([field, value]) =>
      !isNothing(value) && !forMachines.test(field) && (!saysNothing(table, field) || field === 'created_at') && !saidBetter(field, row),
  );
  return `<dl>${told
    .map(
      ([field, value]) =>
        `<dt>${escaped(fieldOf(table, field, t))}</dt><dd dir="auto">${escaped(said(table, field, value, names, t))}</dd>`,
    )
    .join('')}</dl>`;
};

/** Of a day that is not fixed what was said is told, and not the day that counts for it. */
const saidBetter = (field: string, row: Row): boolean => field.endsWith('_on') && !isNothing(row[field.replace(/_on$/, '_span')]);

const said = (table: string, field: string, value: unknown, names: OwnNames, t: T): string => {
  const named = names.get(placeOf(table, field, value));
  if (named) return t.list(named.map((name) => (isTexts(name) ? textIn(name, [t.language]).text : String(name))));
  const meaning = meaningOf(table, field);
  if (isTexts(value)) return textIn(value, [t.language]).text;
  if (Array.isArray(value)) return t.list(value.map((one) => said(table, field, one, names, t)));
  if (typeof value === 'boolean') return t(value ? 'history.yes' : 'history.no');
  if (isFlexibleDay(value)) return kept({ on: null, span: value }, t);
  if (typeof value === 'object') return t.list(Object.entries(value ?? {}).map(([part, one]) => partOf(meaning, part, one, t)));
  if (typeof meaning === 'object' && 'word' in meaning && t.has(`${meaning.word}.${value}`)) return t(`${meaning.word}.${value}`);
  if (meaning === 'language') return languageName(String(value), t.language);
  if (/^\d{4}-\d\d-\d\d$/.test(String(value))) return t.day(String(value));
  if (field.endsWith('_at') && !Number.isNaN(Date.parse(String(value)))) return t.time(new Date(String(value)).toISOString(), 'UTC');
  return String(value);
};

/** One part of a value that has several: who sees a field, a language, its level. */
const partOf = (meaning: Meaning | undefined, part: string, value: unknown, t: T): string => {
  if (typeof meaning === 'object' && 'parts' in meaning && t.has(`${meaning.parts}.${part}`))
    return `${t(`${meaning.parts}.${part}`)}: ${t.has(`${meaning.word}.${value}`) ? t(`${meaning.word}.${value}`) : String(value)}`;
  if (t.has(`person.${part}.${value}`)) return t(`person.${part}.${value}`);
  if (part === 'language') return languageName(String(value), t.language);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** What a field is called here: most as in histories, some only in what somebody takes along. */
const fieldOf = (table: string, field: string, t: T): string =>
  t.has(`ownData.field.${field}`) ? t(`ownData.field.${field}`) : labelOf({ t }, field, table);

/** What the person did: when, what, of which fields, and why. */
const deed = ({ at, command, reason, changes }: Row, t: T): string => {
  const what = t.has(`command.${command}`) ? t(`command.${command}`) : String(command);
  const of = ((changes ?? []) as { table: string; fields: string[] | null }[]).flatMap(({ table, fields }) =>
    (fields ?? []).filter((field) => !forMachines.test(field) && !saysNothing(table, field)).map((field) => labelOf({ t }, field, table)),
  );
  const more = [t.list([...new Set(of)]), reason ? t('history.reason', { reason: String(reason) }) : ''].filter(Boolean).join('. ');
  return `<dl><dt>${escaped(t.time(new Date(String(at)).toISOString(), 'UTC'))}</dt><dd>${escaped(what)}${more ? `<br><small dir="auto">${escaped(more)}</small>` : ''}</dd></dl>`;
};
