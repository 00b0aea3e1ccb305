import { sql } from 'kysely';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { addForgotten, type ForForgetting, type Forgets, madeAt } from '../../../platform/erasure/list.ts';
import { Refusal } from '../../../platform/errors.ts';
import { dropUnnamed } from '../../../platform/files/keep.ts';
import type { Services } from '../../../platform/http/visit.ts';
import { repeatErasure } from './commands.ts';
import { type Erased, erased, erasedIn } from './erased-list.ts';

/**
 * Forgets once more whoever came back with an older backup: everybody of these whom this database still knows. Gives how many. One that is
 * refused (the last administrator) is told in the log and asked again at the next start.
 */
const repeatErasures = async (services: ForForgetting, list: readonly Erased[]): Promise<number> => {
  const { db, log } = services;
  const back = await stillKnown(db, list);
  const now = new Date().toISOString();
  let done = 0;
  for (const { person, pseudonym, bySelf } of back) {
    const call = { db, actor: system(), via: 'job' as const, now, today: now.slice(0, 10) };
    await run(repeatErasure, { person, pseudonym, bySelf }, call).then(
      () => (done += 1),
      (fault: unknown) => {
        if (!(fault instanceof Refusal)) throw fault;
        log.warn('an erasure that must be repeated is refused for now', { pseudonym, why: fault.key });
      },
    );
  }
  if (done > 0) await finishErasures(services);
  return done;
};

/** People among what must not come back with an older backup. */
export const forgets: Forgets = { kind: 'person', line: erased, listed: erasedIn, again: repeatErasures };

/** After an erasure: the list outside the database, and the contents of files that no record names any more. */
export const finishErasures = async ({ db, dataDir }: Pick<Services, 'db' | 'dataDir'>): Promise<void> => {
  await addForgotten(dataDir, await erasedIn(db));
  const { rows } = await sql<{ hash: string }>`
    select distinct hash from erasure, jsonb_array_elements_text(files -> 'removed') hash`.execute(db);
  await dropUnnamed(
    db,
    dataDir,
    rows.map(({ hash }) => hash),
  );
};

const stillKnown = async (db: Services['db'], list: readonly Erased[]): Promise<Erased[]> => {
  const { rows } = await sql<Erased>`
    select listed.* from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) listed (person bigint, made text, pseudonym text, "bySelf" boolean)
      join person on person.id = listed.person and ${madeAt('person.created_at')} = listed.made
    where not exists (select from erasure where erasure.person_id in (person.id, person.merged_into_id) and erasure.done_at is not null)`.execute(
    db,
  );
  return rows;
};
