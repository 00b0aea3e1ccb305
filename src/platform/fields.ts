import { z } from 'zod';
import { parseEmail } from './addresses/email.ts';
import { parseWebAddress } from './addresses/url.ts';
import type { Problem } from './errors.ts';
import { countryCodes, countryFrom } from './i18n/countries.ts';
import { type FlexibleDay, latinDigits, readDay } from './i18n/days.ts';
import { readFlexibleDay } from './i18n/flexible-days.ts';
import { languageFrom } from './i18n/languages.ts';
import { plainTexts, type Texts, textsSchema } from './i18n/texts.ts';

/**
 * The fields of every noun file. Each takes what a form, a cell of a table and a JSON value may hold, and gives the one stored form. It
 * describes itself for JSON Schema by that stored form. What is wrong is said as message keys; see `fieldProblems`.
 *
 * A field refuses to be absent or empty unless it stands in `optional`.
 */
type Field<Out, In = Out> = z.ZodType<Out, In>;

/** Text of several lines: Unicode NFC, no outer space, no control characters. Lengths are in characters (code points). */
export const text = ({ min = 1, max = 2_000 }: { min?: number; max?: number } = {}): Field<string> =>
  written(min, max, (typed) => typed.replace(/\r\n?/g, '\n').trim(), {});

/** Text without a practical limit: a report, a statement, minutes. */
export const longText = ({ min = 1, max = 200_000 }: { min?: number; max?: number } = {}): Field<string> => text({ min, max });

/** Text of one line: a title, a name. Line breaks and repeated spaces become one space. */
export const line = ({ min = 1, max = 200 }: { min?: number; max?: number } = {}): Field<string> =>
  written(min, max, (typed) => typed.replace(/\s+/gu, ' ').trim(), {});

/** The reference of a record, upper case: `AL-ALAC-ST-0620-01-00-EN`, `WS2-1.7`. It stands in addresses as one part, so it holds no slash. */
export const reference = ({ max = 60 }: { max?: number } = {}): Field<string, string | number> =>
  written(
    1,
    max,
    (typed) => typed.trim().toUpperCase(),
    { pattern: referencePattern.source },
    (typed) => (referencePattern.test(typed) ? typed : wrong('field.reference')),
  );

/** A day as `2023-03-12`; see `readDay` for what else is understood. A cell that holds a date (`Date`, midnight UTC) is one too. */
export const day = (): Field<string> =>
  field(z.string().meta({ format: 'date', examples: ['2023-03-12'] }), (raw) => {
    if (raw instanceof Date && !Number.isNaN(raw.getTime())) return raw.toISOString().slice(0, 10);
    const typed = textOf(raw);
    if (typed === undefined) return wrong('field.dayInvalid');
    const read = readDay(typed);
    return 'day' in read ? read.day : wrong(read.refused, { typed: typed.trim() });
  });

const isoDay = z.iso.date({ error: 'field.dayInvalid' });
const flexibleDaySchema = z
  .strictObject({ from: isoDay.nullable(), to: isoDay.optional(), precision: z.enum(['day', 'month', 'year', 'unknown']) })
  .refine(({ from, to }) => !to || (from !== null && from <= to), { error: 'field.dayOrder', path: ['to'] })
  .meta({ description: 'A day that may not be fixed yet, as the days between which it lies' }) as unknown as z.ZodType<FlexibleDay>;

/** A day that may not be fixed: the object itself or words such as `2014?`, `March 2019`, `end 2020`, `Q3 2021`. */
export const flexibleDay = (): Field<FlexibleDay, FlexibleDay | string> =>
  field(flexibleDaySchema, (raw) => {
    if (isRecord(raw))
      return { from: blank(raw.from) ? null : raw.from, ...(blank(raw.to) ? {} : { to: raw.to }), precision: raw.precision };
    if (raw instanceof Date && !Number.isNaN(raw.getTime())) return { from: raw.toISOString().slice(0, 10), precision: 'day' };
    const typed = textOf(raw);
    if (typed === undefined) return wrong('field.dayInvalid');
    const exact = readDay(typed);
    if ('refused' in exact && exact.refused === 'field.dayAmbiguous') return wrong('field.dayAmbiguous', { typed: typed.trim() });
    return readFlexibleDay(typed) ?? wrong('field.flexibleDay', { typed: typed.trim() });
  });

/**
 * A moment, as ISO 8601 in UTC. Its zone must be known: `2023-03-12T14:00+02:00`, `2023-03-12T14:00[Africa/Cairo]`, `2023-03-12 14:00 UTC`,
 * or `{ local: '2023-03-12T14:00', zone: 'Africa/Cairo' }` from the two inputs of a form.
 */
export const instant = (): Field<string, string | { local: string; zone: string }> =>
  field(
    z.string().meta({ format: 'date-time', examples: ['2023-03-12T12:00:00Z'] }),
    (raw) => {
      if (raw instanceof Date && !Number.isNaN(raw.getTime())) return raw.toISOString();
      if (isRecord(raw)) return instantIn(`${String(raw.local ?? '')}[${String(raw.zone ?? '')}]`) ?? wrong('field.instant');
      const typed = textOf(raw)?.trim();
      if (typed === undefined) return wrong('field.instant');
      const moment = instantIn(typed.replace(/\s*(?:utc|gmt)$/i, 'Z'));
      return moment ?? wrong(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?$/.test(typed) ? 'field.instantZone' : 'field.instant');
    },
    (raw) => blank(raw) || (isRecord(raw) && blank(raw.local)),
  );

/** A whole number; spaces, points or commas between groups of three are understood, and so are the digits of every script. */
export const whole = (min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER): Field<number, number | string> =>
  field(z.int().min(min).max(max), (raw) => {
    const number = typeof raw === 'number' ? raw : wholeFrom(textOf(raw) ?? '');
    return number !== undefined && Number.isSafeInteger(number) ? within(number, min, max) : wrong('field.whole');
  });

/** A share of a hundred, from 0 to 100: `98`, `98 %`, `98,5`. A JSON 0.98 is not 98 but less than one percent. */
export const percent = (): Field<number, number | string> =>
  field(z.number().min(0).max(100), (raw) => {
    if (typeof raw === 'number') return Number.isFinite(raw) ? within(raw, 0, 100) : wrong('field.percent');
    const typed = latinDigits(textOf(raw) ?? '').replace(/[\s%٪\u200e\u200f\u061c]/gu, '');
    return /^-?\d+([.,٫]\d+)?$/.test(typed) ? within(Number(typed.replace(/[,٫]/, '.')), 0, 100) : wrong('field.percent');
  });

/**
 * Yes or no, in the words of our languages. An unticked box sends nothing, so a form puts a hidden `no` of the same name before the box:
 * of several values the last counts.
 */
export const yesNo = (): Field<boolean, boolean | string | number> =>
  field(z.boolean(), (raw) => {
    const last = Array.isArray(raw) ? raw.at(-1) : raw;
    if (typeof last === 'boolean') return last;
    const word = fold(textOf(last) ?? '');
    return yesWords.has(word) ? true : noWords.has(word) ? false : wrong('field.yesNo');
  });

/** One of fixed values. Letter case, spaces and punctuation do not count (`It Depends` is `itDepends`); `synonyms` maps other words to values. */
export const choice = <const Value extends string>(
  values: readonly [Value, ...Value[]],
  synonyms: Record<string, NoInfer<Value>> = {},
): Field<Value, string> => {
  const byWord = new Map(
    [...Object.entries(synonyms), ...values.map((value) => [value, value] as const)].map(([word, value]) => [fold(word), value]),
  );
  return field(
    z.enum(values) as unknown as z.ZodType<Value>,
    (raw) => byWord.get(fold(textOf(raw) ?? '')) ?? wrong('field.choice', { typed: shown(raw) }),
  );
};

/**
 * Several of one field, without repetition: an array, one value, or a cell with `;` or line breaks between (`commas` too, where no value has
 * any). The empty text is the empty list: a form sends it as a hidden input so that nothing ticked is not the same as not asked.
 */
export const many = <Out, In>(
  of: Field<Out, In>,
  { min = 0, max = 500, commas = false }: { min?: number; max?: number; commas?: boolean } = {},
): Field<Out[], In[] | string> => {
  const list = z.array(of).refine((items) => items.length >= min, { error: 'field.required' });
  const limited = list.refine((items) => items.length <= max, { error: 'field.tooMany', params: { values: { max } } });
  const described = limited.meta({ ...(min > 0 ? { minItems: min } : {}), maxItems: max, uniqueItems: true }) as unknown as z.ZodType<
    Out[]
  >;
  const read = (raw: unknown): unknown => {
    const items = typeof raw === 'string' ? raw.split(commas ? /[;؛,،、\n]/u : /[;؛\n]/u) : Array.isArray(raw) ? raw : [raw];
    return items.filter((item) => !blank(item));
  };
  const parsed = field(described, read, (raw) => raw === undefined || raw === null || (blank(raw) && min > 0));
  const distinct = parsed.overwrite((items) => [...new Map(items.map((item) => [JSON.stringify(item), item])).values()]);
  emptiness.set(distinct, (raw) => blank(raw) && (raw !== '' || min > 0));
  return distinct as unknown as Field<Out[], In[] | string>;
};

/** An e-mail address in any script, as typed with the domain in its own script; compare by `addressKey`. */
export const email = (): Field<string> =>
  field(z.string().meta({ format: 'idn-email', maxLength: 254 }), (raw) => {
    const read = parseEmail(textOf(raw) ?? '');
    return 'refused' in read ? wrong(read.refused) : read.shown;
  });

/** A web address, http or https only, kept in ASCII; show it with `shownWebAddress`. */
export const url = (): Field<string> =>
  field(z.string().meta({ format: 'uri', maxLength: 2_000 }), (raw) => {
    const address = parseWebAddress(textOf(raw) ?? '');
    return address && address.length <= 2_000 ? address : wrong('field.url');
  });

/** A language as BCP 47; names of languages are understood. */
export const language = (): Field<string> =>
  field(
    z.string().meta({ description: 'Language tag, BCP 47', examples: ['fr'] }),
    (raw) => languageFrom(textOf(raw) ?? '') ?? wrong('field.language'),
  );

/** A country as ISO 3166-1 alpha-2, or XK; alpha-3 codes and names of countries are understood. */
export const country = (): Field<string> =>
  field(
    z.string().meta({ description: 'Country, ISO 3166-1 alpha-2, or XK', pattern: '^[A-Z]{2}$', examples: [countryCodes[0]] }),
    (raw) => countryFrom(textOf(raw) ?? '') ?? wrong('field.country'),
  );

export type TextsInput = string | Texts | { text: string; language: string } | Record<string, string>;

/**
 * A text in any number of languages. Taken: the stored object, `{ text, language }` (two inputs of a form), a map of languages to texts
 * (columns `title.en`, `title.fr`; `original` names the original, otherwise it is the first) or bare text, which counts as `inLanguage`. Empty translations are left out.
 */
export const texts = ({ max = 200_000, inLanguage = 'en' }: { max?: number; inLanguage?: string } = {}): Field<Texts, TextsInput> =>
  field(
    textsSchema,
    (raw) => {
      const read = textsFrom(raw, inLanguage);
      if (!read) return wrong('field.invalid');
      const tooLong = Object.values(read.texts).some((each) => typeof each === 'string' && lengthOf(each) > max);
      return tooLong ? wrong('field.tooLong', { max }) : read;
    },
    (raw) => blank(raw) || (isRecord(raw) && Object.keys(textsFrom(raw, inLanguage)?.texts ?? { other: '' }).length === 0),
  );

/** The number of a record. */
export const id = (): Field<number, number | string> => positive('field.id');

/** The version that the reader has seen, against lost updates. */
export const version = (): Field<number, number | string> => positive('field.version');

/**
 * A field that may stay empty. Absent stays absent (`undefined`: not spoken of, so a change leaves it alone); the empty text of a form, an
 * empty cell and null become `null` (empty, so a change clears it).
 */
export const optional = <Inner extends z.ZodType>(inner: Inner): z.ZodOptional<z.ZodNullable<Inner>> => {
  const isEmpty = emptiness.get(inner) ?? blank;
  const made = z.preprocess((raw) => (raw !== undefined && isEmpty(raw) ? null : raw), inner.nullish());
  return made as unknown as z.ZodOptional<z.ZodNullable<Inner>>;
};

/** An issue for `superRefine` in a noun file, told as a message key. */
export const issue = (key: string, values: Problem['values'] = {}, path: (string | number)[] = []) => ({
  code: 'custom' as const,
  message: key,
  params: { values },
  path,
});

export { fieldProblems } from './i18n/field-problems.ts';
export { fromForm } from './i18n/form-input.ts';

const WRONG = Symbol('wrong');
interface Wrong {
  [WRONG]: { key: string; values: Record<string, string | number> };
}
const wrong = (key: string, values: Record<string, string | number> = {}): Wrong => ({ [WRONG]: { key, values } });

/** Which inputs a field counts as empty, for `optional`. */
const emptiness = new WeakMap<object, (raw: unknown) => boolean>();

/**
 * Reads, then checks against the stored form. Only the stored form is described: `preprocess` lets JSON Schema see through to it, where a
 * transform or `coerce` would describe itself as anything.
 */
const field = <Out, In>(
  stored: z.ZodType<Out>,
  read: (raw: unknown) => unknown,
  isEmpty: (raw: unknown) => boolean = blank,
): Field<Out, In> => {
  const made = z.preprocess((raw, context) => {
    const value = isEmpty(raw) ? wrong('field.required') : read(raw);
    if (!isWrong(value)) return value;
    const { key, values } = value[WRONG];
    context.addIssue({ ...issue(key, values), input: raw });
    return z.NEVER;
  }, stored);
  emptiness.set(made, isEmpty);
  return made as unknown as Field<Out, In>;
};

const isWrong = (value: unknown): value is Wrong => typeof value === 'object' && value !== null && WRONG in value;

const written = <In>(
  min: number,
  max: number,
  tidy: (typed: string) => string,
  description: Record<string, unknown>,
  check: (typed: string) => string | Wrong = (typed) => typed,
): Field<string, In> =>
  field(
    z.string().meta({ ...(min > 0 ? { minLength: min } : {}), maxLength: max, ...description }),
    (raw) => {
      const typed = textOf(raw);
      if (typed === undefined) return wrong('field.text');
      // Control characters cannot be stored (zero) or seen (the others).
      const value = tidy(
        typed
          .toWellFormed()
          .normalize('NFC')
          .replace(/[^\P{Cc}\n\t]/gu, ''),
      );
      if (value === '' && min > 0) return wrong('field.required');
      const length = lengthOf(value);
      if (length < min) return wrong('field.tooShort', { min, length });
      return length > max ? wrong('field.tooLong', { max, length }) : check(value);
    },
    (raw) => (min > 0 ? blank(raw) : raw === undefined || raw === null),
  );

const referencePattern = /^[A-Z0-9][A-Z0-9.-]*$/;

const positive = (key: string): Field<number, number | string> =>
  field(z.int().min(1), (raw) => {
    const number = typeof raw === 'string' && /^\s*\d{1,15}\s*$/.test(raw) ? Number(raw) : raw;
    return typeof number === 'number' && Number.isSafeInteger(number) && number >= 1 ? number : wrong(key);
  });

const within = (number: number, min: number, max: number): number | Wrong =>
  number < min ? wrong('field.tooSmall', { min }) : number > max ? wrong('field.tooLarge', { max }) : number;

const wholeFrom = (typed: string): number | undefined => {
  const digits = latinDigits(typed).trim().replace(/^−/, '-');
  if (/^[+-]?\d+$/.test(digits)) return Number(digits);
  return /^[+-]?\d{1,3}([\s.,٬'’])\d{3}(\1\d{3})*$/u.test(digits) ? Number(digits.replace(/[\s.,٬'’]/gu, '')) : undefined;
};

const instantIn = (typed: string): string | undefined => {
  for (const read of [() => Temporal.Instant.from(typed), () => Temporal.ZonedDateTime.from(typed).toInstant()]) {
    try {
      return read().toString();
    } catch {
      // Not of this form; the next one may fit.
    }
  }
  return undefined;
};

const textsFrom = (raw: unknown, inLanguage: string): { original: string; texts: Record<string, unknown>; state?: unknown } | undefined => {
  if (typeof raw === 'string' || typeof raw === 'number') return plainTexts(inLanguage, clean(String(raw)));
  if (!isRecord(raw)) return undefined;
  if ('text' in raw) return textsFrom({ [String(raw.language ?? inLanguage)]: raw.text }, inLanguage);
  const { original: named, ...loose } = raw;
  const stored = isRecord(raw.texts) ? raw.texts : loose;
  const kept = Object.entries(stored).flatMap(([code, each]): [string, unknown][] =>
    blank(each) ? [] : [[languageFrom(code) ?? code, typeof each === 'string' ? clean(each) : each]],
  );
  const wished = typeof named === 'string' ? (languageFrom(named) ?? named) : undefined;
  // A form names an original before anything is written in it; then the first text that there is counts.
  const original = wished && (raw.texts || kept.some(([code]) => code === wished)) ? wished : (kept[0]?.[0] ?? inLanguage);
  return { original, texts: Object.fromEntries(kept), ...(isRecord(raw.texts) && raw.state !== undefined ? { state: raw.state } : {}) };
};

const clean = (typed: string): string => typed.toWellFormed().normalize('NFC').replace(/\r\n?/g, '\n').replaceAll('\0', '').trim();

const yesWords = new Set(['yes', 'y', 'true', '1', 'on', 'x', '✓', 'oui', 'vrai', 'si', 'sí', 'verdadero', 'نعم', 'sim', 'да', '是']);
const noWords = new Set(['no', 'n', 'false', '0', 'off', 'non', 'faux', 'falso', 'لا', 'não', 'нет', '否']);

const fold = (word: string): string => {
  const plain = word.normalize('NFKC').toLowerCase();
  return plain.replace(/[^\p{L}\p{N}\p{M}✓]/gu, '');
};

const lengthOf = (written: string): number => [...written].length;
const textOf = (raw: unknown): string | undefined =>
  typeof raw === 'string' ? raw : typeof raw === 'number' || typeof raw === 'bigint' || typeof raw === 'boolean' ? String(raw) : undefined;
const shown = (raw: unknown): string => (textOf(raw) ?? '').trim().slice(0, 80);
const isRecord = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(raw instanceof Date);
function blank(raw: unknown): boolean {
  return raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '');
}
