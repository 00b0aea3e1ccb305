import type { z } from 'zod';
import { textsSchema } from './texts.ts';

/** The entries of a form: a FormData, pairs, or what a body parser made of them (an array where a name came more than once). */
export type FormEntries = Iterable<readonly [string, unknown]> | Readonly<Record<string, unknown>>;

/**
 * Turns the flat entries of a form into nested input: `a.b` and `a[0].b` become objects and arrays, a name that comes more than once (or
 * ends in `[]`) an array. With a schema, a repeated name whose field is no list keeps its last value, and one value for a plain array is
 * put into one; a text that could be in several languages and comes without one is in that of the page, `language`. Gaps in the numbering
 * of an array close. Names that would reach into the prototype are left out.
 */
export const fromForm = (entries: FormEntries, schema?: z.ZodType, language?: string): Record<string, unknown> => {
  const root: Branch = { children: new Map() };
  for (const [name, values] of grouped(entries)) {
    const steps = stepsOf(name);
    if (!steps) continue;
    place(root, steps, values.length === 1 && !name.endsWith('[]') ? values[0] : values);
  }
  const input = grown(root);
  const nested = isRecord(input) ? input : {};
  return schema ? (fitted(nested, schema, language) as Record<string, unknown>) : nested;
};

interface Branch {
  children: Map<string | number, Branch>;
  leaf?: { value: unknown };
}

const grouped = (entries: FormEntries): Map<string, unknown[]> => {
  const all = new Map<string, unknown[]>();
  const pairs = Symbol.iterator in entries ? (entries as Iterable<readonly [string, unknown]>) : Object.entries(entries);
  for (const [name, value] of pairs) {
    all.set(name, [...(all.get(name) ?? []), ...(Array.isArray(value) ? value : [value])]);
  }
  return all;
};

/** `leads[0].email` as ['leads', 0, 'email']; undefined for a name that is not made so. */
const stepsOf = (name: string): (string | number)[] | undefined => {
  const plain = name.replace(/\[\]$/, '');
  if (plain.length > 200 || !/^[^.[\]]+(\.[^.[\]]+|\[\d{1,4}\])*$/.test(plain)) return undefined;
  const steps = [...plain.matchAll(/[^.[\]]+|\[\d+\]/g)].map(([step]) => (step.startsWith('[') ? Number(step.slice(1, -1)) : step));
  return steps.some((step) => step === '__proto__' || step === 'constructor' || step === 'prototype') ? undefined : steps;
};

const place = (root: Branch, steps: readonly (string | number)[], value: unknown): void => {
  let branch = root;
  for (const step of steps) {
    const next = branch.children.get(step) ?? { children: new Map() };
    branch.children.set(step, next);
    branch = next;
  }
  branch.leaf = { value };
};

/** A name that has both a value and parts (`title` and `title.fr`) keeps its parts. */
const grown = (branch: Branch): unknown => {
  if (branch.children.size === 0) return branch.leaf?.value;
  const children = [...branch.children];
  if (children.every(([step]) => typeof step === 'number')) {
    return children.sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => grown(child));
  }
  return Object.fromEntries(children.map(([step, child]) => [step, grown(child)]));
};

interface Shape {
  type: string;
  innerType?: z.ZodType;
  in?: z.ZodType;
  out?: z.ZodType;
  element?: z.ZodType;
  shape?: Record<string, z.ZodType>;
}

const fitted = (value: unknown, schema: z.ZodType, language: string | undefined): unknown => {
  const { kind, own } = unwrapped(schema);
  if (kind === storedTexts() && language && typeof value === 'string' && value.trim() !== '') return { text: value, language };
  if (kind.type === 'object' && isRecord(value)) {
    const { shape = {} } = kind;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, shape[name] ? fitted(each, shape[name], language) : each]),
    );
  }
  if (kind.type === 'array') {
    if (Array.isArray(value)) return value.map((each) => (kind.element ? fitted(each, kind.element, language) : each));
    return own ? value : [value];
  }
  return Array.isArray(value) && kind.type !== 'union' && kind.type !== 'any' && kind.type !== 'unknown' ? value.at(-1) : value;
};

const storedTexts = (): Shape => unwrapped(textsSchema as unknown as z.ZodType).kind;

/** The schema below wrappers; `own` where a reader of ours stands before it and takes single values itself. */
const unwrapped = (schema: z.ZodType, own = false): { kind: Shape; own: boolean } => {
  const kind = (schema as unknown as { def: Shape }).def;
  if (kind.type === 'pipe' && kind.in && kind.out) {
    const reads = (kind.in as unknown as { def: Shape }).def.type === 'transform';
    return unwrapped(reads ? kind.out : kind.in, own || reads);
  }
  return kind.innerType ? unwrapped(kind.innerType, own) : { kind, own };
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
