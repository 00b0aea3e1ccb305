import { z } from 'zod';
import { commandsOver } from '../command.ts';
import type { AnyWrites } from '../db/tables.ts';
import { conflict } from '../errors.ts';
import { optional, text, yesNo } from '../fields.ts';
import { type Desk, importerOf } from './desk.ts';
import { countLines, findRun } from './queries.ts';
import { reading } from './reading.ts';
import { inState, ofRun, writtenLines } from './run-subject.ts';
import type { Tables } from './tables.ts';
import { takeBack, undoAsked } from './undo.ts';

const command = commandsOver<Tables>();

/** An import is asked to be undone, and then undone in the background. */
export const undoingCommands = (desk: Desk) => {
  const undo = command({
    name: 'import.undo',
    input: z.strictObject({ ...ofRun, why: text({ max: 500 }), oneForAll: optional(yesNo()) }),
    subject: inState(desk, 'done', 'failed'),
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

  return { undo, undoNow };
};
