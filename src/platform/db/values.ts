import pg from 'pg';

/**
 * What comes out of the database, by its type:
 * `int8` and `numeric` are numbers, `date` is "2026-11-22", `timestamptz` is "2026-11-22T15:58:00.123456Z" (always UTC), `timestamp` the
 * same without Z, `time` is "15:58:00", `interval` is "P1DT2H": all as `Temporal` reads them, never `Date`. The rest is as `pg` has it.
 */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return pg.types.getTypeParser(oid, 'binary');
    const parse = parsers[oid];
    if (parse) return parse;
    const parseElement = parsers[elements[oid] ?? 0];
    return parseElement ? (text: string) => each(strings(text), parseElement) : pg.types.getTypeParser(oid, 'text');
  },
};

type Nested = null | string | Nested[];
const textArray: number = 1009;
const strings: (text: string) => Nested = pg.types.getTypeParser(textArray, 'text');
const each = (value: Nested, parse: (text: string) => unknown): unknown =>
  Array.isArray(value) ? value.map((inner) => each(inner, parse)) : value === null ? null : parse(value);

/** Above 2⁵³ a number would silently be another one. */
function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`The database holds ${text}, which is too large for a number here.`);
  return number;
}

function instant(text: string): string {
  const iso = text.replace(' ', 'T');
  if (iso.endsWith('+00')) return `${iso.slice(0, -3)}Z`;
  return /\d[+-]\d\d(:\d\d)?$/.test(iso) ? Temporal.Instant.from(iso).toString() : text;
}

const plainDateTime = (text: string) => text.replace(' ', 'T');
const asIs = (text: string) => text;

const { INT8, NUMERIC, DATE, TIMESTAMP, TIMESTAMPTZ, INTERVAL } = pg.types.builtins;
const parsers: Record<number, (text: string) => unknown> = {
  [INT8]: wholeNumber,
  [NUMERIC]: Number,
  [DATE]: asIs,
  [TIMESTAMP]: plainDateTime,
  [TIMESTAMPTZ]: instant,
  [INTERVAL]: asIs,
};

/** The array type of each, which PostgreSQL numbers separately. */
const elements: Record<number, number> = { 1016: INT8, 1231: NUMERIC, 1182: DATE, 1115: TIMESTAMP, 1185: TIMESTAMPTZ, 1187: INTERVAL };
