import { sql } from 'kysely';
import type { AnyDatabase } from '../db/tables.ts';
import type { Services } from '../http/visit.ts';
import type { MailTransport, WaitingMail } from './transport.ts';

/** What one round of sending did, in mails. `postponed` are tried again later. */
export interface Sent {
  sent: number;
  postponed: number;
  failed: number;
}

/**
 * Sends the mails that are due. Several processes may do so at once: a mail is claimed before it is sent, and the claim outlasts the
 * longest sending. A server that does not answer or refuses is asked again after 1, 5, 25, 120 minutes and so on, eight times in all.
 * With `stopping` it ends after the mails that are on their way.
 */
export const sendWaiting = async (
  { db, log }: Pick<Services, 'db' | 'log'>,
  transport: MailTransport,
  stopping?: AbortSignal,
): Promise<Sent> => {
  const total: Sent = { sent: 0, postponed: 0, failed: 0 };
  try {
    while (!stopping?.aborted) {
      const mails = await claim(db);
      if (mails.length === 0) return total;
      const outcomes = await Promise.all(mails.map((mail) => sendOne(mail)));
      for (const outcome of outcomes) total[outcome] += 1;
    }
    return total;
  } finally {
    transport.rest();
  }

  async function sendOne(mail: WaitingMail): Promise<keyof Sent> {
    const fault = await transport.send(mail).then(
      () => undefined,
      (error: MailFault) => error,
    );
    if (!fault) {
      await settle(db, mail, sql`state = 'sent', sent_at = now(), failure = null`);
      return 'sent';
    }
    const reason = reasonOf(fault);
    const minutes = isHopeless(fault) ? undefined : waits[mail.tries - 1];
    if (minutes === undefined) {
      await settle(db, mail, sql`state = 'failed', failure = ${reason}`);
      log.error('A mail could not be sent and is given up.', { mail: mail.id, tries: mail.tries, reason });
      return 'failed';
    }
    await settle(db, mail, sql`next_try_at = now() + make_interval(mins => ${minutes}), failure = ${reason}`);
    log.warn('A mail could not be sent and is tried again later.', { mail: mail.id, tries: mail.tries, minutes, reason });
    return 'postponed';
  }
};

/** Removes what was sent or given up more than `days` days ago: mails hold codes and words meant for one person. Gives their number. */
export const forgetOldMails = async (db: AnyDatabase, days = 30): Promise<number> => {
  const { numAffectedRows } = await sql`
    delete from mail where state <> 'waiting' and created_at < now() - make_interval(days => ${days})`.execute(db);
  return Number(numAffectedRows ?? 0);
};

/** Minutes to wait after each try but the last. */
const waits: readonly number[] = [1, 5, 25, 120, 360, 720, 1440];

/**
 * The claim is a committed change and not a lock held while sending: a long transaction would hold back all who listen to news.
 * A process that dies while sending leaves its mails to the others after ten minutes.
 */
const claim = async (db: AnyDatabase): Promise<WaitingMail[]> => {
  const { rows } = await sql<WaitingMail>`
    update mail set tries = tries + 1, next_try_at = now() + interval '10 minutes'
    where id in (
      select id from mail where state = 'waiting' and next_try_at <= now()
      order by next_try_at, id limit 10 for update skip locked
    )
    returning id, recipient, language, subject, body, html, headers, created_at, tries`.execute(db);
  return rows;
};

const settle = (db: AnyDatabase, mail: WaitingMail, change: ReturnType<typeof sql>) =>
  sql`update mail set ${change} where id = ${mail.id} and tries = ${mail.tries} and state = 'waiting'`.execute(db);

interface MailFault extends Error {
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
  permanent?: boolean;
}

/** The server says for good that this address itself is bad (RFC 3463, status 5.1.x): asking again would only harm our name. */
const isHopeless = (fault: MailFault) =>
  fault.permanent === true && fault.command === 'RCPT TO' && /^5\d\d[ -]5\.1\.\d/.test(fault.response ?? '');

/** Codes only: what servers write in words repeats the address. */
const reasonOf = (fault: MailFault): string => {
  const status = fault.response?.match(/^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/)?.[1];
  const parts = [fault.code ?? fault.name, fault.responseCode, status, fault.command && `at ${fault.command}`];
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
};
