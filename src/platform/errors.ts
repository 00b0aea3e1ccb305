import type { Texts } from './i18n/texts.ts';

/** The five ways to refuse. Anything else that is thrown is a fault: logged whole, shown plain. */
export type RefusalKind = 'invalid' | 'forbidden' | 'notFound' | 'conflict' | 'unavailable';

/** What is wrong at one place of an input: `path` as in the input, `key` a message key, `values` its slots. */
export interface Problem {
  path: readonly (string | number)[];
  key: string;
  values?: Record<string, string | number>;
}

/** Who changed which field since the reader last looked; shown with a stale edit. */
export interface Change {
  who: string;
  at: string;
  table: string;
  field: string;
  before: unknown;
  after: unknown;
  /** What keys and numbers of other records are called; see `FieldChange`. */
  beforeNames: readonly { name: Texts | string; href?: string | null }[] | null;
  afterNames: readonly { name: Texts | string; href?: string | null }[] | null;
}

export class Refusal extends Error {
  readonly kind: RefusalKind;
  /** A message key: the words stand in `messages/`. */
  readonly key: string;
  readonly values: Record<string, string | number>;
  readonly problems: readonly Problem[];
  readonly changes: readonly Change[];

  constructor(
    kind: RefusalKind,
    key: string,
    more: { values?: Record<string, string | number>; problems?: readonly Problem[]; changes?: readonly Change[] } = {},
  ) {
    super(`${kind}: ${key}`);
    this.name = 'Refusal';
    this.kind = kind;
    this.key = key;
    this.values = more.values ?? {};
    this.problems = more.problems ?? [];
    this.changes = more.changes ?? [];
  }
}

export const statusOf: Record<RefusalKind, 422 | 403 | 404 | 409 | 503> = {
  invalid: 422,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  unavailable: 503,
};

/** A refusal that belongs to fields: one problem per field, shown beside it. */
export const invalid = (problems: readonly Problem[]): Refusal => new Refusal('invalid', 'refusal.invalid', { problems });

/** A refusal of one field. */
export const invalidField = (path: string | readonly (string | number)[], key: string, values?: Record<string, string | number>): Refusal =>
  invalid([{ path: typeof path === 'string' ? [path] : path, key, ...(values ? { values } : {}) }]);

/** What was typed is not among the words that a community offers: the same words as for a choice of ours. */
export const noneOf = (typed: string, offered: readonly string[]): Pick<Problem, 'key' | 'values'> => ({
  key: 'field.choice',
  values: { typed: typed.slice(0, 80), offered: offered.join(', ') },
});

export const forbidden = (key = 'refusal.forbidden', values?: Record<string, string | number>): Refusal =>
  new Refusal('forbidden', key, values ? { values } : {});

export const notFound = (key = 'refusal.notFound', values?: Record<string, string | number>): Refusal =>
  new Refusal('notFound', key, values ? { values } : {});

export const conflict = (key: string, values?: Record<string, string | number>, changes?: readonly Change[]): Refusal =>
  new Refusal('conflict', key, { ...(values ? { values } : {}), ...(changes ? { changes } : {}) });

export const unavailable = (key: string, values?: Record<string, string | number>): Refusal =>
  new Refusal('unavailable', key, values ? { values } : {});
