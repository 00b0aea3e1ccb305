import { z } from 'zod';
import type { Problem } from '../errors.ts';

/** Takes `In`, gives the stored form `Out`. */
export type Field<Out, In = Out> = z.ZodType<Out, In>;

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

/**
 * Reads, then checks against the stored form. Only the stored form is described: `preprocess` lets JSON Schema see through to it, where a
 * transform or `coerce` would describe itself as anything.
 */
export const field = <Out, In>(
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

const WRONG = Symbol('wrong');

export interface Wrong {
  [WRONG]: { key: string; values: Record<string, string | number> };
}

export const wrong = (key: string, values: Record<string, string | number> = {}): Wrong => ({ [WRONG]: { key, values } });

const isWrong = (value: unknown): value is Wrong => typeof value === 'object' && value !== null && WRONG in value;

/** Which inputs a field counts as empty, for `optional`. */
export const emptiness = new WeakMap<object, (raw: unknown) => boolean>();

export const textOf = (raw: unknown): string | undefined =>
  typeof raw === 'string' ? raw : typeof raw === 'number' || typeof raw === 'bigint' || typeof raw === 'boolean' ? String(raw) : undefined;

export const isRecord = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(raw instanceof Date);

export const lengthOf = (written: string): number => [...written].length;

export const blank = (raw: unknown): boolean => raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '');
