import { sql } from 'kysely';
import { z } from 'zod';
import { system } from '../../../platform/access/actor.ts';
import { alreadyDone, commandsOver, holding, run } from '../../../platform/command.ts';
import { type AnyWrites, type Day, type Instant, type Reads, reading } from '../../../platform/db/tables.ts';
import type { Job } from '../../../platform/domain.ts';
import { conflict } from '../../../platform/errors.ts';
import type { Services } from '../../../platform/http/visit.ts';
import { sweepDrafts } from './applicant/remove.ts';
import { holdSuggestion } from './application/application.ts';
import { mailAbout } from './application/mail-about.ts';
import { handled } from './application/subjects.ts';
import { lastSender } from './staff/queries.ts';
import type { Tables } from './tables.ts';

const command = commandsOver<Tables>();

/** The applicant is waited for, and has done nothing since longer than the form allows. */
const silent = (today: Day) => sql<boolean>`(
  application.hold_suggested_on is null
  and (application.state = 'incomplete' or (application.state in ('received', 'diligence', 'advice', 'vote') and ${lastSender} = 'staff'))
  and ${today}::date - greatest(application.state_on, application.heard_on,
    (select max(application_message.created_at)::date from application_message where application_message.application_id = application.id))
    >= (application_form.content #>> '{rules,silence}')::int)`;

export const silentApplications = (db: Reads<Tables>, today: Day) =>
  db
    .selectFrom('application')
    .innerJoin('application_form', 'application_form.id', 'application.form_id')
    .select(['application.id', 'application.ref'])
    .where('application.archived_at', 'is', null)
    .where(silent(today))
    .orderBy('application.id');

/** Suggests on hold to staff and asks the applicant once more. The state stays: a person decides. */
export const suggestHold = command({
  name: 'application.suggestHold',
  input: holdSuggestion,
  subject: handled,
  perform: async ({ tx, subject, today, now }) => {
    const still = await silentApplications(tx as never, today)
      .where('application.id', '=', subject.id)
      .executeTakeFirst();
    if (!still) throw conflict('application.notSilent');
    await tx.updateTable('application').set({ hold_suggested_on: today }).where('id', '=', subject.id).execute();
    await mailAbout(tx as AnyWrites, subject, now, (t, { link, ref, community }) => ({
      subject: t('application.letter.moved.silent.subject', { ref, community }),
      body: t('application.letter.moved.silent.body', { ref, community, link }),
    }));
    return { ref: subject.ref };
  },
});

/** Forgets links a year after they ran out: until then whoever holds one may have another mailed. */
export const sweepLinks = command({
  name: 'application.sweepLinks',
  input: z.object({}),
  subject: holding('application.handle'),
  perform: async ({ tx, now }) => {
    const before = Temporal.Instant.from(now)
      .subtract({ hours: 365 * 24 })
      .toString();
    await tx.deleteFrom('application_link').where('expires_at', '<', before).execute();
    return {};
  },
});

/** Suggests on hold for everybody who has been silent too long; a second run on the same day does nothing twice. Gives how many. */
export const suggestHolds = async (services: Pick<Services, 'db'>, now: Instant): Promise<number> => {
  const today = now.slice(0, 10);
  const call = { db: services.db, actor: system(), via: 'job' as const, now, today };
  let count = 0;
  for (const { id, ref } of await silentApplications(reading(services.db), today).execute()) {
    const once = `application.suggestHold ${id} ${today}`;
    if (!ref || (await alreadyDone(services.db, call.actor, once))) continue;
    await run(suggestHold, { ref }, { ...call, once });
    count += 1;
  }
  return count;
};

export const jobs: readonly Job[] = [
  {
    name: 'application.silence',
    cron: '20 6 * * *',
    work: async (services) => {
      const now = new Date().toISOString();
      await suggestHolds(services, now);
      await run(sweepLinks, {}, { db: services.db, actor: system(), via: 'job', now, today: now.slice(0, 10) });
    },
  },
  {
    name: 'application.drafts',
    cron: '35 6 * * *',
    work: async (services) => void (await sweepDrafts(services, new Date().toISOString())),
  },
];
