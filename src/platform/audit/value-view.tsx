import type { Child } from 'hono/jsx';
import type { Visit } from '../http/visit.ts';
import { countryName } from '../i18n/countries.ts';
import type { FlexibleDay } from '../i18n/days.ts';
import { kept } from '../i18n/flexible-words.ts';
import { directionOf, languageName } from '../i18n/languages.ts';
import { type Texts, textIn } from '../i18n/texts.ts';
import { Disclosure } from '../ui/navigation/navigation.tsx';
import type { Named } from './history.ts';
import { meaningOf } from './meanings.ts';

export interface ValueProps {
  v: Visit;
  table: string;
  field: string;
  value: unknown;
  names: readonly Named[] | null;
}

/** A stored value as people say it: names instead of numbers, words instead of keys, days as the reader writes them, long texts to unfold. */
export const Value = ({ v, table, field, value, names }: ValueProps): Child => {
  const meaning = meaningOf(table, field);
  if (isNothing(value)) return '–';
  if (names && names.length > 0 && typeof meaning === 'object' && 'as' in meaning)
    return v.t.list(names.map(({ name }) => countryName(String(name), v.language)));
  if (names && names.length > 0) return separated(names.map((named) => <Name v={v} named={named} />));
  if (typeof meaning === 'object' && 'record' in meaning) return <span class="quiet">{v.t('history.notOpen')}</span>;
  if (isTexts(value)) return <InOneLanguage v={v} texts={value} />;
  if (Array.isArray(value)) return separated(value.map((one) => <Value v={v} table={table} field={field} value={one} names={null} />));
  if (isFlexibleDay(value)) return kept({ on: null, span: value }, v.t);
  if (typeof value === 'object' && typeof meaning === 'object' && 'parts' in meaning)
    return separated(
      Object.entries(value as Record<string, string>)
        .filter(([part]) => v.t.has(`${meaning.parts}.${part}`))
        .map(([part, key]) => `${v.t(`${meaning.parts}.${part}`)}: ${v.t(`${meaning.word}.${key}`)}`),
    );
  if (typeof value === 'object') return <Fields v={v} table={table} record={value as Record<string, unknown>} />;
  if (typeof meaning === 'object' && 'word' in meaning && v.t.has(`${meaning.word}.${value}`)) return v.t(`${meaning.word}.${value}`);
  if (meaning === 'language') return languageName(String(value), v.language);
  return plainWords(v, field, value as string | number | boolean);
};

/** Values that say nothing: not there, or empty. */
export const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

export const isTexts = (value: unknown): value is Texts =>
  typeof value === 'object' && value !== null && 'texts' in value && 'original' in value;

export const isFlexibleDay = (value: unknown): value is FlexibleDay =>
  typeof value === 'object' && value !== null && 'from' in value && 'precision' in value;

const plainWords = (v: Visit, field: string, value: string | number | boolean): Child => {
  if (typeof value === 'boolean') return v.t(value ? 'history.yes' : 'history.no');
  if (typeof value === 'number') return v.t.number(value);
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return v.t.day(value);
  if (field.endsWith('_at') && !Number.isNaN(Date.parse(value))) return v.t.time(new Date(value).toISOString(), 'UTC');
  if (/^https?:\/\/\S+$/.test(value)) return <a href={value}>{value}</a>;
  return <Folded text={value} />;
};

export const Name = ({ v, named }: { v: Visit; named: Named }) => {
  const words = isTexts(named.name) ? textIn(named.name, v.languages).text : String(named.name);
  return named.href ? <a href={named.href}>{words}</a> : <span>{words}</span>;
};

/** The reader's language, and which others there are. */
const InOneLanguage = ({ v, texts }: { v: Visit; texts: Texts }) => {
  const shown = textIn(texts, v.languages);
  const others = Object.keys(texts.texts).filter((language) => language !== shown.language);
  return (
    <>
      <Folded text={shown.text} language={shown.language} />
      {others.length > 0 && (
        <span class="quiet"> {v.t('history.alsoIn', { languages: v.t.list(others.map((one) => languageName(one, v.language))) })}</span>
      )}
    </>
  );
};

/** Several fields in one value, such as what staff had proposed. */
const Fields = ({ v, table, record }: { v: Visit; table: string; record: Record<string, unknown> }) =>
  separated(
    Object.entries(record)
      .filter(([, value]) => !isNothing(value))
      .map(([field, value]) => (
        <span>
          {labelOf(v, field, table)}: <Value v={v} table={table} field={field} value={value} names={null} />
        </span>
      )),
  );

/** What a field is called, in this table where one word does not fit all of them. */
export const labelOf = ({ t }: Pick<Visit, 't'>, field: string, table = ''): string => {
  const key = [`field.name.${table}.${field}`, `field.name.${field}`].find((one) => t.has(one));
  return key ? t(key) : field.replaceAll('_', ' ');
};

const Folded = ({ text, language }: { text: string; language?: string }) => {
  const spoken = language ? { lang: language, dir: directionOf(language) } : {};
  if ([...text].length <= longest) return <span {...spoken}>{text}</span>;
  return (
    <Disclosure summary={<span {...spoken}>{beginningOf(text)}</span>}>
      <p {...spoken}>{text}</p>
    </Disclosure>
  );
};

/** Signs of a text that are shown without unfolding it. */
export const longest = 200;

const beginningOf = (text: string): string =>
  `${[...text]
    .slice(0, 140)
    .join('')
    .replace(/\s+\S*$/, '')} …`;

const separated = (items: readonly Child[]): Child =>
  items.map((item, at) => (
    <>
      {at > 0 && ', '}
      {item}
    </>
  ));
