import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '../access/actor.ts';
import type { Command } from '../command.ts';
import type { Day, Instant, Writes } from '../db/tables.ts';
import type { MayBe } from './may-be.ts';
import { freshIds, type RowWrite, writeRows } from './write-rows.ts';

/**
 * A command for lines of imports that can do many lines at once: what they all need to know is asked first, then each line is decided
 * without the database, and what they decided is written together. One line alone goes the same way, so that there is one truth.
 */
export interface TakeIn<Tables, Schema extends z.ZodType, Known, Output> {
  name: string;
  input: Schema;
  /** The table in which a line may make a record. */
  makes: keyof Tables & string;
  /** Asks and locks what these inputs touch, with what the actor may do there. Never refuses. */
  ahead: (tx: Writes<Tables>, inputs: readonly z.output<Schema>[], actor: Actor, today: Day) => Promise<Known>;
  /** Refuses by throwing, before it changes `known`; afterwards `known` tells the next line what this one will have done. */
  decide: (input: z.output<Schema>, known: Known, moment: Moment) => Decided<Tables, Output>;
}

/** What a decision may know beside the records. */
export interface Moment {
  /** For the record that the line makes, if it makes one. */
  id: number;
  actor: Actor;
  now: Instant;
  today: Day;
}

export interface Decided<Tables, Output> {
  /** None where the line says nothing new. */
  rows: readonly RowWrite<Tables>[];
  /** With `mayBe`, the records that a line may be about which makes a new one. */
  output: Output & { mayBe?: readonly MayBe[] };
}

/** Thrown by `decide` where a line builds on a row that a line before it is only going to write: then the lines are done one after another. */
export class Alone extends Error {}

/** One parameter, whatever the number of values, so that the statement stays the same text and keeps its plan. */
export const anyOf = <Value extends string | number>(values: readonly Value[]) => sql<Value>`any(${values})`;

// biome-ignore lint/suspicious/noExplicitAny: commands of all domains have no common row types.
export type AnyTakeIn = TakeIn<any, any, any, any>;

/** The command as `run` performs it, with what an import needs to do many lines at once. */
export const takingIn =
  <Tables>() =>
  <Schema extends z.ZodType, Known, Output>(
    what: TakeIn<Tables, Schema, Known, Output>,
  ): Command<Tables, Schema, undefined, Output> & { takeIn: TakeIn<Tables, Schema, Known, Output> } => ({
    name: what.name,
    input: what.input,
    // What it touches is asked with the day of the call, which `perform` knows.
    subject: async () => undefined,
    perform: async ({ tx, input, actor, now, today }) => {
      const known = await what.ahead(tx, [input], actor, today);
      const [id = 0] = await freshIds(tx, what.makes, 1);
      const { rows, output } = what.decide(input, known, { id, actor, now, today });
      await writeRows(
        tx,
        rows.map((row) => ({ row })),
      );
      return output;
    },
    takeIn: what,
  });
