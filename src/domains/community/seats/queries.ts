import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { mayEdit, mayRead } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** One seat with its body; one that is no longer there too, for its address keeps answering. */
export const seatQuestion = (db: Reads<Tables>, actor: Actor, seat: number) =>
  db
    .selectFrom('seat')
    .innerJoin('body', 'body.id', 'seat.body_id')
    .leftJoin('body as appointing', 'appointing.id', 'seat.appointing_body_id')
    .selectAll('seat')
    .select(['body.ref as body_ref', 'body.name as body_name', 'appointing.ref as appointing_ref', 'appointing.name as appointing_name'])
    .select(mayEdit(actor).as('may_edit'))
    .where('seat.id', '=', seat)
    .where(mayRead(actor));

export type WholeSeat = NonNullable<Awaited<ReturnType<ReturnType<typeof seatQuestion>['executeTakeFirst']>>>;

/** Everybody who held the seat or stood in, the latest first. Who holds a seat is public. */
export const rosterQuestion = (db: Reads<Tables>, seat: number) =>
  db
    .selectFrom('tenure')
    .innerJoin('person', 'person.id', 'tenure.person_id')
    .select([
      'tenure.id',
      'tenure.version',
      'tenure.person_id',
      'person.display_name as person_name',
      'tenure.alternate',
      'tenure.starts_on',
      'tenure.starts_span',
      'tenure.ends_on',
      'tenure.ends_span',
      'tenure.note',
    ])
    .where('tenure.seat_id', '=', seat)
    .where('tenure.archived_at', 'is', null)
    .orderBy(sql`tenure.starts_on desc nulls last`)
    .orderBy('tenure.id', 'desc')
    .limit(200);

export type InRoster = Awaited<ReturnType<ReturnType<typeof rosterQuestion>['execute']>>[number];

/** One time in a seat, with the seat, for those who correct it. */
export const tenureQuestion = (db: Reads<Tables>, tenure: number) =>
  db
    .selectFrom('tenure')
    .innerJoin('person', 'person.id', 'tenure.person_id')
    .selectAll('tenure')
    .select('person.display_name as person_name')
    .where('tenure.id', '=', tenure)
    .where('tenure.archived_at', 'is', null);

export type WholeTenure = NonNullable<Awaited<ReturnType<ReturnType<typeof tenureQuestion>['executeTakeFirst']>>>;
