import { directionOf } from '../../../platform/documents/language.ts';
import type { T } from '../../../platform/i18n/catalogue.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { dayOf, type Status } from '../../plans/index.ts';
import { type Before, type Content, changesIn, type End, type LineChange, type Part, type Row } from './content.ts';

// How what a report says is written in words, alike on the page and in every file.

/** Who reads: the words of the interface, and the languages in which contents are wanted, best first. */
export interface Reading {
  t: T;
  language: string;
  languages: readonly string[];
}

export const said = ({ languages }: Reading, text: Texts): string => textIn(text, languages).text;

export const nameOf = (reading: Reading, row: Pick<Row, 'number' | 'title'>): string =>
  row.number ? `${row.number}. ${said(reading, row.title)}` : said(reading, row.title);

export const titleOf = (reading: Reading, part: Part, content: Content): string => {
  if (part.title) return said(reading, part.title);
  const row = content.items.find((one) => one.ref === part.item);
  return row ? nameOf(reading, row) : (part.item ?? reading.t(`report.kind.${part.kind}`));
};

export const endWords = (reading: Reading, end: End): string => {
  const day = end.endsOn && dayOf({ ends_on: end.endsOn, ends_precision: end.precision }, reading.t);
  const label = end.label && `${end.label})`;
  if (!end.title || directionOf(reading.language) === 'ltr') return [label, end.title, day].filter(Boolean).join(' ');
  // A number after a Latin title would be read as its part: the marks keep the line from the right, and the day in it.
  return `\u200f${[label, `${end.title}\u200f`, day].filter(Boolean).join(' ')}`;
};

export const endsOf = (reading: Reading, row: Pick<Row, 'ends'>): string[] => row.ends.map((end) => endWords(reading, end)).filter(Boolean);

const withPercent = ({ t }: Reading, status: Status | null, percent: number | null): string =>
  status === null
    ? percent === null
      ? t('report.notStated')
      : t.percent(percent)
    : percent === null
      ? t(`plan.status.${status}`)
      : t('plan.statusWithPercent', { status: t(`plan.status.${status}`), percent: t.percent(percent) });

/** The status with its percent: of the whole, or of each part where the parts have their own. */
export const statusLines = (reading: Reading, row: Before): { status: Status | null; text: string }[] => {
  const parted = row.ends.filter((end) => end.label && (end.status || end.percent !== null));
  if (parted.length === 0) return [{ status: row.status, text: withPercent(reading, row.status, row.percent) }];
  return parted.map((end) => {
    const status = end.status ?? row.status;
    return { status, text: `${end.label}) ${withPercent(reading, status, end.percent)}` };
  });
};

/** What changed in a line, each in a few words: "64% before". */
export const changeWords = (reading: Reading, row: Row, content: Content): { change: LineChange; text: string }[] => {
  const { t } = reading;
  return changesIn(row, content)
    .filter((change, _, all) => !(change === 'status' && (all.includes('percent') || all.includes('closed'))))
    .map((change) => ({ change, text: changeText(reading, row, change) || t(`report.change.${change}`) }));
};

const changeText = (reading: Reading, { before }: Row, change: LineChange): string => {
  const { t } = reading;
  if (!before || change === 'new' || change === 'closed') return '';
  if (change === 'startsOn') return t('report.was', { value: before.startsOn ? t.day(before.startsOn) : t('report.notStated') });
  if (change === 'ends') return t('report.was', { value: endsOf(reading, before).join('; ') || t('report.notStated') });
  return t('report.was', {
    value: statusLines(reading, before)
      .map(({ text }) => text)
      .join('; '),
  });
};

/** `Jun 2020`: the month in which a period ends. */
export const periodName = ({ t }: Reading, to: string): string => dayOf({ ends_on: to, ends_precision: 'month' }, t);
