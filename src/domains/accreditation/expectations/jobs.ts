import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { reading } from '../../../platform/db/tables.ts';
import type { Job } from '../../../platform/domain.ts';
import type { Services } from '../../../platform/http/visit.ts';
import { remindersBy } from './campaign.ts';
import { inviteAll, remindMember } from './commands.ts';
import { unanswered } from './queries.ts';

/**
 * Opens the campaigns whose day has come and reminds those who have not answered. What was done stands in the reports themselves, so a second
 * run, or one after a stop half-way, writes nothing twice. Gives the number of letters.
 */
export const askMembers = async (services: Services, now: string): Promise<number> => {
  const today = now.slice(0, 10);
  const call = { db: services.db, actor: system(), via: 'job' as const, now, today };
  const db = reading(services.db);
  const faults: unknown[] = [];
  let letters = 0;
  const count = async (asked: Promise<{ told: number }>) => {
    await asked.then(
      ({ told }) => {
        letters += told;
      },
      // One member that cannot be written to must not keep the others from it; the job is tried again.
      (fault) => faults.push(fault),
    );
  };
  const open = await db
    .selectFrom('campaign')
    .select('id')
    .where('archived_at', 'is', null)
    .where('opens_on', '<=', today)
    .where('due_on', '>=', today)
    .execute();
  for (const { id } of open) await count(run(inviteAll, { campaign: id }, call));
  for (const { id, reminders, due_on } of await unanswered(db))
    if (reminders < remindersBy(due_on, today)) await count(run(remindMember, { report: id }, call));
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} letters could not be written`);
  return letters;
};

export const jobs: readonly Job[] = [
  {
    name: 'campaign.ask',
    cron: '20 6 * * *',
    work: async (services) => {
      await askMembers(services, new Date().toISOString());
    },
  },
];
