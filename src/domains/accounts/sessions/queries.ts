import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { hashOf } from '../../../platform/access/tokens.ts';
import type { AnyReads, Day, Instant, Reads } from '../../../platform/db/tables.ts';
import { keptWithMoment, momentOf } from '../../../platform/lists/kept.ts';
import { ownAccount } from '../policy.ts';
import { type Grant, rightsFrom } from '../roles/rights.ts';
import type { Tables } from '../tables.ts';

/** Somebody we know, and how they came. `sessionId` and `seenAt` are there for those who came with a session. */
export interface Known {
  actor: Actor;
  account: { id: number; language: string | null };
  /** At which moment of the database this was so; see `kept.ts`. */
  moment: string;
  sessionId?: number;
  seenAt?: Instant;
}

/** A connection, whether it can write or not, or an open transaction. */
type Asks = Pick<AnyReads, 'selectFrom'>;

export type Credentials = { session?: string } | { token?: string };

/**
 * Who carries this session or API token, with everything they may do today, in one question. Null for a session or token that is unknown,
 * expired, ended or revoked, and for a suspended account. `today` is the day of `now` in UTC.
 */
export const actorOf = async (db: Asks, credentials: Credentials, now: Instant): Promise<Known | null> =>
  (await actorSince(db, credentials, now, undefined)) ?? null;

/** The same, or undefined without having looked if the database still stands at the moment `unless`. */
const actorSince = async (
  db: Asks,
  credentials: Credentials,
  now: Instant,
  unless: string | undefined,
): Promise<Known | null | undefined> => {
  const secret = 'token' in credentials ? credentials.token : (credentials as { session?: string }).session;
  if (!secret) return null;
  // It stands where the way to the rights begins: outside, PostgreSQL looked at all of them first.
  const looking = unless === undefined ? sql`true` : sql`${momentOf} <> ${unless}`;
  const carrier = 'token' in credentials ? byToken(hashOf(secret), now, looking) : bySession(hashOf(secret), now, looking);
  const question = sql<Row | (Record<keyof Row, null> & { moment: string })>`(
    select ${momentOf} as moment, known.* from (values (1)) one left join ${knownFrom(carrier, now.slice(0, 10))} known on true
  )`;
  const found = await db.selectFrom(question.as('found')).selectAll().executeTakeFirstOrThrow();
  if (found.account_id === null) return found.moment === unless ? undefined : null;
  return {
    actor: {
      kind: 'person',
      personId: found.person_id,
      name: found.display_name,
      ...rightsFrom(found.grants),
      ...(found.scopes ? { scopes: found.scopes } : {}),
    },
    account: { id: found.account_id, language: found.language },
    moment: found.moment,
    ...(found.session_id !== null && found.seen_at !== null ? { sessionId: found.session_id, seenAt: found.seen_at } : {}),
  };
};

/**
 * The same for every request: asked anew as soon as anything was written, be it the end of a session or of a grant. A session or token that
 * runs out is noticed within a minute.
 */
export const actorNow = (db: AnyReads, credentials: Credentials, now: Instant): Promise<Known | null> => {
  const [kind, secret] = Object.entries(credentials)[0] ?? [];
  if (!secret) return Promise.resolve(null);
  return keptWithMoment(db, `actor ${now.slice(0, 10)} ${kind} ${hashOf(secret)}`, (unless) => actorSince(db, credentials, now, unless));
};

/**
 * The same for a person whom the program itself names: a waiting import, the sample, tests. It asks for no account, but nobody acts with a
 * suspended one: then, and for an archived person, it gives undefined.
 */
export const actorForPerson = async (db: Asks, person: number, today: Day): Promise<Actor | undefined> => {
  const carrier = sql`select person.id as person_id, null::bigint as session_id, null::timestamptz as seen_at, null::text[] as scopes
    from person where person.id = ${person}`;
  const found = await db
    .selectFrom(knownFrom(carrier, today, sql`left join`).as('known'))
    .selectAll()
    .executeTakeFirst();
  return found && { kind: 'person', personId: found.person_id, name: found.display_name, ...rightsFrom(found.grants) };
};

/** The reader's own sessions that still count, the last seen first. */
export const sessionsOf = (db: Reads<Tables>, actor: Actor, now: Instant) => sessionsOfQuestion(db, actor, now).execute();

export const sessionsOfQuestion = (db: Reads<Tables>, actor: Actor, now: Instant) =>
  db
    .selectFrom('session')
    .select(['session.id', 'session.agent', 'session.created_at as createdAt', 'session.seen_at as seenAt', 'session.token_hash as hash'])
    .where('session.expires_at', '>', now)
    .where(ownAccount(actor, 'session.account_id'))
    .orderBy('session.seen_at', 'desc')
    .orderBy('session.id', 'desc');

interface Row {
  session_id: number | null;
  seen_at: Instant | null;
  account_id: number;
  person_id: number;
  display_name: string;
  language: string | null;
  scopes: string[] | null;
  grants: Grant[];
  moment: string;
}

type Condition = ReturnType<typeof sql>;

const bySession = (hash: string, now: Instant, looking: Condition) => sql`
  select account.person_id, session.id as session_id, session.seen_at, null::text[] as scopes
  from session join account on account.id = session.account_id
  where ${looking} and session.token_hash = ${hash} and session.expires_at > ${now}`;

const byToken = (hash: string, now: Instant, looking: Condition) => sql`
  select api_token.person_id, null::bigint as session_id, null::timestamptz as seen_at, api_token.scopes
  from api_token
  where ${looking} and api_token.token_hash = ${hash} and api_token.expires_at > ${now} and api_token.revoked_at is null and api_token.archived_at is null`;

/** A body counts with everything nested in it; `union` ends where bodies were nested in a circle. */
const knownFrom = (carrier: ReturnType<typeof sql>, today: Day, withAccount = sql`join`) => sql<Omit<Row, 'moment'>>`(
  with recursive carrier as (${carrier}),
  me as (
    select carrier.*, account.id as account_id, person.display_name, person.language
    from carrier join person on person.id = carrier.person_id ${withAccount} account on account.person_id = person.id
    where person.archived_at is null and account.suspended_at is null and account.archived_at is null
  ),
  held as (
    select distinct role.id as role_id, role.rights, role_grant.body_id
    from me join role_grant on role_grant.person_id = me.person_id join role on role.id = role_grant.role_id
    where role_grant.starts_on <= ${today}::date and (role_grant.ends_on is null or ${today}::date < role_grant.ends_on)
      and role_grant.archived_at is null and role.archived_at is null
  ),
  nested as (
    select held.body_id as root_id, held.body_id as id from held where held.body_id is not null
    union
    select nested.root_id, body.id from nested join body on body.parent_id = nested.id
  )
  select me.*, (
    select coalesce(json_agg(json_build_object(
      'rights', held.rights, 'body', held.body_id,
      'bodies', (select json_agg(nested.id) from nested where nested.root_id = held.body_id))), '[]')
    from held
  ) as grants from me
)`;
