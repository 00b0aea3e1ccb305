import { sql } from 'kysely';
import { z } from 'zod';
import { type Actor, holdsEverywhere, holdsSomewhere } from '../access/actor.ts';
import { type AnyCommand, commandsOver, type FindSubject } from '../command.ts';
import type { AnyReads, AnyWrites, Writes } from '../db/tables.ts';
import { conflict, forbidden, invalidField, notFound } from '../errors.ts';
import { id, line, optional, text, whole, yesNo } from '../fields.ts';
import { columnAliasKind } from './columns.ts';
import { type Desk, importerOf } from './desk.ts';
import { aliasKey, type Importer } from './importer.ts';
import { countLines, findRun, type Run } from './queries.ts';
import { reading } from './reading.ts';
import { startRun } from './start.ts';
import type { MappedColumn, RunState, Tables } from './tables.ts';
import { takeBack, undoAsked } from './undo.ts';

export const startInput = z.strictObject({
  kind: line({ max: 60 }),
  name: optional(line({ max: 255 })),
  text: z.string().nullish().meta({ description: 'What was pasted, or a text file as it is' }),
  file: z.string().nullish().meta({ description: 'A file of any kind that is read, in base64', contentEncoding: 'base64' }),
  context: z.record(z.string(), z.string()).optional(),
});

const ofRun = { id: id() };
const lineNumber = whole(0, 2_147_483_647);
const command = commandsOver<Tables>();

/** The commands of imports over the importers of this house. Which right they ask is said by the importer. */
export const importCommands = (desk: Desk) => {
  /** A run in one of these states, locked; anything that waits for the background answers *conflict*. */
  const inState =
    (...states: readonly RunState[]): FindSubject<{ id: number }, Run> =>
    async (tx, input, actor) => {
      await tx.selectFrom('import_run').select('id').where('id', '=', input.id).forUpdate().execute();
      const run = await findRun(reading(tx), desk.importers, actor, input.id);
      if (states.includes(run.state)) return run;
      throw conflict(run.state === 'read' || run.state === 'running' || run.state === 'undoing' ? 'imports.busy' : 'imports.tooLate');
    };
  const beforeImport = inState('previewed', 'failed');

  const start = command({
    name: 'import.start',
    input: startInput,
    subject: async (_tx, input, actor): Promise<Importer> => {
      const importer = desk.importers.find((one) => one.kind === input.kind);
      if (actor.kind === 'visitor') throw forbidden('refusal.signIn');
      if (!desk.importers.some((one) => holdsSomewhere(actor, one.right))) throw forbidden();
      if (!importer) throw invalidField('kind', 'field.choice', { typed: input.kind });
      if (!holdsSomewhere(actor, importer.right)) throw forbidden();
      return importer;
    },
    perform: ({ tx, input, subject, actor }) => startRun(desk, tx, subject, input, actor),
  });

  const map = command({
    name: 'import.map',
    input: z.strictObject({
      ...ofRun,
      columns: z.array(z.strictObject({ heading: z.string(), column: z.string().nullish() })).max(2_000),
    }),
    subject: beforeImport,
    perform: async ({ tx, input, subject: run }) => {
      await refuseAfterWriting(tx, run);
      const importer = importerOf(desk, run.kind);
      const asked = new Map(input.columns.map((one) => [one.heading, one.column || null]));
      const columns = run.mapping.columns.map((one) => ({
        heading: one.heading,
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
    subject: beforeImport,
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
    subject: inState('previewed', 'failed', 'done', 'undone'),
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

  const choose = command({
    name: 'import.choose',
    input: z.strictObject({
      ...ofRun,
      shown: z.array(lineNumber).max(1_000),
      ticked: z.array(lineNumber).max(1_000),
    }),
    subject: beforeImport,
    perform: async ({ tx, input, subject: run }) => {
      const lines = tx
        .updateTable('import_line')
        .where('run_id', '=', run.id)
        .where('number', 'in', [0, ...input.shown]);
      const ticked = sql<boolean>`number = any(${input.ticked}::integer[])`;
      const changed = await lines
        .set({ chosen: ticked })
        .where('chosen', 'is distinct from', ticked)
        .where('input', 'is not', null)
        .returning('problems')
        .execute();
      const again = changed.some(({ problems }) =>
        problems.some((problem) => problem.key === 'imports.contradiction' || problem.key === 'imports.repeated'),
      );
      if (again) await askPreview(tx, run);
      return { id: run.id, again };
    },
  });

  const previewAgain = command({
    name: 'import.preview',
    input: z.strictObject(ofRun),
    subject: beforeImport,
    perform: async ({ tx, subject: run }) => {
      await refuseAfterWriting(tx, run);
      await askPreview(tx, run);
      return { id: run.id };
    },
  });

  const begin = command({
    name: 'import.run',
    input: z.strictObject({ ...ofRun, oneForAll: optional(yesNo()) }),
    subject: beforeImport,
    perform: async ({ tx, input, subject: run, actor, now }) => {
      const oneForAll = input.oneForAll ?? false;
      const started = await writtenLines(tx, run.id);
      if (oneForAll && started > 0 && !run.one_for_all) throw conflict('imports.alreadyBegun');
      const open = tx.selectFrom('import_line').where('run_id', '=', run.id).where('chosen', '=', true);
      const { bad } = await open.where('input', 'is', null).select(sql<number>`count(*)`.as('bad')).executeTakeFirstOrThrow();
      if (oneForAll && bad > 0) throw conflict('imports.notAllUnderstood', { count: bad });
      // Until now the outcomes were the preview's; those of an import that stopped in the middle are true and stay.
      const again = run.started_at === null ? (['new', 'changed', 'unchanged', 'refused'] as const) : (['refused'] as const);
      await tx
        .updateTable('import_line')
        .set({
          outcome: null,
          problems: sql`jsonb_path_query_array(problems, '$[*] ? (@.key == "imports.repeated" || @.key == "imports.contradiction")')`,
        })
        .where('run_id', '=', run.id)
        .where('input', 'is not', null)
        .where('outcome', 'in', again)
        .execute();
      const { waiting } = await open
        .where('input', 'is not', null)
        .where('outcome', 'is', null)
        .select(sql<number>`count(*)`.as('waiting'))
        .executeTakeFirstOrThrow();
      if (waiting === 0) throw conflict('imports.nothingToDo');
      const { scopes: _scopes, ...mapping } = run.mapping;
      await tx
        .updateTable('import_run')
        .set({
          state: 'running',
          one_for_all: oneForAll,
          total: started + waiting,
          finished: started,
          failure: null,
          started_at: run.started_at ?? now,
          ended_at: null,
          person_id: actor.personId,
          actor_name: actor.name,
          mapping: JSON.stringify(actor.scopes ? { ...mapping, scopes: actor.scopes } : mapping),
        })
        .where('id', '=', run.id)
        .execute();
      return { id: run.id };
    },
  });

  const undo = command({
    name: 'import.undo',
    input: z.strictObject({ ...ofRun, why: text({ max: 500 }), oneForAll: optional(yesNo()) }),
    subject: inState('done', 'failed'),
    perform: async ({ tx, input, subject: run, actor }) => {
      if ((await writtenLines(tx, run.id)) === 0) throw conflict('imports.nothingToUndo');
      const notices = [
        ...run.notices.filter((one) => one.key !== 'imports.undoReason'),
        { key: 'imports.undoReason', values: { who: actor.name, reason: input.why, all: input.oneForAll ? 1 : 0, was: run.state } },
      ];
      await tx
        .updateTable('import_run')
        .set({ state: 'undoing', notices: JSON.stringify(notices), person_id: actor.personId, actor_name: actor.name, failure: null })
        .where('id', '=', run.id)
        .execute();
      return { id: run.id };
    },
  });

  /** What `import.undo` asked for; performed in the background, in one transaction. */
  const undoNow = command({
    name: 'import.takeBack',
    input: z.strictObject(ofRun),
    subject: async (tx, input, actor) => {
      const run = await findRun(reading(tx), desk.importers, actor, input.id);
      if (run.state !== 'undoing') throw conflict('imports.tooLate');
      return run;
    },
    perform: async ({ tx, subject: run, actor, now }) => {
      const oneForAll = undoAsked(run)?.all === 1;
      const result = await takeBack(tx as unknown as AnyWrites, run.id, { now, actor, importer: importerOf(desk, run.kind), oneForAll });
      const counts = JSON.stringify(await countLines(reading(tx), run.id));
      await tx.updateTable('import_run').set({ state: 'undone', counts, ended_at: now }).where('id', '=', run.id).execute();
      return result;
    },
  });

  return {
    start,
    map,
    learn,
    showName,
    choose,
    previewAgain,
    begin,
    undo,
    undoNow,
    all: [start, map, learn, showName, choose, previewAgain, begin, undo, undoNow] as AnyCommand[],
  };
};

/** What a name of a record says to everybody is for those who hold the right everywhere. */
const mustSeeAll = (importer: Importer, actor: Actor): void => {
  if (!holdsEverywhere(actor, importer.right)) throw forbidden('imports.mayNotShow');
};

const askPreview = (tx: Writes<Tables>, run: Run) =>
  tx.updateTable('import_run').set({ state: 'read', failure: null }).where('id', '=', run.id).execute();

/** Lines whose outcome is the truth and no longer the preview's. */
const writtenLines = async (tx: Writes<Tables>, runId: number): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from import_line line join import_run run on run.id = line.run_id
    where run.id = ${runId} and run.started_at is not null and line.outcome in ('new', 'changed', 'unchanged', 'kept')`.execute(tx);
  return rows[0]?.count ?? 0;
};

const refuseAfterWriting = async (tx: Writes<Tables>, run: Run): Promise<void> => {
  if ((await writtenLines(tx, run.id)) > 0) throw conflict('imports.alreadyBegun');
};

const refuseImpossible = (columns: readonly MappedColumn[], importer: Importer): void => {
  const taken = new Set<string>();
  for (const [at, { column }] of columns.entries()) {
    if (!column) continue;
    if (!importer.columns.some((one) => one.key === column)) throw invalidField(['columns', at], 'field.choice', { typed: column });
    if (taken.has(column)) throw invalidField(['columns', at], 'imports.columnTwice');
    taken.add(column);
  }
};

/** The person's word goes before what we would guess, also in the next file; leaving a heading out makes us forget what we had learned. */
const learnColumn = async (tx: Writes<Tables>, importer: string, { heading, column }: MappedColumn): Promise<void> => {
  const kind = columnAliasKind(importer);
  if (column) {
    await remember(tx, { kind, text: heading, record_id: 0, note: column });
    return;
  }
  await tx
    .updateTable('alias')
    .set({ archived_at: sql`now()`, archived_reason: 'left out' })
    .where('kind', '=', kind)
    .where('text_key', '=', aliasKey(heading))
    .where('archived_at', 'is', null)
    .execute();
};

const remember = async (
  tx: Writes<Tables>,
  alias: { kind: string; text: string; record_id: number; note: string | null; shown?: boolean; run_id?: number },
): Promise<number | undefined> => {
  const text_key = aliasKey(alias.text);
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
