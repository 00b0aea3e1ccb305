import { sql } from 'kysely';
import type { Job } from '../domain.ts';
import { forgetOldMails } from '../mail/send.ts';

/** Nightly: forgets mails that left a month ago and the keys of people's forms after two days. Keys of the program itself stay. */
export const sweeping: Job = {
  name: 'platform.sweep',
  cron: '41 3 * * *',
  work: async ({ db }) => {
    await forgetOldMails(db);
    await sql`delete from submission where created_at < now() - interval '2 days' and key not like 'system:%'`.execute(db);
  },
};
