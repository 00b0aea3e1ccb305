import { sql } from 'kysely';
import { type Actor, holdsEverywhere } from '../../../platform/access/actor.ts';
import type { AnyReads, Day, Reads } from '../../../platform/db/tables.ts';
import { openView } from '../../../platform/lists/office.ts';
import { mine } from '../../../platform/lists/saved.ts';
import { mayHandle, right } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { audienceOf } from './audience.ts';
import type { Kind, Outcome } from './mailing.ts';

/** One message with its audience. The name of a view that is somebody else's own is not told. */
export const mailingById = (db: Reads<Tables>, actor: Actor, id: number) =>
  db
    .selectFrom('mailing')
    .leftJoin('body', 'body.id', 'mailing.body_id')
    .leftJoin('saved_view', (join) =>
      join.onRef('saved_view.id', '=', 'mailing.saved_view_id').on(sql<boolean>`(saved_view.audience = 'everyone' or ${mine(actor)})`),
    )
    .selectAll('mailing')
    .select(['body.ref as body_ref', 'body.name as body_name'])
    .select(['saved_view.id as view', 'saved_view.name as view_name', 'saved_view.list', 'saved_view.query'])
    .select('saved_view.archived_at as view_dropped_at')
    .where('mailing.id', '=', id)
    .where('mailing.archived_at', 'is', null)
    .where(mayHandle(actor))
    .executeTakeFirst();

export type WholeMailing = NonNullable<Awaited<ReturnType<typeof mailingById>>>;

export type Counts = Partial<Record<Outcome, number>>;

const asCounts = (rows: readonly { outcome: Outcome; count: number }[]): Counts =>
  Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));

/** What came of a message so far; for a mail under way, what the mail server has said by now. */
export const countsOf = async (db: Reads<Tables>, mailing: number): Promise<Counts> =>
  asCounts(
    await db
      .selectFrom('mailing_recipient')
      .leftJoin('mail', 'mail.id', 'mailing_recipient.mail_id')
      .select([outcomeNow.as('outcome'), sql<number>`count(*)::int`.as('count')])
      .where('mailing_id', '=', mailing)
      .groupBy(outcomeNow)
      .execute(),
  );

/** Beside the tables `mailing_recipient` and `mail`. */
export const outcomeNow = sql<Outcome>`case when mailing_recipient.outcome = 'posted' and mail.state <> 'waiting' then mail.state
  else mailing_recipient.outcome end`;

/** What would come of a message if this reader sent it now; undefined where they do not see the view or it is gone. */
export const audienceNow = async (
  db: AnyReads,
  actor: Actor,
  {
    view,
    list,
    query,
    view_dropped_at,
    kind,
    body_id,
  }: Pick<WholeMailing, 'view' | 'list' | 'query' | 'view_dropped_at' | 'body_id'> & { kind: Kind },
  today: Day,
): Promise<Counts | undefined> => {
  if (view === null || list === null || query === null || view_dropped_at !== null) return undefined;
  const open = await openView(db, { list, query }, { actor, today });
  if (!open?.card.about) return undefined;
  const meant = audienceOf(db, actor, { view: open, kind, body: body_id, today });
  return asCounts(
    await db
      .selectFrom(meant.as('meant'))
      .select(['meant.outcome', sql<number>`count(*)::int`.as('count')])
      .groupBy('meant.outcome')
      .execute(),
  );
};

/** The bodies for which this reader may write. */
export const namesQuestion = (db: Reads<Tables>, actor: Actor) => {
  const reach = actor.rights.get(right);
  return db
    .selectFrom('body')
    .select(['body.ref', 'body.name'])
    .where('body.archived_at', 'is', null)
    .$if(!holdsEverywhere(actor, right), (question) =>
      question.where('body.id', 'in', reach === undefined || reach === 'everywhere' || reach.size === 0 ? [0] : [...reach]),
    )
    .orderBy('body.position')
    .orderBy('body.ref')
    .execute();
};
