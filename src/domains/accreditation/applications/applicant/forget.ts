import { sql } from 'kysely';
import { z } from 'zod';
import { system } from '../../../../platform/access/actor.ts';
import { commandsOver, run } from '../../../../platform/command.ts';
import type { Writes } from '../../../../platform/db/tables.ts';
import type { Heard } from '../../../../platform/domain.ts';
import { emptyFile } from '../../../../platform/erasure/files.ts';
import { forgetHistory } from '../../../../platform/erasure/history.ts';
import { forbidden } from '../../../../platform/errors.ts';
import { id, line } from '../../../../platform/fields.ts';
import { dropUnnamed } from '../../../../platform/files/keep.ts';
import type { Services } from '../../../../platform/http/visit.ts';
import type { Tables } from '../tables.ts';

const command = commandsOver<Tables>();

/**
 * Empties the applications that somebody who was forgotten had made for themselves: what they answered and attached, what was written to and
 * about them. That there was one, when, and what was decided stays. Only the program itself does this, when it hears of the erasure.
 */
export const forgetApplicant = command({
  name: 'application.forget',
  input: z.object({ person: id(), pseudonym: line({ max: 120 }) }),
  subject: async (_tx, _input, actor) => {
    if (actor.kind !== 'system') throw forbidden();
  },
  perform: async ({ tx, input }): Promise<{ removed: string[] }> => {
    // The name that is left stands where the address stood.
    const theirs = await tx
      .selectFrom('application')
      .select('id')
      .where('kind', '=', 'individual')
      .where((row) => row.or([row('person_id', '=', input.person), row('address', '=', input.pseudonym)]))
      .execute();
    const ids = theirs.map((one) => one.id);
    if (ids.length === 0) return { removed: [] };
    const removed = await removeFiles(tx, ids);
    await tx
      .updateTable('application')
      .set({
        answers: '{}',
        name: input.pseudonym,
        name_key: null,
        native_key: null,
        findings: null,
        decision_text: null,
        unheard_reason: null,
      })
      .where('id', 'in', ids)
      .execute();
    await tx.updateTable('application_check').set({ note: null }).where('application_id', 'in', ids).execute();
    await tx.updateTable('application_note').set({ text: nothing }).where('application_id', 'in', ids).execute();
    await tx.updateTable('application_message').set({ text: nothing }).where('application_id', 'in', ids).execute();
    await tx.updateTable('application_advice').set({ reason: nothing }).where('application_id', 'in', ids).execute();
    await tx.deleteFrom('application_link').where('application_id', 'in', ids).execute();
    await forgetHistory(tx, input.person, await partsOf(tx, ids), input.pseudonym);
    return { removed };
  },
});

/** What the card of the domain hears. */
export const forgetHeard = async ({ db, dataDir }: Services, { id: entry, at }: Heard): Promise<void> => {
  const { rows } = await sql<{ person: number; pseudonym: string }>`
    select erasure.person_id as person, erasure.pseudonym from audit_change join erasure on erasure.id = audit_change.row_id
    where audit_change.audit_id = ${entry} and audit_change.table_name = 'erasure'`.execute(db);
  for (const { person, pseudonym } of rows) {
    const call = { db, actor: system(), via: 'job' as const, now: at, today: at.slice(0, 10) };
    const { removed } = await run(forgetApplicant, { person, pseudonym }, call);
    await dropUnnamed(db, dataDir, removed);
  }
};

const nothing = '–';

const removeFiles = async (tx: Writes<Tables>, applications: readonly number[]): Promise<string[]> => {
  const files = await tx
    .selectFrom('application_file')
    .innerJoin('file', 'file.id', 'application_file.file_id')
    .select(['file.id', 'file.sha256'])
    .where('application_id', 'in', [...applications])
    .execute();
  const removed: string[] = [];
  for (const file of files) {
    removed.push(await emptyFile(tx as never, file));
    await tx.updateTable('file').set({ name: nothing }).where('id', '=', file.id).execute();
  }
  return removed;
};

/** The rows whose history is told no more. */
const partsOf = async (tx: Writes<Tables>, applications: readonly number[]) => {
  const parts = ['application_check', 'application_note', 'application_message', 'application_advice'] as const;
  const rows = await Promise.all(
    parts.map(async (table) => ({
      table,
      ids: (
        await tx
          .selectFrom(table)
          .select('id')
          .where('application_id', 'in', [...applications])
          .execute()
      ).map((row) => row.id),
    })),
  );
  const files = await tx
    .selectFrom('application_file')
    .select('file_id')
    .where('application_id', 'in', [...applications])
    .execute();
  return [{ table: 'application', ids: applications }, { table: 'file', ids: files.map((row) => row.file_id) }, ...rows];
};
