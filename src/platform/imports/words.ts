import type { Place } from '../documents/document.ts';
import { textOf } from '../documents/tables/values.ts';
import type { Problem } from '../errors.ts';
import type { T } from '../i18n/catalogue.ts';
import { countryFrom, countryName } from '../i18n/countries.ts';
import { dayNamed } from '../i18n/days.ts';
import { withOffer } from '../i18n/field-problems.ts';
import { languageName } from '../i18n/languages.ts';
import { type Terms, termIn } from '../terms/terms.ts';
import type { Importer } from './importer.ts';
import type { LineOutcome, RunNotice, RunState } from './tables.ts';

/** A problem as a sentence, with the name of its field before it. `column` is the name of the file's column where we know one. */
export const problemText = (t: T, importer: Importer | undefined, problem: Problem): string => {
  const { path, key, values } = withOffer(problem);
  const field = fieldName(t, importer, path[0]);
  if (key === 'imports.unknown' && values?.offered) return t('imports.unknownOf', values);
  if (key === 'imports.change') {
    const shown = (value: unknown) => (value === '' || value === undefined ? t('imports.nothing') : String(value));
    return `${field}: ${t('imports.change', { before: shown(values?.before), after: shown(values?.after) })}`;
  }
  return field ? `${field}: ${t(key, values)}` : t(key, values);
};

/** Cut between two words where it is longer. */
export const shortened = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest).replace(/[\s,;:(]+\S*$/u, '')}…`;

/** A value of an input or of a record as plain words: all languages of a text, the items of a list. */
export const valueText = (value: unknown, longest = 300): string => {
  const texts = (value as { texts?: Record<string, string> } | null)?.texts;
  if (!texts) return shortened(Array.isArray(value) ? value.map(oneText).join(', ') : textOf(value), longest);
  const entries = Object.entries(texts);
  if (entries.length === 0) return '';
  return shortened(
    entries.length === 1 ? String(entries[0]?.[1]) : entries.map(([language, text]) => `${language}: ${text}`).join(' · '),
    longest,
  );
};

/** An item of a list; of one with fields of its own, what they say. */
const oneText = (item: unknown): string =>
  typeof item === 'object' && item !== null
    ? Object.values(item)
        .filter((value) => value !== null && typeof value !== 'object')
        .join(' ')
    : String(item);

/** Our name for a field of an input or of a record, otherwise the field's own. */
export const fieldName = (t: T, importer: Importer | undefined, field: string | number | undefined): string => {
  if (field === undefined) return '';
  const key = String(field);
  const column = importer?.columns.find((one) => plain(one.key) === plain(key));
  if (column) return t(column.label);
  const context = importer?.context.find((one) => plain(one.key) === plain(key));
  return context ? t(context.label) : key;
};

/** The word for a value of a field, as people know it. */
export type WordFor = (field: string | number | undefined, value: string) => string;

/** Values that are keys of the community's words or of the program's become those words; others stay as they are. */
export const wordsFor =
  (t: T, importer: Importer | undefined, terms: Terms, languages: readonly string[]): WordFor =>
  (field, value) => {
    if (field === undefined) return value;
    const column = importer?.columns.find((one) => plain(one.key) === plain(String(field)));
    if (column?.words && value) return t(column.words(value));
    if (column?.country) return countryTold(t, value);
    if (dayNamed(value) === value) return t.day(value);
    const known = column?.scheme ? terms.get(column.scheme) : undefined;
    const keys = known ? value.split(', ') : [];
    return column?.scheme && keys.some((key) => known?.has(key))
      ? keys.map((key) => termIn(terms, column.scheme ?? '', key, languages)).join(', ')
      : value;
  };

/** A country by its name, and beside it what was typed where that is another word. */
const countryTold = (t: T, typed: string): string => {
  const code = countryFrom(typed);
  const name = code && countryName(code, t.language);
  return !name || name === typed ? typed : t('imports.nameAndTyped', { name, typed });
};

/** An answer to the questions before reading, as people write it. */
export const answerText = (t: T, importer: Importer | undefined, field: string, answer: string): string => {
  if (field === 'language') return languageName(answer, t.language);
  return dayNamed(answer) === answer ? t.day(answer) : choiceText(t, importer, field, answer);
};

/** A choice of the questions before reading in words, where it has some. */
export const choiceText = (t: T, importer: Importer | undefined, field: string, choice: string): string => {
  const words = importer?.context.find(({ key }) => key === field)?.words;
  return words ? t(words(choice)) : choice;
};

/** `decided_on` and `decidedOn` are the same field; a record's `body_id` is the file's `body`. */
const plain = (key: string) =>
  key
    .replace(/_id$|Id$/, '')
    .replaceAll('_', '')
    .toLowerCase();

export const noticeText = (t: T, importer: Importer | undefined, notice: RunNotice): string => {
  const values = { ...notice.values };
  if (notice.key === 'imports.columnMissing') values.column = fieldName(t, importer, values.column);
  const text = t(notice.key, values);
  const place = notice.place ? placeText(t, notice.place) : '';
  return place ? `${place}: ${text}` : text;
};

/** Where something stands in its source: "sheet Positions, row 4", "page 3", "line 12". */
export const placeText = (t: T, place: Place): string =>
  [
    place.sheet === undefined ? '' : t('imports.place.sheet', { sheet: place.sheet }),
    place.page === undefined ? '' : t('imports.place.page', { page: place.page }),
    place.row === undefined ? '' : t('imports.place.row', { row: place.row }),
    place.row === undefined && place.line !== undefined ? t('imports.place.line', { line: place.line }) : '',
  ]
    .filter(Boolean)
    .join(', ');

export type Shade = 'done' | 'active' | 'waiting' | 'problem' | 'off' | 'neutral';

export const outcomeTone: Record<LineOutcome | 'left' | 'waiting', Shade> = {
  new: 'done',
  changed: 'active',
  unchanged: 'neutral',
  notUnderstood: 'problem',
  refused: 'problem',
  undone: 'off',
  kept: 'waiting',
  left: 'off',
  waiting: 'waiting',
};

export const stateTone: Record<RunState, Shade> = {
  read: 'active',
  previewed: 'waiting',
  running: 'active',
  done: 'done',
  failed: 'problem',
  undoing: 'active',
  undone: 'off',
};
