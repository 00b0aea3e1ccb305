import { sql } from 'kysely';
import { z } from 'zod';
import { type Actor, holdsEverywhere } from '../access/actor.ts';
import { commandsOver } from '../command.ts';
import type { AnyReads, Writes } from '../db/tables.ts';
import { forbidden, invalidField, notFound } from '../errors.ts';
import { id, line, optional, text, yesNo } from '../fields.ts';
import { columnAliasKind, headingKey } from './columns.ts';
import { type Desk, importerOf } from './desk.ts';
import { aliasKey, type Importer } from './importer.ts';
import { beforeImport, inState, ofRun, refuseAfterWriting } from './run-subject.ts';
import type { MappedColumn, Tables } from './tables.ts';

const command = commandsOver<Tables>();

/** What people teach: which of our columns a heading is, and which record a name means. */
export const teachingCommands = (desk: Desk) => {
  const map = command({
    name: 'import.map',
    input: z.strictObject({
      ...ofRun,
      columns: z.array(z.strictObject({ heading: z.string(), column: z.string().nullish() })).max(2_000),
    }),
    subject: beforeImport(desk),
    perform: async ({ tx, input, subject: run }) => {
      await refuseAfterWriting(tx, run);
      const importer = importerOf(desk, run.kind);
      const asked = new Map(input.columns.map((one) => [one.heading, one.column || null]));
      const columns = run.mapping.columns.map((one) => ({
        ...one,
        column: asked.has(one.heading) ? (asked.get(one.heading) ?? null) : one.column,
      }));
      refuseImpossible(columns, importer);
      for (const [at, one] of columns.entries())
        if (one.column !== run.mapping.columns[at]?.column) await learnColumn(tx, importer.kind, one);
      await tx
        .updateTable('import_run')
        .set({ mapping: JSON.stringify({ ...run.mapping, columns }), state: 'read', failure: null })
        .where('id', '=', run.id)
        .execute();
      return { id: run.id };
    },
  });

  const learn = command({
    name: 'alias.learn',
    input: z.strictObject({
      ...ofRun,
      kind: line({ max: 60 }),
      text: text({ max: 500 }),
      ref: line({ max: 120 }),
      shown: optional(yesNo()),
    }),
    subject: beforeImport(desk),
    perform: async ({ tx, input, subject: run, actor }) => {
      const importer = importerOf(desk, run.kind);
      const names = await importer.names(tx as unknown as AnyReads, actor, run.context);
      const record = names[input.kind]?.find((one) => one.ref === input.ref);
      if (!record) throw invalidField('ref', 'field.choice', { typed: input.ref });
      const shown = input.shown ?? false;
      if (shown) mustSeeAll(importer, actor);
      const alias = await remember(tx, { kind: input.kind, text: input.text, record_id: record.id, note: null, shown, run_id: run.id });
      return { id: run.id, alias };
    },
  });

  /** Whether readers see a name that this import taught us, or it serves matching only. */
  const showName = command({
    name: 'alias.show',
    input: z.strictObject({ ...ofRun, alias: id(), shown: yesNo() }),
    subject: inState(desk, 'previewed', 'failed', 'done', 'undone'),
    perform: async ({ tx, input, subject: run, actor }) => {
      mustSeeAll(importerOf(desk, run.kind), actor);
      const changed = await tx
        .updateTable('alias')
        .set({ shown: input.shown })
        .where('id', '=', input.alias)
        .where('run_id', '=', run.id)
        .where('archived_at', 'is', null)
        .returning('id')
        .execute();
      if (changed.length === 0) throw notFound();
      return { id: run.id };
    },
  });

  return { map, learn, showName };
};

/** What a name of a record says to everybody is for those who hold the right everywhere. */
const mustSeeAll = (importer: Importer, actor: Actor): void => {
  if (!holdsEverywhere(actor, importer.right)) throw forbidden('imports.mayNotShow');
};

const refuseImpossible = (columns: readonly MappedColumn[], importer: Importer): void => {
  const taken = new Set<string>();
  for (const [at, { column, tables }] of columns.entries()) {
    if (!column) continue;
    if (!importer.columns.some((one) => one.key === column)) throw invalidField(['columns', at], 'field.choice', { typed: column });
    for (const place of (tables ?? [0]).map((table) => `${table} ${column}`)) {
      if (taken.has(place)) throw invalidField(['columns', at], 'imports.columnTwice');
      taken.add(place);
    }
  }
};

/** The person's word goes before what we would guess, also in the next file; leaving a heading out makes us forget what we had learned. */
const learnColumn = async (tx: Writes<Tables>, importer: string, { heading, column }: MappedColumn): Promise<void> => {
  const kind = columnAliasKind(importer);
  if (column) {
    await remember(tx, { kind, text: heading, record_id: 0, note: column }, headingKey(heading));
    return;
  }
  await tx
    .updateTable('alias')
    .set({ archived_at: sql`now()`, archived_reason: 'left out' })
    .where('kind', '=', kind)
    .where('text_key', '=', headingKey(heading))
    .where('archived_at', 'is', null)
    .execute();
};

const remember = async (
  tx: Writes<Tables>,
  alias: { kind: string; text: string; record_id: number; note: string | null; shown?: boolean; run_id?: number },
  text_key = aliasKey(alias.text),
): Promise<number | undefined> => {
  if (!text_key) return undefined;
  const learned = await tx
    .insertInto('alias')
    .values({ ...alias, text_key, archived_at: null, archived_reason: null })
    .onConflict((on) =>
      on
        .columns(['kind', 'text_key'])
        .where('archived_at', 'is', null)
        .doUpdateSet({
          record_id: alias.record_id,
          note: alias.note,
          text: alias.text,
          // A name that readers see already stays seen, unless it now means another record.
          shown: sql`excluded.shown or (alias.shown and alias.record_id = excluded.record_id)`,
          run_id: alias.run_id ?? null,
        }),
    )
    .returning('id')
    .executeTakeFirst();
  return learned?.id;
};
