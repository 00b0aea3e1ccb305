import { z } from 'zod';
import { blank, emptiness, type Field, field, textOf, wrong } from './field.ts';

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
    (raw) => byWord.get(fold(textOf(raw) ?? '')) ?? wrong('field.choice', { typed: shown(raw), offered: values.join(', ') }),
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

const yesWords = new Set(['yes', 'y', 'true', '1', 'on', 'x', '✓', 'oui', 'vrai', 'si', 'sí', 'verdadero', 'نعم', 'sim', 'да', '是']);

const noWords = new Set(['no', 'n', 'false', '0', 'off', 'non', 'faux', 'falso', 'لا', 'não', 'нет', '否']);

const fold = (word: string): string => {
  const plain = word.normalize('NFKC').toLowerCase();
  return plain.replace(/[^\p{L}\p{N}\p{M}✓]/gu, '');
};

const shown = (raw: unknown): string => (textOf(raw) ?? '').trim().slice(0, 80);
