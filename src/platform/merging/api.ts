import { z } from 'zod';
import type { Actor } from '../access/actor.ts';
import type { AnyCommand } from '../command.ts';
import type { AnyReads } from '../db/tables.ts';
import { forbidden } from '../errors.ts';
import { optional, whole, yesNo } from '../fields.ts';
import { type ApiRow, changes, listOf, reads } from '../http/api.ts';
import type { Page, Suggested } from './suggested.ts';

/** Rows that an undoing left as they were, and why. */
const stayedRows = z.array(z.object({ table: z.string(), id: z.number(), field: z.string().optional(), why: z.string() }));

/** What a kind of record brings so that programs find its duplicates, merge them and part them again. */
export interface MergingRows<Shown> {
  /** `/people` */
  path: string;
  /** The field under which answers name a record: `person`. */
  field: string;
  /** What names a record, `number`, and several of them, `people`, in English. */
  key: string;
  several: string;
  keySchema: z.ZodType;
  /** How a record of a pair is recognised. */
  shown: z.ZodType<Shown>;
  reasons: readonly [string, ...string[]];
  may: (actor: Actor) => boolean;
  suggested: (db: AnyReads, actor: Actor, page: Page) => { execute: () => Promise<Suggested<Shown, string>[]> };
  commands: { merge: AnyCommand; unmerge: AnyCommand; keepApart: AnyCommand };
}

const asked = z.object({ page: optional(whole(1, 100_000)), per: optional(whole(1, 100)), apart: optional(yesNo()) });

/** To stand before the rows that take any word for a record. */
export const mergingRows = <Shown>(kind: MergingRows<Shown>): readonly ApiRow[] => {
  const { path, field, key, several, keySchema, commands } = kind;
  const one = several === 'people' ? 'person' : field;
  const given = <Given>(output: Given) => output;
  return [
    reads({
      path: `${path}/duplicates`,
      summary: `Pairs of records that may be of one ${one}, the surest first, with the reasons; with \`apart\` those that are known to be of two.`,
      input: asked,
      output: listOf(z.object({ one: kind.shown, other: kind.shown, why: z.array(z.enum(kind.reasons)) })),
      ask: async (db, actor, { page, per, apart }) => {
        if (!kind.may(actor)) throw forbidden();
        const wanted = { page: page ?? 1, perPage: per ?? 25, apart: apart ?? false };
        const rows = await kind.suggested(db, actor, wanted).execute();
        const items = rows.map(({ first, second, why }) => ({ one: first, other: second, why }));
        return { total: Number(rows[0]?.total ?? 0), page: wanted.page, perPage: wanted.perPage, items: items as never };
      },
    }),
    changes({
      method: 'post',
      path: `${path}/:kept/merge`,
      summary: `Merges the record \`gone\` into this one: the chosen values and everything that hangs on either. The ${key} that goes leads here.`,
      command: commands.merge,
      output: z.object({ merge: z.number(), [field]: keySchema }),
      answer: given,
    }),
    changes({
      method: 'post',
      path: `${path}/merges/:merge/undo`,
      summary: 'Makes two records of one again. What somebody has changed since stays, and is told.',
      command: commands.unmerge,
      output: z.object({ merge: z.number(), [field]: keySchema, stayed: stayedRows }),
      answer: given,
    }),
    changes({
      method: 'put',
      path: `${path}/duplicates/:one/:other`,
      summary: `Says that two records are of two ${several}, or with \`apart\` false that they may be suggested again.`,
      command: commands.keepApart,
      output: z.object({ one: keySchema, other: keySchema, apart: z.boolean() }),
      answer: given,
    }),
  ];
};
