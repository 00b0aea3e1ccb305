import { sql, type Transaction } from 'kysely';
import { type Actor, visitor } from '../access/actor.ts';
import type { Call } from '../command.ts';
import type { Change } from '../errors.ts';
import { namesOf } from './meanings.ts';

// The writer of the audit log. Only `run` calls it, and imports for many lines at once. What changed is written by the database itself: every record table carries the
// trigger `audit_row`, which refuses a write outside an entry and stores the values before and after in the same transaction.

/** What a command did to the records: nothing, made new ones, or changed existing ones. */
export type EntryOutcome = 'unchanged' | 'new' | 'changed';

/** Opens an entry and makes it the current one of the transaction. Returns the one that was current, for `resumeEntry`. */
export const beginEntry = async (tx: Transaction<unknown>, command: string, call: Call): Promise<string> => {
  const { rows } = await sql<{ outer: string }>`
    select begin_entry(${call.now}, ${command}, ${call.actor.personId}, ${call.actor.kind}, ${call.actor.name}, ${call.via}, ${call.requestId ?? null},
      ${call.importLineId ?? null}, ${call.reason ?? null}) as outer`.execute(tx);
  return rows[0]?.outer ?? '';
};

/** Opens an entry for each line of an import and makes none of them current; gives their numbers in the same order. */
export const beginEntries = async (tx: Transaction<unknown>, command: string, call: Call, lines: readonly number[]): Promise<number[]> => {
  const { rows } = await sql<{ id: number }>`
    insert into audit (at, command, person_id, actor_kind, actor_name, via, request_id, import_line_id, reason)
    select ${call.now}::timestamptz, ${command}, ${call.actor.personId}::bigint, ${call.actor.kind}, ${call.actor.name}, ${call.via},
      ${call.requestId ?? null}::text, line, ${call.reason ?? null}::text
    from unnest(${lines}::bigint[]) with ordinality given (line, place) order by place returning id`.execute(tx);
  return rows.map(({ id }) => id);
};

/** After it, nothing can be written until another entry is begun. */
export const endEntries = async (tx: Transaction<unknown>): Promise<void> => {
  await sql`select set_config('plenary.audit', '', true)`.execute(tx);
};

/** Makes the outer entry current again; at the outermost command the entry stays current so that its outcome can still be asked. */
export const resumeEntry = async (tx: Transaction<unknown>, outer: string): Promise<void> => {
  if (outer !== '') await sql`select set_config('plenary.audit', ${outer}, true)`.execute(tx);
};

/** What the current entry, with the entries inside it, did. An entry that changed nothing is taken back: looking is not an event. */
export const outcomeOf = async (tx: Transaction<unknown>): Promise<EntryOutcome> => {
  const { rows } = await sql<{ outcome: EntryOutcome }>`select entry_outcome() as outcome`.execute(tx);
  return rows[0]?.outcome ?? 'unchanged';
};

/** What happened to a row after the version that the reader saw, oldest first. */
export const changesSince = async (
  tx: Transaction<unknown>,
  table: string,
  id: number,
  version: number,
  actor: Actor = visitor,
): Promise<Change[]> => {
  const [tableOf, keyOf] = [sql<string>`change.table_name`, sql<string>`after.key`];
  const { rows } = await sql<Change>`
    select audit.actor_name as who, audit.at, change.table_name as "table", after.key as field,
      change.before -> after.key as before, after.value as after,
      ${namesOf(actor, [table], tableOf, keyOf, sql`(change.before -> after.key)`)} as "beforeNames", ${namesOf(actor, [table], tableOf, keyOf, sql`after.value`)} as "afterNames"
    from audit_change change join audit on audit.id = change.audit_id, jsonb_each(change.after) after
    where change.table_name = ${table} and change.row_id = ${id} and change.version > ${version}
    order by change.id`.execute(tx);
  return rows;
};
