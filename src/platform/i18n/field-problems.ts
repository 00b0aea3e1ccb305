import type { z } from 'zod';
import type { Problem } from '../errors.ts';

/**
 * What is wrong with an input, as message keys. Issues of our own fields carry their key; those of bare Zod schemas are given the nearest
 * of our words.
 */
export const fieldProblems = (error: z.ZodError): Problem[] => problemsOf(error.issues as Issue[], []);

/** The same for whoever has no choice before their eyes, in a program or in a line of a file: which values there are. */
export const withOffer = ({ path, key, values }: Problem): Problem =>
  key === 'field.choice' && values?.offered
    ? { path, key: values.typed ? 'field.choiceTyped' : 'field.choiceOf', values }
    : { path, key, ...(values ? { values } : {}) };

type Issue = z.core.$ZodIssue;

const problemsOf = (issues: readonly Issue[], at: readonly PropertyKey[]): Problem[] =>
  issues.flatMap((each) => problemsIn(each, [...at, ...each.path]));

const problemsIn = (each: Issue, at: readonly PropertyKey[]): Problem[] => {
  const path = at.map((step) => (typeof step === 'number' ? step : String(step)));
  if (isKey(each.message)) return [{ path, key: each.message, values: valuesOf(each) }];
  switch (each.code) {
    case 'invalid_union':
      return each.errors.length > 0
        ? problemsOf(nearest(each.errors as Issue[][]), at)
        : [{ path, key: 'field.choice', values: { typed: '' } }];
    case 'invalid_key':
    case 'invalid_element':
      return problemsOf(each.issues as Issue[], at);
    case 'unrecognized_keys':
      return each.keys.map((name) => ({ path: [...path, name], key: 'field.unknown', values: { name } }));
    case 'invalid_type':
      return [{ path, key: /received (undefined|null)$/.test(each.message) ? 'field.required' : 'field.invalid' }];
    case 'too_small':
      return [{ path, ...tooSmall(each) }];
    case 'too_big':
      return [{ path, ...tooLarge(each) }];
    case 'invalid_value':
      return [{ path, key: 'field.choice', values: { typed: '', offered: each.values.map(String).join(', ') } }];
    default:
      return [{ path, key: 'field.invalid' }];
  }
};

const tooSmall = ({ origin, minimum }: { origin: string; minimum: number | bigint }): Omit<Problem, 'path'> => {
  const min = Number(minimum);
  if (origin === 'string') return min <= 1 ? { key: 'field.required' } : { key: 'field.tooShort', values: { min } };
  if (origin === 'array' || origin === 'set') return min <= 1 ? { key: 'field.required' } : { key: 'field.tooFew', values: { min } };
  return { key: 'field.tooSmall', values: { min } };
};

const tooLarge = ({ origin, maximum }: { origin: string; maximum: number | bigint }): Omit<Problem, 'path'> => {
  const max = Number(maximum);
  if (origin === 'string') return { key: 'field.tooLong', values: { max } };
  if (origin === 'array' || origin === 'set') return { key: 'field.tooMany', values: { max } };
  return { key: 'field.tooLarge', values: { max } };
};

/** Of the branches of a union the one that went furthest, which is the one the writer meant. */
const nearest = (branches: Issue[][]): Issue[] => {
  const score = (issues: Issue[]) => Math.max(...issues.map((each) => each.path.length * 2 + (isKey(each.message) ? 1 : 0)));
  return branches.toSorted((a, b) => score(b) - score(a))[0] ?? [];
};

const isKey = (message: string): boolean => /^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)+$/.test(message);

const valuesOf = (each: Issue): Record<string, string | number> => {
  const given = each.code === 'custom' ? (each.params?.values as Record<string, string | number> | undefined) : undefined;
  if (given) return given;
  if (each.code === 'too_small') return { min: Number(each.minimum) };
  return each.code === 'too_big' ? { max: Number(each.maximum) } : {};
};
