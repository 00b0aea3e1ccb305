import { sql } from 'kysely';
import type { Call } from '../command.ts';
import type { AnyWrites, Writes } from '../db/tables.ts';
import { conflict } from '../errors.ts';
import type { Both, Moved } from './merging.ts';
import { meeting, moving, ofGone, type Place, placesOf } from './places.ts';
import type { MergingTables } from './tables.ts';

/**
 * Lets everything that hangs on one record hang on another, takes over the values of these columns, archives the first, and writes down what
 * was done so that it can be undone. Only within a command, which has found both, locked them, and chosen. Gives the number of the merge.
 */
export const mergeRecords = async (
  tx: AnyWrites,
  kind: string,
  both: Both,
  columns: readonly string[],
  { now, actor }: Pick<Call, 'now' | 'actor'>,
) => {
  const places = moving(await placesOf(tx, kind));
  for (const { move } of places) await move.settle?.(tx, both, now);
  const counts: Moved[] = [];
  const others: Record<string, number[]> = {};
  for (const place of places) {
    const moved = await moveRows(tx, place, both);
    const aside = await layAside(tx, place, both, now);
    if (moved.length + aside > 0) counts.push({ place: place.name, moved: moved.length, aside });
    if (!place.audited && moved.length > 0) others[place.name] = moved;
  }
  await sql`update ${sql.table(kind)} set archived_at = ${now}, archived_reason = 'merged', merged_into_id = ${both.kept} where id = ${both.gone}`.execute(
    tx,
  );
  await takeOver(tx, kind, both, columns);
  return (tx as Writes<MergingTables>)
    .insertInto('merge')
    .values({
      kind,
      kept_id: both.kept,
      gone_id: both.gone,
      entry_id: sql<number>`current_setting('plenary.audit')::bigint`,
      by_name: actor.name,
      counts: JSON.stringify(counts),
      others: JSON.stringify(others),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
};

const takeOver = async (tx: AnyWrites, kind: string, { kept, gone }: Both, columns: readonly string[]): Promise<void> => {
  if (columns.length === 0) return;
  const listed = sql.join(columns.map((column) => sql.ref(column)));
  await sql`update ${sql.table(kind)} set (${listed}) = (select ${listed} from ${sql.table(kind)} gone_row where gone_row.id = ${gone})
    where id = ${kept}`.execute(tx);
};

const moveRows = async (tx: AnyWrites, place: Place, both: Both): Promise<number[]> => {
  const { rows } = await sql<{ id: number }>`
    update ${sql.table(place.table)} gone_row set ${sql.ref(place.column)} = ${both.kept}
    where ${ofGone(place, both)} and not ${meeting(place, both)} returning gone_row.id`
    .execute(tx)
    .catch((fault) => {
      // A rule of the database of which no card speaks: better no merge than a row lost.
      if ((fault as { code?: unknown }).code === '23505') throw conflict('merge.noRoom', { place: place.name });
      throw fault;
    });
  return rows.map(({ id }) => id);
};

/** What could not move says what the kept record says already. */
const layAside = async (tx: AnyWrites, place: Place, both: Both, now: string): Promise<number> => {
  if (!place.archives) return countLeft(tx, place, both);
  const { rows } = await sql<{ open: boolean }>`
    with aside as (select id, archived_at is null as open from ${sql.table(place.table)} gone_row where ${ofGone(place, both)}),
    archived as (update ${sql.table(place.table)} it set archived_at = ${now}, archived_reason = 'merged' from aside where it.id = aside.id and aside.open)
    select open from aside`.execute(tx);
  return rows.length;
};

const countLeft = async (tx: AnyWrites, place: Place, both: Both): Promise<number> => {
  const { rows } = await sql<{
    count: number;
  }>`select count(*) as count from ${sql.table(place.table)} gone_row where ${ofGone(place, both)}`.execute(tx);
  return Number(rows[0]?.count ?? 0);
};
