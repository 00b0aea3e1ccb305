import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { lasts } from '../lasting.ts';
import type { Tables } from '../tables.ts';
import { mayKeepMembership, mayReadMembership } from '../visibility/policy.ts';

/** Whose memberships: those of an organisation, a body or a person; or the one of that number. */
export type Of = { organisation: number } | { body: number } | { person: number } | { membership: number };

const column = (of: Of): RawBuilder<SqlBool> =>
  'organisation' in of
    ? sql<SqlBool>`membership.organisation_id = ${of.organisation}`
    : 'body' in of
      ? sql<SqlBool>`membership.body_id = ${of.body}`
      : 'person' in of
        ? sql<SqlBool>`membership.person_id = ${of.person}`
        : sql<SqlBool>`membership.id = ${of.membership}`;

/** Memberships that the actor may know of, leaders and representatives first. Without a day those of all times. */
export const membershipsQuestion = (db: Reads<Tables>, actor: Actor, of: Of, day: Day | null) =>
  db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .leftJoin('organisation', 'organisation.id', 'membership.organisation_id')
    .leftJoin('body', 'body.id', 'membership.body_id')
    .select([
      'membership.id',
      'membership.version',
      'membership.role',
      'membership.starts_on',
      'membership.starts_span',
      'membership.ends_on',
      'membership.ends_span',
      'membership.note',
      'person.id as person_id',
      'person.display_name as person_name',
      'organisation.ref as organisation_ref',
      'organisation.name as organisation_name',
      'body.ref as body_ref',
      'body.name as body_name',
      mayKeepMembership(actor).as('may_keep'),
    ])
    .where(column(of))
    .where('person.archived_at', 'is', null)
    .where(lasts('membership', day))
    .where(mayReadMembership(actor))
    .orderBy(sql`membership.ends_on is not null and membership.ends_on <= current_date`)
    .orderBy(sql`array_position('{chair,coChair,viceChair,secretary,primary,alternate}'::text[], membership.role)`)
    .orderBy('person.display_name')
    .orderBy('membership.id')
    .limit(1000);

export type ListedMembership = Awaited<ReturnType<ReturnType<typeof membershipsQuestion>['execute']>>[number];

/** How many memberships there are at all, those that the actor may not know of included. */
export const howManyQuestion = (db: Reads<Tables>, of: Of, day: Day | null) =>
  db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select(sql<number>`count(*)`.as('count'))
    .where(column(of))
    .where('person.archived_at', 'is', null)
    .where(lasts('membership', day));

/** The seats that a person holds or held, the latest first. Who holds a seat is public. */
export const tenuresQuestion = (db: Reads<Tables>, person: number, day: Day | null) =>
  db
    .selectFrom('tenure')
    .innerJoin('seat', 'seat.id', 'tenure.seat_id')
    .innerJoin('body', 'body.id', 'seat.body_id')
    .select([
      'tenure.id',
      'tenure.starts_on',
      'tenure.starts_span',
      'tenure.ends_on',
      'tenure.ends_span',
      'tenure.alternate',
      'seat.id as seat_id',
      'seat.title',
      'body.ref as body_ref',
      'body.name as body_name',
    ])
    .where('tenure.person_id', '=', person)
    .where(lasts('tenure', day))
    .orderBy(sql`tenure.starts_on desc nulls last`)
    .orderBy('tenure.id');

export type ListedTenure = Awaited<ReturnType<ReturnType<typeof tenuresQuestion>['execute']>>[number];
