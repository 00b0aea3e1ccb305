import type { RawBuilder, SqlBool } from 'kysely';
import { z } from 'zod';
import type { AnyWrites } from '../db/tables.ts';

/** Two records of the same thing, by their numbers: the one that is kept and the one that goes. */
export interface Both {
  kept: number;
  gone: number;
}

/** How the rows of a column that names a person or an organisation go along when two of them become one. */
export interface Move {
  /** Message key of what the rows are, for people: "Seats". */
  label: string;
  /**
   * When a row of the record that goes says what one of the kept record says already; asked of `gone_row` and `kept_row`. Such a row goes out
   * of view with its record: archived where rows can be, and in the history.
   */
  meets?: RawBuilder<SqlBool>;
  /** What is to be done where rows meet, before anything moves. */
  settle?: (tx: AnyWrites, both: Both, now: string) => Promise<void>;
  /** The rows tell what was done under the number of the time. They stay; the number leads on. */
  stays?: true;
}

/** By table and column, `tenure.person_id`. */
export type Moves = Readonly<Record<string, Move>>;

const known: { moves: Moves } = { moves: {} };

/** Told once at start what the cards of all domains say. */
export const learnMoves = (cards: readonly { moves?: Moves }[]): void => {
  known.moves = Object.assign({}, ...cards.map((card) => card.moves ?? {}));
};

/** A column of which no card speaks moves like others: no table can be forgotten. */
export const moveOf = (place: string): Move => known.moves[place] ?? { label: 'merge.others' };

export const movesKnown = (): Moves => known.moves;

/** What became of the rows of one column: how many moved, and how many went out of view. */
export interface Moved {
  place: string;
  moved: number;
  aside: number;
}

/** A row that an undoing left as it was, and why: a message key. */
export interface Stayed {
  table: string;
  id: number;
  field?: string;
  why: string;
}

export const sides = ['kept', 'gone'] as const;
export type Side = (typeof sides)[number];

/** Which of the two values is kept, for these fields. Of a field that is not named, that of the kept record, or where it has none the other. */
export const fieldChoices = <Field extends string>(fields: readonly [Field, ...Field[]]): z.ZodType<Partial<Record<Field, Side>>> =>
  z
    .partialRecord(z.enum(fields), z.enum(sides, { error: 'field.choice' }))
    .meta({ description: 'For each field the record whose value is kept' }) as unknown as z.ZodType<Partial<Record<Field, Side>>>;

/** For each field that can be chosen from either record the columns that go together. */
export type ColumnsOf<Field extends string> = Readonly<Record<Field, readonly string[]>>;

/** The record from which each field is taken: the one that was chosen, otherwise the kept one, or where it says nothing the other. */
export const sidesOf = <Field extends string>(
  columnsOf: ColumnsOf<Field>,
  chosen: Partial<Record<Field, Side>> | null | undefined,
  both: Record<Side, object>,
): Record<Field, Side> => {
  const says = (side: Side, field: Field) => columnsOf[field].some((column) => isSome((both[side] as Record<string, unknown>)[column]));
  const fields = Object.keys(columnsOf) as Field[];
  return Object.fromEntries(
    fields.map((field) => [field, chosen?.[field] ?? (says('kept', field) || !says('gone', field) ? 'kept' : 'gone')]),
  ) as Record<Field, Side>;
};

const isSome = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

/** The columns that the kept record takes over. */
export const takenOver = <Field extends string>(columnsOf: ColumnsOf<Field>, from: Record<Field, Side>): string[] =>
  (Object.keys(columnsOf) as Field[]).filter((field) => from[field] === 'gone').flatMap((field) => columnsOf[field]);
