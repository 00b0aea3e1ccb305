import { sql } from 'kysely';
import { z } from 'zod';
import { commandsOver } from '../command.ts';
import type { Writes } from '../db/tables.ts';
import { conflict } from '../errors.ts';
import { line, optional, whole, yesNo } from '../fields.ts';
import { asJson } from './as-json.ts';
import type { Desk } from './desk.ts';
import type { Run } from './queries.ts';
import { askPreview, beforeImport, ofRun, refuseAfterWriting, writtenLines } from './run-subject.ts';
import type { Tables } from './tables.ts';

const lineNumber = whole(0, 2_147_483_647);
const command = commandsOver<Tables>();

/** From the preview to the import: which lines go in, the preview again, and the import itself. */
export const beginningCommands = (desk: Desk) => {
  const choose = command({
    name: 'import.choose',
    input: z.strictObject({
      ...ofRun,
      shown: z.array(lineNumber).max(1_000).default([]),
      ticked: z.array(lineNumber).max(1_000).default([]),
      meant: optional(z.array(z.strictObject({ number: lineNumber, ref: optional(line({ max: 120 })) })).max(1_000)),
    }),
    subject: beforeImport(desk),
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
      const saidAnew = await noteMeant(tx, run, input.meant ?? []);
      const again =
        saidAnew ||
        changed.some(({ problems }) =>
          problems.some((problem) => problem.key === 'imports.contradiction' || problem.key === 'imports.repeated'),
        );
      if (again) await askPreview(tx, run);
      return { id: run.id, again };
    },
  });

  const previewAgain = command({
    name: 'import.preview',
    input: z.strictObject(ofRun),
    subject: beforeImport(desk),
    perform: async ({ tx, subject: run }) => {
      await refuseAfterWriting(tx, run);
      await askPreview(tx, run);
      return { id: run.id };
    },
  });

  const begin = command({
    name: 'import.run',
    input: z.strictObject({ ...ofRun, oneForAll: optional(yesNo()) }),
    subject: beforeImport(desk),
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

  return { choose, previewAgain, begin };
};

/** Which known records lines are said to mean; gives whether that is news. */
const noteMeant = async (
  tx: Writes<Tables>,
  run: Run,
  meant: readonly { number: number; ref?: string | null | undefined }[],
): Promise<boolean> => {
  if (meant.length === 0) return false;
  const { rows } = await sql`
    update import_line line set meant = said.ref
    from jsonb_to_recordset(${asJson(meant.map(({ number, ref }) => ({ number, ref: ref ?? null })))}::jsonb) said (number integer, ref text)
    where line.run_id = ${run.id} and line.number = said.number and line.input is not null and line.meant is distinct from said.ref
    returning line.id`.execute(tx);
  if (rows.length > 0) await refuseAfterWriting(tx, run);
  return rows.length > 0;
};
