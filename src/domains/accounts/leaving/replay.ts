import { sql } from 'kysely';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { Refusal } from '../../../platform/errors.ts';
import { dropUnnamed } from '../../../platform/files/keep.ts';
import type { Services } from '../../../platform/http/visit.ts';
import { repeatErasure } from './commands.ts';
import { addErased, type Erased, erasedIn, erasedListIn, madeAt, readErased } from './erased-list.ts';

/**
 * Forgets once more whoever came back with an older backup: everybody on the list in the data folder whom this database still knows. Gives
 * how many. One that is refused (the last administrator) is told in the log and asked again at the next start.
 */
export const repeatErasures = async ({ db, dataDir, log }: Pick<Services, 'db' | 'dataDir' | 'log'>): Promise<number> => {
  const list = await readErased(erasedListIn(dataDir));
  const back = list.length === 0 ? [] : await stillKnown(db, list);
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
  return done;
};

/** Notes everybody whom this database has forgotten in the list beside its files. */
export const noteErased = async (db: Services['db'], folder: string): Promise<void> => addErased(erasedListIn(folder), await erasedIn(db));

/** Brings the list of one folder up to that of another. */
export const copyErased = async (from: string, to: string): Promise<void> =>
  addErased(erasedListIn(to), await readErased(erasedListIn(from)));

/** After an erasure: the list outside the database, and the contents of files that no record names any more. */
export const finishErasures = async ({ db, dataDir }: Pick<Services, 'db' | 'dataDir'>): Promise<void> => {
  await noteErased(db, dataDir);
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
      join person on person.id = listed.person and ${madeAt} = listed.made
    where not exists (select from erasure where erasure.person_id in (person.id, person.merged_into_id) and erasure.done_at is not null)`.execute(
    db,
  );
  return rows;
};
