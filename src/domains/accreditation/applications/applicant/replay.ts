import { sql } from 'kysely';
import { z } from 'zod';
import { system } from '../../../../platform/access/actor.ts';
import { run } from '../../../../platform/command.ts';
import type { AnyDatabase } from '../../../../platform/db/tables.ts';
import type { Heard } from '../../../../platform/domain.ts';
import { addForgotten, type ForForgetting, type Forgets, madeAt } from '../../../../platform/erasure/list.ts';
import type { Services } from '../../../../platform/http/visit.ts';
import { dropHeard } from './forget.ts';
import { removeDraft } from './remove.ts';

/** One draft that was removed, without anything that leads to its writer. */
const removed = z.object({ application: z.int(), made: z.string() });
type Removed = z.output<typeof removed>;

const removedIn = async (db: AnyDatabase): Promise<Removed[]> =>
  (
    await sql<Removed>`
      select id as application, ${madeAt('application.created_at')} as made from application where archived_reason = 'unfinished'`.execute(
      db,
    )
  ).rows;

const removeAgain = async ({ db, dataDir }: ForForgetting, list: readonly Removed[]): Promise<number> => {
  const { rows: back } = await sql<{ application: number }>`
    select listed.application from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) listed (application bigint, made text)
      join application on application.id = listed.application and ${madeAt('application.created_at')} = listed.made
    where application.archived_at is null and application.ref is null`.execute(db);
  const now = new Date().toISOString();
  for (const { application } of back)
    await run(removeDraft, { application, listed: true }, { db, actor: system(), via: 'job', now, today: now.slice(0, 10) });
  const { rows: entries } = await sql<{ id: number }>`
    select distinct audit_id as id from audit_change where table_name = 'application' and row_id = any(${back.map((one) => one.application)}::bigint[])`.execute(
    db,
  );
  for (const entry of entries) await dropHeard({ db, dataDir }, entry);
  return back.length;
};

/** Drafts among what must not come back with an older backup. */
export const forgets: Forgets = { kind: 'application', line: removed, listed: removedIn, again: removeAgain };

/** After a removal: the list outside the database, and the contents of files that no record names any more. */
export const removalHeard = async (services: Services, entry: Heard): Promise<void> => {
  await addForgotten(services.dataDir, await removedIn(services.db));
  await dropHeard(services, entry);
};
