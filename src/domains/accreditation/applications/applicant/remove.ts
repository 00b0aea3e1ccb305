import { sql } from 'kysely';
import { system } from '../../../../platform/access/actor.ts';
import { commandsOver, type FindSubject, run } from '../../../../platform/command.ts';
import { type AnyWrites, type Day, type Instant, reading, type Writes } from '../../../../platform/db/tables.ts';
import { forgetRows } from '../../../../platform/erasure/history.ts';
import { conflict, forbidden, notFound } from '../../../../platform/errors.ts';
import type { Services } from '../../../../platform/http/visit.ts';
import { mailAbout } from '../application/mail-about.ts';
import type { Tables } from '../tables.ts';
import { emptyApplications, nothing } from './empty.ts';
import type { WithForm } from './link.ts';
import { draftRemoval, draftsToRemove, draftsToTell, keptUntil, noticeDays, oneDraft } from './unfinished.ts';

const command = commandsOver<Tables>();

/** Tells the writer of a draft that nobody touched for long that it will be removed, on which day, and how to keep it. */
export const tellDraft = command({
  name: 'application.tellDraft',
  input: oneDraft,
  subject: draft(),
  perform: async ({ tx, subject, today, now }) => {
    const due = await draftsToTell(tx as never, today)
      .select(sql<Day>`greatest(${keptUntil}, ${today}::date + ${noticeDays}::int)`.as('day'))
      .where('application.id', '=', subject.id)
      .executeTakeFirst();
    if (!due) throw conflict('application.draftKept');
    const { day } = due;
    await tx.updateTable('application').set({ removal_on: day }).where('id', '=', subject.id).execute();
    const months = subject.content.rules.draftMonths;
    await mailAbout(tx as AnyWrites, subject, now, (t, { link, community }) => ({
      subject: t('application.letter.draft.subject', { community, day: t.day(day) }),
      body: t('application.letter.draft.body', { community, day: t.day(day), months, link }),
    }));
    return { on: day };
  },
});

/**
 * Removes a draft whose day has come: what was typed and attached, the address and the links, in the history and among the mails too. That
 * one was begun, of which kind and when, and when it was removed stays.
 */
export const removeDraft = command({
  name: 'application.removeDraft',
  input: draftRemoval,
  subject: draft(),
  perform: async ({ tx, input, subject, today, now }) => {
    const due = await draftsToRemove(tx as never, today)
      .where('application.id', '=', subject.id)
      .executeTakeFirst();
    if (!due && !input.listed) throw conflict('application.draftKept');
    await empty(tx, subject, now);
    return {};
  },
});

/** What happens by itself every day, oldest drafts first. Gives how many were told and how many removed. */
export const sweepDrafts = async ({ db }: Pick<Services, 'db'>, now: Instant): Promise<{ told: number; removed: number }> => {
  const today = now.slice(0, 10);
  const call = { db, actor: system(), via: 'job' as const, now, today };
  const gone = await draftsToRemove(reading(db), today).execute();
  for (const { id } of gone) await run(removeDraft, { application: id }, call);
  const told = await draftsToTell(reading(db), today).execute();
  for (const { id } of told) await run(tellDraft, { application: id }, call);
  return { told: told.length, removed: gone.length };
};

const empty = async (tx: Writes<Tables>, { id, address, address_key }: WithForm, now: Instant): Promise<void> => {
  const rows = await emptyApplications(tx, [id], null);
  await tx
    .updateTable('application')
    .set({ address: nothing, address_key: '', archived_at: now, archived_reason: 'unfinished' })
    .where('id', '=', id)
    .execute();
  await forgetRows(tx as AnyWrites, rows, nothing);
  // Letters about applications hold their link. One that still waits may be about another application of the same address.
  await sql`delete from mail where recipient in (${address}, ${address_key}) and state <> 'waiting' and strpos(body, '/apply/') > 0`.execute(
    tx,
  );
};

/** The draft with its form, locked. Only the program itself deals with drafts of others. */
function draft(): FindSubject<{ application: number }, WithForm> {
  return async (tx: AnyWrites, { application }, actor) => {
    if (actor.kind !== 'system') throw forbidden();
    const found = await (tx as Writes<Tables>)
      .selectFrom('application')
      .innerJoin('application_form', 'application_form.id', 'application.form_id')
      .selectAll('application')
      .select('application_form.content')
      .where('application.id', '=', application)
      .where('application.ref', 'is', null)
      .where('application.archived_at', 'is', null)
      .forUpdate('application')
      .executeTakeFirst();
    if (!found) throw notFound();
    return found;
  };
}
