import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import { hashOf, newToken } from '../../../platform/access/tokens.ts';
import { commandsOver, existing, type FindSubject, type RowOf } from '../../../platform/command.ts';
import { type AnyWrites, type Instant, reading, type Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden } from '../../../platform/errors.ts';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { openView } from '../../../platform/lists/office.ts';
import { viewById } from '../../../platform/lists/saved.ts';
import { type Letterhead, letterhead } from '../../../platform/mail/letterhead.ts';
import { post } from '../../../platform/mail/post.ts';
import type { Tables } from '../tables.ts';
import { audienceOf } from './audience.ts';
import { handled } from './commands.ts';
import { mailTo } from './letter.ts';
import { oneMailing, perMinute } from './mailing.ts';

const command = commandsOver<Tables>();
type Mailing = RowOf<Tables, 'mailing'>;
const mailing = handled as FindSubject<z.output<typeof oneMailing>, Mailing>;

/** The job that hands over what waits. */
export const delivery = 'mailing.deliver';

/**
 * Finds out who is meant, as the sender sees them now, and begins to send. Each of them is written down once; the mails follow at a bounded
 * rate. A second sender waits for the first and is told that it is on its way.
 */
export const sendMailing = command({
  name: 'mailing.send',
  input: oneMailing,
  subject: mailing,
  perform: async ({ tx, subject, actor, today, now }) => {
    if (subject.state !== 'draft') throw conflict('mailing.noDraft');
    const db = reading(tx as AnyWrites);
    const saved = subject.saved_view_id === null ? undefined : await viewById(db, actor, subject.saved_view_id);
    const view = saved && (await openView(db, saved, { actor, today }));
    if (!view) throw conflict('mailing.viewGone');
    const meant = audienceOf(db, actor, { view, kind: subject.kind, body: subject.body_id, today });
    const { rows } = await sql<{ waiting: number }>`
      with meant as materialized (select * from ${meant} meant),
      written as (insert into mailing_recipient (mailing_id, person_id, organisation_id, outcome)
        select ${subject.id}::bigint, person_id, organisation_id, outcome from meant returning outcome)
      select count(*)::int as waiting from written where outcome = 'waiting'`.execute(tx);
    const recipients = rows[0]?.waiting ?? 0;
    if (recipients === 0) throw conflict('mailing.nobody');
    await tx.updateTable('mailing').set({ state: 'sending', sent_by: actor.name, sending_at: now }).where('id', '=', subject.id).execute();
    await enqueue(tx as AnyWrites, delivery);
    return { id: subject.id, recipients };
  },
});

/** Sends the message to oneself, once in each of its languages. */
export const testMailing = command({
  name: 'mailing.test',
  input: oneMailing,
  subject: mailing,
  perform: async ({ tx, subject, actor, now }) => {
    if (actor.personId === null) throw forbidden('refusal.signIn');
    const [self] = await readersOf(
      tx,
      sql`select ${actor.personId}::bigint as person_id, null::bigint as organisation_id, 0 as id`,
      subject,
    );
    if (!self?.address) throw conflict('mailing.noOwnAddress');
    const head = await letterhead(tx as AnyWrites);
    const languages = Object.keys(subject.text.texts);
    for (const language of languages) await mailOne(tx, subject, { ...self, languages: [language] }, head);
    await tx.updateTable('mailing').set({ tested_at: now }).where('id', '=', subject.id).execute();
    return { id: subject.id, mails: languages.length };
  },
});

/** Ends the sending: whoever was not written to yet gets nothing. */
export const stopMailing = command({
  name: 'mailing.stop',
  input: oneMailing,
  subject: mailing,
  perform: async ({ tx, subject, now }) => {
    if (subject.state !== 'sending') throw conflict('mailing.notSending');
    const { numUpdatedRows } = await tx
      .updateTable('mailing_recipient')
      .set({ outcome: 'stopped' })
      .where('mailing_id', '=', subject.id)
      .where('outcome', '=', 'waiting')
      .executeTakeFirst();
    await tx.updateTable('mailing').set({ state: 'stopped', ended_at: now }).where('id', '=', subject.id).execute();
    return { id: subject.id, spared: Number(numUpdatedRows) };
  },
});

const byItself = (actor: Actor) => (actor.kind === 'system' ? sql<boolean>`true` : sql<boolean>`false`);

/**
 * Hands over the next mails of a message, as many as this minute has room for, and writes down what came of earlier ones. The mail and the
 * note that it was written are one transaction, and the message is locked meanwhile: killed or done twice, nobody is written to twice.
 */
export const deliverMailing = command({
  name: delivery,
  input: oneMailing,
  subject: existing<Tables, 'mailing'>('mailing')<z.output<typeof oneMailing>>({
    by: (row, input) => row.and([row('mailing.id', '=', input.mailing)]),
    mayRead: byItself,
    may: byItself,
  }) as FindSubject<z.output<typeof oneMailing>, Mailing>,
  perform: async ({ tx, subject, now }) => {
    const posted = subject.state === 'sending' ? await postSome(tx, subject, now) : 0;
    await settle(tx, subject.id);
    const left = await tx
      .selectFrom('mailing_recipient')
      .select('id')
      .where('mailing_id', '=', subject.id)
      .where('outcome', 'in', ['waiting', 'posted'])
      .limit(1)
      .executeTakeFirst();
    if (!left && subject.state === 'sending')
      await tx.updateTable('mailing').set({ state: 'sent', ended_at: now }).where('id', '=', subject.id).execute();
    return { id: subject.id, posted };
  },
});

const postSome = async (tx: Writes<Tables>, subject: Mailing, now: Instant): Promise<number> => {
  const room = await roomFor(tx, now);
  if (room <= 0) return 0;
  const next = sql`select id, person_id, organisation_id from mailing_recipient
    where mailing_id = ${subject.id} and outcome = 'waiting' order by id limit ${room}`;
  const readers = await readersOf(tx, next, subject);
  const head = await letterhead(tx as AnyWrites);
  let posted = 0;
  for (const reader of readers) {
    const change = tx.updateTable('mailing_recipient').where('id', '=', reader.id);
    // What somebody chose since the sending began counts too.
    if (reader.opted_out) await change.set({ outcome: 'optedOut' }).execute();
    else if (!reader.address) await change.set({ outcome: 'noAddress' }).execute();
    else {
      const { mail, language } = await mailOne(tx, subject, reader, head);
      await change.set({ outcome: 'posted', mail_id: mail, language, posted_at: now }).execute();
      posted += 1;
    }
  }
  return posted;
};

/** How many more mails this minute has room for, over all messages. */
const roomFor = async (tx: Writes<Tables>, now: Instant): Promise<number> => {
  const { count } = await tx
    .selectFrom('mailing_recipient')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('posted_at', '>', sql<Instant>`${now}::timestamptz - interval '1 minute'`)
    .executeTakeFirstOrThrow();
  return perMinute - count;
};

interface Recipient {
  id: number;
  person_id: number | null;
  organisation_id: number | null;
  name: string;
  languages: string[];
  address: string | null;
  opted_out: boolean;
}

/** Name, languages and address of each of those in `who`, in its order. */
const readersOf = async (tx: Writes<Tables>, who: ReturnType<typeof sql>, { kind }: Pick<Mailing, 'kind'>): Promise<Recipient[]> => {
  const { rows } = await sql<Recipient>`
    select who.id, who.person_id, who.organisation_id, coalesce(person.display_name, organisation.name) as name,
      array_remove(person.language || coalesce((select array_agg(spoken ->> 'language') from jsonb_array_elements(person.languages) spoken), '{}')
        || coalesce(organisation.languages, '{}'), null) as languages,
      case when who.person_id is null then organisation.email
        when person.archived_at is null then (select email.typed from email where email.person_id = person.id and email.archived_at is null
          order by email.confirmed_at is null, email.id limit 1) end as address,
      exists (select from mailing_choice choice where not choice.wanted and choice.kind = ${kind}
        and (choice.person_id = who.person_id or choice.organisation_id = who.organisation_id)) as opted_out
    from (${who}) who left join person on person.id = who.person_id left join organisation on organisation.id = who.organisation_id
    order by who.id`.execute(tx);
  return rows;
};

const mailOne = async (tx: Writes<Tables>, message: Mailing, reader: Recipient, head: Letterhead) => {
  const token = newToken();
  const { person_id, organisation_id } = reader;
  await tx
    .insertInto('mailing_link')
    .values({ person_id, organisation_id, kind: message.kind, token_hash: hashOf(token) })
    .execute();
  const letter = mailTo(message, reader, head, token);
  const mail = await post(tx as AnyWrites, {
    ...letter,
    to: reader.address ?? '',
    ...(person_id === null ? {} : { personId: person_id }),
  });
  return { mail, language: letter.language };
};

/** What the mail server said. A mail that is gone went with the person who was forgotten. */
const settle = (tx: Writes<Tables>, id: number) =>
  sql`update mailing_recipient recipient set outcome = coalesce((select mail.state from mail where mail.id = recipient.mail_id), 'failed')
    where recipient.mailing_id = ${id} and recipient.outcome = 'posted'
      and not exists (select from mail where mail.id = recipient.mail_id and mail.state = 'waiting')`.execute(tx);
