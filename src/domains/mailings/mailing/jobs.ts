import { sql } from 'kysely';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { type Instant, type Reads, reading } from '../../../platform/db/tables.ts';
import type { Job } from '../../../platform/domain.ts';
import type { Services } from '../../../platform/http/visit.ts';
import type { Tables } from '../tables.ts';
import { deliverMailing, delivery } from './sending.ts';

/** Goes on with every message that is being sent. A message of which nothing can be said or done anew is left alone. */
export const deliverMailings = async ({ db }: Pick<Services, 'db'>, now: Instant): Promise<void> => {
  const call = { db, actor: system(), via: 'job' as const, now, today: now.slice(0, 10) };
  const faults: unknown[] = [];
  for (const { id } of await moving(reading(db))) await run(deliverMailing, { mailing: id }, call).catch((fault) => faults.push(fault));
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} messages could not be sent on`);
};

/** Messages with somebody to write to, with mails that have left or been given up since, or with nothing left to do. */
const moving = (db: Reads<Tables>) =>
  db
    .selectFrom('mailing')
    .select('mailing.id')
    .where('mailing.state', 'in', ['sending', 'stopped'])
    .where(
      sql<boolean>`case when exists (select from mailing_recipient where mailing_id = mailing.id and outcome = 'waiting') then true
      when exists (select from mailing_recipient where mailing_id = mailing.id and outcome = 'posted') then
        exists (select from mailing_recipient recipient left join mail on mail.id = recipient.mail_id
          where recipient.mailing_id = mailing.id and recipient.outcome = 'posted' and mail.state is distinct from 'waiting')
      else mailing.state = 'sending' end`,
    )
    .orderBy('mailing.sending_at')
    .orderBy('mailing.id')
    .execute();

export const jobs: readonly Job[] = [
  { name: delivery, cron: '* * * * *', afterMail: true, work: (services) => deliverMailings(services, new Date().toISOString()) },
];
