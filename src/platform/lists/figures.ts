import { sql } from 'kysely';
import { z } from 'zod';
import { type Actor, system } from '../access/actor.ts';
import { alreadyDone, commandsOver, existing, run } from '../command.ts';
import { type AnyReads, type AnyWrites, type Day, type Instant, type Reads, reading } from '../db/tables.ts';
import type { Job } from '../domain.ts';
import { conflict } from '../errors.ts';
import { id } from '../fields.ts';
import type { Services } from '../http/visit.ts';
import { translator } from '../i18n/catalogue.ts';
import { countOfView, listOffice, openView } from './office.ts';
import { mayRead, mine, type Tables, viewNamed } from './saved.ts';

// A saved view kept as a figure: how many rows it has is written down when it is begun and then every day, as its maker sees them.

const command = commandsOver<Tables>();
const oneView = z.object({ id: id() });

/** The program itself, which sees every view in order to count it with the rights of another. */
const byItself = (actor: Actor) => (actor.kind === 'system' ? sql<boolean>`true` : sql<boolean>`false`);

interface Counted {
  id: number;
  list: string;
  query: string;
}

/** Begins to count the rows every day. Only its maker does so: it is their rights with which the rows are counted, and whoever sees the view sees the number. */
export const keepFigure = command({
  name: 'view.keepFigure',
  input: oneView,
  subject: existing<Tables, 'saved_view'>('saved_view')<{ id: number }>({
    by: (row, input) => row.and([row('saved_view.id', '=', input.id)]),
    mayRead,
    may: mine,
  }),
  perform: async ({ tx, subject, actor, today }) => {
    if (!(await openView(reading(tx), subject, { actor, today }))) throw conflict('view.listGone');
    if (!subject.figure_since) await tx.updateTable('saved_view').set({ figure_since: today }).where('id', '=', subject.id).execute();
    return { id: subject.id, count: await writeDown(tx, subject, actor, today) };
  },
});

/** Ends the counting; what was counted stays. */
export const dropFigure = command({
  name: 'view.dropFigure',
  input: oneView,
  subject: viewNamed,
  perform: async ({ tx, subject }) => {
    await tx.updateTable('saved_view').set({ figure_since: null }).where('id', '=', subject.id).execute();
    return { id: subject.id };
  },
});

/** Counts one view for this day, with the rights that its maker has today. Without a maker who may act, or without its list, nothing is written. */
export const countView = command({
  name: 'view.count',
  input: oneView,
  subject: existing<Tables, 'saved_view'>('saved_view')<{ id: number }>({
    by: (row, input) => row.and([row('saved_view.id', '=', input.id)]),
    mayRead: byItself,
    may: byItself,
  }),
  perform: async ({ tx, subject, today }) => {
    if (!subject.figure_since) throw conflict('view.noFigure');
    const maker = await listOffice().actorOf(reading(tx), subject.person_id, today);
    return { id: subject.id, count: maker ? await writeDown(tx, subject, maker, today) : null };
  },
});

const writeDown = async (tx: AnyWrites, view: Counted, actor: Actor, today: Day): Promise<number | null> => {
  const db = reading(tx);
  const open = await openView(db, view, { actor, today });
  if (!open) return null;
  const t = translator(listOffice().catalogue, 'en');
  const count = await countOfView(db, open, { t, actor, languages: ['en'], today });
  await tx
    .insertInto('view_count')
    .values({ view_id: view.id, counted_on: today, count })
    .onConflict((clash) => clash.columns(['view_id', 'counted_on']).doUpdateSet({ count }))
    .execute();
  return count;
};

/** What was counted on which day, the oldest first; at most the last 400 days. For a view that the reader sees. */
export const countsQuestion = (db: AnyReads, view: number) =>
  (db as Reads<Tables>)
    .selectFrom(
      (db as Reads<Tables>)
        .selectFrom('view_count')
        .select(['counted_on', 'count'])
        .where('view_id', '=', view)
        .orderBy('counted_on', 'desc')
        .limit(400)
        .as('latest'),
    )
    .select(['counted_on as on', 'count'])
    .orderBy('counted_on');

/** Counts every figure that was not counted today. One that cannot be counted does not keep the others from it. */
export const countFigures = async ({ db }: Pick<Services, 'db'>, now: Instant): Promise<void> => {
  const today = now.slice(0, 10);
  const call = { db, actor: system(), via: 'job' as const, now, today };
  const views = await (reading(db) as Reads<Tables>)
    .selectFrom('saved_view')
    .select('id')
    .where('figure_since', 'is not', null)
    .where('archived_at', 'is', null)
    .where(sql<boolean>`not exists (select from view_count where view_count.view_id = saved_view.id and counted_on = ${today})`)
    .orderBy('id')
    .execute();
  const faults: unknown[] = [];
  for (const view of views) {
    const once = `view.count ${view.id} ${today}`;
    if (!(await alreadyDone(db, call.actor, once))) await run(countView, view, { ...call, once }).catch((fault) => faults.push(fault));
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} saved views could not be counted`);
};

export const counting: Job = {
  name: 'view.count',
  cron: '12 0 * * *',
  work: (services) => countFigures(services, new Date().toISOString()),
};
