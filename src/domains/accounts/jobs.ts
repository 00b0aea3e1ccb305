import { system } from '../../platform/access/actor.ts';
import { run } from '../../platform/command.ts';
import type { Job } from '../../platform/domain.ts';
import { performDueErasures } from './leaving/due.ts';
import { sweepSecrets } from './sessions/sweep.ts';

export const jobs: readonly Job[] = [
  {
    name: 'accounts.sweep',
    cron: '17 3 * * *',
    work: async ({ db }) => {
      const now = new Date().toISOString();
      await run(sweepSecrets, {}, { db, actor: system(), via: 'job', now, today: now.slice(0, 10) });
    },
  },
  { name: 'accounts.erase', cron: '47 4 * * *', work: (services) => performDueErasures(services, new Date().toISOString()) },
];
