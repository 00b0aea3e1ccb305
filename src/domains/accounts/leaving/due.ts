import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import type { Instant } from '../../../platform/db/tables.ts';
import { Refusal } from '../../../platform/errors.ts';
import type { Services } from '../../../platform/http/visit.ts';
import { performErasure } from './commands.ts';

/** Forgets those whose fortnight is over. One that is refused (the last administrator) waits for the next day and is told in the log. */
export const performDueErasures = async ({ db, log }: Pick<Services, 'db' | 'log'>, now: Instant): Promise<void> => {
  const today = now.slice(0, 10);
  const due = await db
    .selectFrom('erasure')
    .select('id')
    .where('due_on', '<=', today)
    .where('withdrawn_at', 'is', null)
    .where('done_at', 'is', null)
    .orderBy('id')
    .execute();
  for (const { id } of due) {
    await run(performErasure, { erasure: id }, { db, actor: system(), via: 'job', now, today }).catch((fault: unknown) => {
      if (!(fault instanceof Refusal)) throw fault;
      log.warn('an erasure is refused for now', { erasure: id, why: fault.key });
    });
  }
};
