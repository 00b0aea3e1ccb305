import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { lasts } from '../../community/index.ts';
import { isOwn, mayManage } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** The wish to be forgotten that one person has expressed and that still waits. */
export const openErasureQuestion = (db: Reads<Tables>, actor: Actor, person: number) =>
  db
    .selectFrom('erasure')
    .select(['erasure.id', 'erasure.due_on as dueOn', 'erasure.seats'])
    .where('erasure.person_id', '=', person)
    .where('erasure.withdrawn_at', 'is', null)
    .where('erasure.done_at', 'is', null)
    .where((row) => row.or([isOwn(actor, 'erasure.person_id'), mayManage(actor)]));

/** The log of erasures, the newest first. */
export const erasuresQuestion = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('erasure')
    .select([
      'erasure.id',
      'erasure.pseudonym',
      'erasure.by_self as bySelf',
      'erasure.asked_at as askedAt',
      'erasure.due_on as dueOn',
      'erasure.withdrawn_at as withdrawnAt',
      'erasure.done_at as doneAt',
      'erasure.counts',
      sql<number>`jsonb_array_length(erasure.files -> 'removed')`.as('filesRemoved'),
      sql<{ id: number; name: string }[]>`coalesce((
        select jsonb_agg(jsonb_build_object('id', file.id, 'name', file.name) order by file.id) from file
        where file.id in (select jsonb_array_elements_text(erasure.files -> 'mentioning')::bigint)), '[]')`.as('mentioning'),
    ])
    .where(mayManage(actor))
    .orderBy('erasure.id', 'desc')
    .limit(200);

/** A file that names somebody who was forgotten, for whoever decides what becomes of it. */
export const mentioningFile = (db: Reads<Tables>, actor: Actor, erasure: number, file: number) =>
  db
    .selectFrom('erasure')
    .innerJoin('file', (on) => on.on(sql<boolean>`erasure.files -> 'mentioning' @> to_jsonb(file.id)`))
    .select(['file.sha256', 'file.name', 'file.media_type'])
    .where('erasure.id', '=', erasure)
    .where('file.id', '=', file)
    .where(mayManage(actor))
    .executeTakeFirst();

/** Who would be forgotten, with the number of seats they hold today: oneself, or anybody for those who manage accounts. */
export const whoLeavesQuestion = (db: Reads<Tables>, actor: Actor, person: number, today: Day) =>
  db
    .selectFrom('person')
    .select(['person.id', 'person.display_name as name', seatsHeld(today).as('seats')])
    .where('person.id', '=', person)
    .where('person.archived_at', 'is', null)
    .where((row) => row.or([isOwn(actor, 'person.id'), mayManage(actor)]));

/** How many seats the person in the row holds on that day. */
export const seatsHeld = (today: Day) =>
  sql<number>`(select count(*) from tenure where tenure.person_id = person.id and ${lasts('tenure', today)})`;
