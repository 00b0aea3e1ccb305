import { sql, type Transaction } from 'kysely';
import type { AnyDatabase } from '../db/tables.ts';
import type { Domain, Heard } from '../domain.ts';
import type { Services } from '../http/visit.ts';
import { insideOne } from './inside-one.ts';

/** Listeners that could not take an entry, and when they are asked again; kept by the caller between two rounds. */
export type Troubles = Map<string, { entryId: number; tries: number; nextAt: number }>;

/**
 * Tells every domain what it listens to, in the order of the transactions that made it. Each entry is heard exactly once, whatever number
 * of processes does this: what a listener writes through `services.db`, and the pointer behind the entry, commit together or not at all.
 * A listener that throws is asked again about the same entry, later and later up to ten minutes; its domain hears nothing newer until
 * then, the others go on. With `stopping` it ends after what is being told. Gives the number of entries heard.
 */
export const deliverNews = async (
  services: Services,
  domains: readonly Domain[],
  troubles: Troubles = new Map(),
  stopping?: AbortSignal,
): Promise<number> => {
  const hearing = domains.filter(({ hears }) => hears && Object.keys(hears).length > 0);
  if (hearing.length === 0) return 0;
  await introduce(services.db, hearing.flatMap(listenerNames));
  await adoptForeignNumbers(services.db);
  let total = 0;
  for (const domain of hearing) {
    if ((troubles.get(domain.name)?.nextAt ?? 0) > Date.now()) continue;
    // Most rounds find nothing: only who finds something takes the listeners, because to lock is to write.
    while (!stopping?.aborted && (await unheard(services.db, domain)).length > 0) {
      const { heard, more } = await deliverSome(services, domain, troubles);
      total += heard;
      if (!more) break;
    }
  }
  return total;
};

interface Entry extends Heard {
  txid: string;
}

const atOnce = 100;

const listenerNames = ({ name, hears = {} }: Domain): string[] => Object.keys(hears).map((command) => `${name}:${command}`);

/** A new listener hears everything from the beginning. */
const introduce = (db: AnyDatabase, names: readonly string[]) =>
  sql`insert into listener (name) select unnest(${[...names]}::text[]) on conflict do nothing`.execute(db);

const deliverSome = (services: Services, domain: Domain, troubles: Troubles): Promise<{ heard: number; more: boolean }> =>
  services.db.transaction().execute(async (tx) => {
    const names = listenerNames(domain);
    const free = await sql`select name from listener where name = any(${names}) order by name for update skip locked`.execute(tx);
    // Another process is telling this domain.
    if (free.rows.length < names.length) return { heard: 0, more: false };
    const entries = await unheard(tx, domain);
    let last: Entry | undefined;
    for (const entry of entries) {
      if (!(await hear(services, tx, domain, entry, troubles))) break;
      last = entry;
    }
    if (!last) return { heard: 0, more: false };
    await sql`
      update listener set txid = ${last.txid}::xid8, audit_id = ${last.id}
      where name = any(${names}) and (txid, audit_id) < (${last.txid}::xid8, ${last.id})`.execute(tx);
    return { heard: entries.indexOf(last) + 1, more: last === entries.at(-1) && entries.length === atOnce };
  });

/** Everything below the oldest running transaction is finished: nothing can appear there any more. */
const unheard = async (tx: AnyDatabase | Transaction<unknown>, domain: Domain): Promise<Entry[]> => {
  const { rows } = await sql<Entry>`
    select entry.* from unnest(${listenerNames(domain)}::text[], ${Object.keys(domain.hears ?? {})}::text[]) as heard (name, command)
      join listener using (name),
      lateral (
        select audit.id, audit.command, audit.at, audit.person_id as "personId", audit.txid from audit
        where audit.command = heard.command and (audit.txid, audit.id) > (listener.txid, listener.audit_id)
          and audit.txid < pg_snapshot_xmin(pg_current_snapshot())
        order by audit.txid, audit.id limit ${atOnce}
      ) entry
    order by entry.txid, entry.id limit ${atOnce}`.execute(tx);
  return rows;
};

const hear = async (services: Services, tx: Transaction<unknown>, domain: Domain, entry: Entry, troubles: Troubles): Promise<boolean> => {
  const { txid: _txid, ...heard } = entry;
  try {
    await insideOne(tx, (db) => domain.hears?.[entry.command]?.({ ...services, db }, heard));
    troubles.delete(domain.name);
    return true;
  } catch (error) {
    const tries = (troubles.get(domain.name)?.tries ?? 0) + 1;
    troubles.set(domain.name, { entryId: entry.id, tries, nextAt: Date.now() + Math.min(600_000, 5_000 * 2 ** (tries - 1)) });
    const level = tries === 1 ? 'error' : 'warn';
    services.log[level]('A listener could not take a piece of news.', {
      domain: domain.name,
      command: entry.command,
      entry: entry.id,
      tries,
      error,
    });
    return false;
  }
};

/**
 * A database restored into another server brings transaction numbers that this server has not reached yet. They are replaced by small
 * ones that keep for every listener what it has heard and what not.
 */
const adoptForeignNumbers = async (db: AnyDatabase): Promise<void> => {
  const foreign = sql<{ found: boolean }>`
    select (exists (select from audit where txid >= pg_snapshot_xmax(pg_current_snapshot()))
         or exists (select from listener where txid >= pg_snapshot_xmax(pg_current_snapshot()))) as found`;
  if (!(await foreign.execute(db)).rows[0]?.found) return;
  await db.transaction().execute(async (tx) => {
    await sql`lock table listener, audit in share row exclusive mode`.execute(tx);
    if (!(await foreign.execute(tx)).rows[0]?.found) return;
    await sql`
      update audit set txid = (
        select (3 + count(*))::text::xid8 from listener where (listener.txid, listener.audit_id) < (audit.txid, audit.id))`.execute(tx);
    await sql`
      update listener set audit_id = (select coalesce(max(id), 0) from audit), txid = (
        select (3 + count(*))::text::xid8 from listener other
        where (other.txid, other.audit_id) < (listener.txid, listener.audit_id))`.execute(tx);
  });
};
