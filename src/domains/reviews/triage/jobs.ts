import { system } from '../../../platform/access/actor.ts';
import { alreadyDone, run } from '../../../platform/command.ts';
import { reading } from '../../../platform/db/tables.ts';
import type { Job } from '../../../platform/domain.ts';
import type { Services } from '../../../platform/http/visit.ts';
import { remindOfTriage } from './commands.ts';
import { openBatches } from './queries.ts';
import { reminderDay } from './triage.ts';

/**
 * Writes every reminder that is due at this moment and was not written yet. The key of each names the sending and the day on which it
 * was due, so a second run, or another process at the same time, writes nothing twice. Gives the number of letters.
 */
export const remindAll = async (services: Services, now: string): Promise<number> => {
  const today = now.slice(0, 10);
  const faults: unknown[] = [];
  let letters = 0;
  for (const { ref, due_on, sent_at } of await openBatches(reading(services.db))) {
    const due = due_on && sent_at ? reminderDay({ due_on, sent_on: sent_at.slice(0, 10) }, today) : null;
    if (!due) continue;
    const once = `triage.remind ${ref} ${sent_at} ${due}`;
    if (await alreadyDone(services.db, system(), once)) continue;
    await run(remindOfTriage, { ref }, { db: services.db, actor: system(), via: 'job', now, today, once })
      .then(({ told }) => {
        letters += told;
      })
      // One batch that cannot be reminded of must not keep the others from it; the job is tried again.
      .catch((fault) => faults.push(fault));
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} reminders could not be written`);
  return letters;
};

export const jobs: readonly Job[] = [
  {
    name: 'triage.remind',
    cron: '5 6 * * *',
    work: async (services) => {
      await remindAll(services, new Date().toISOString());
    },
  },
];
