import { type Column, type Row, type TableFormat, writeTable } from '../../../platform/documents/tables/write.ts';
import { sendFile } from '../../../platform/http/send-file.ts';
import { type PageContext, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { mediansOf, suggestedLevel } from './priority.ts';
import { agreedOnReview, type Round, roundsOf, roundToShow, type SheetRow, sheetOf } from './queries.ts';

/** The sheet of a round as a file, under the same rule as the page: a spread that the reader may not see is an empty cell. */
export const exportRound = async (c: PageContext, round: Round, format: TableFormat): Promise<Response> => {
  const v = visit(c);
  const rows = await sheetOf(v.db, v.actor, round.id, v.today);
  const names = round.may_manage || round.is_scorer;
  return send(
    c,
    format,
    `round-${round.review_ref}-${round.number}`,
    textIn(round.title, v.languages).text,
    [...recommendationColumns, ...spreadColumns, ...(names ? [['missing', 'priority.notAnswered', 'text'] as const] : [])],
    rows.map((row) => ({
      ...named(c, row),
      ...cells(row),
      level: row.level,
      missing: (row.missing ?? []).map((one) => (one.body ? `${one.name} (${one.body})` : one.name)).join('; '),
    })),
  );
};

/** The agreed levels of a review, beside them what the last round gave, as far as the reader may see it. */
export const exportPriorities = async (c: PageContext, review: { id: number; ref: string }, format: TableFormat): Promise<Response> => {
  const v = visit(c);
  const [agreed, rounds] = await Promise.all([agreedOnReview(v.db, v.actor, review.id), roundsOf(v.db, v.actor, review.id, v.today)]);
  const round = roundToShow(rounds);
  const sheet = new Map((round ? await sheetOf(v.db, v.actor, round.id, v.today) : []).map((row) => [row.id, row]));
  return send(
    c,
    format,
    `priorities-${review.ref}`,
    v.t('priority.of', { review: review.ref }),
    [...recommendationColumns, ...agreedColumns, ...spreadColumns],
    agreed.map((one) => {
      const row = sheet.get(one.id);
      return {
        ...named(c, one),
        level: one.level,
        urgent: yesNo(v.t, one.urgent),
        important: yesNo(v.t, one.important),
        rationale: one.rationale,
        agreedOn: one.agreed_on,
        link: one.decided_link,
        ...(row ? cells(row) : {}),
      };
    }),
  );
};

type Named = readonly [key: string, label: string, kind: Column['kind']];

const recommendationColumns: readonly Named[] = [
  ['ref', 'priority.recommendation', 'text'],
  ['number', 'priority.number', 'text'],
  ['title', 'priority.recommendationTitle', 'text'],
  ['level', 'priority.level', 'text'],
];

const agreedColumns: readonly Named[] = [
  ['urgent', 'priority.urgent', 'text'],
  ['important', 'priority.important', 'text'],
  ['rationale', 'priority.rationale', 'text'],
  ['agreedOn', 'priority.agreedOn', 'day'],
  ['link', 'priority.decision', 'text'],
];

const spreadColumns: readonly Named[] = [
  ['urgencyLow', 'priority.urgencyLow', 'number'],
  ['urgencyMedian', 'priority.urgencyMedian', 'number'],
  ['urgencyHigh', 'priority.urgencyHigh', 'number'],
  ['importanceLow', 'priority.importanceLow', 'number'],
  ['importanceMedian', 'priority.importanceMedian', 'number'],
  ['importanceHigh', 'priority.importanceHigh', 'number'],
  ['suggested', 'priority.suggested', 'text'],
  ['answered', 'priority.answered', 'number'],
  ['scorers', 'priority.scorers', 'number'],
];

const cells = (row: SheetRow): Row => ({
  ...(row.spread
    ? {
        urgencyLow: row.spread.urgency.low,
        urgencyMedian: row.spread.urgency.median,
        urgencyHigh: row.spread.urgency.high,
        importanceLow: row.spread.importance.low,
        importanceMedian: row.spread.importance.median,
        importanceHigh: row.spread.importance.high,
        suggested: suggestedLevel(mediansOf(row.spread)),
      }
    : {}),
  answered: Number(row.answered),
  scorers: Number(row.scorers),
});

const named = (c: PageContext, row: Pick<SheetRow, 'ref' | 'number' | 'title'>): Row => ({
  ref: row.ref,
  number: row.number,
  title: textIn(row.title, visit(c).languages).text,
});

const yesNo = (t: (key: string) => string, value: boolean | null): string | null =>
  value === null ? null : t(value ? 'priority.yes' : 'priority.no');

const send = async (
  c: PageContext,
  format: TableFormat,
  name: string,
  title: string,
  columns: readonly Named[],
  rows: readonly Row[],
): Promise<Response> => {
  const v = visit(c);
  const keys = c.req.query('headings') === 'keys';
  const file = await writeTable(format, {
    columns: columns.map(([key, label, kind]) => ({ key, title: keys ? key : v.t(label), kind })),
    // Every row has every column, so that an empty cell is an empty cell in JSON too.
    rows: rows.map((row) => Object.fromEntries(columns.map(([key]) => [key, row[key] ?? null]))),
    title,
    bom: c.req.query('bom') === 'yes',
    locale: v.language,
    exportedAt: v.now,
  });
  return sendFile(c, file, name);
};
