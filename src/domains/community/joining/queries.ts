import { sql } from 'kysely';
import { type Actor, holdsSomewhere } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { lasts } from '../lasting.ts';
import { regionsOn } from '../regions.ts';
import type { Tables } from '../tables.ts';
import { mayReadMembership, seen } from '../visibility/policy.ts';
import { mayDecide, mayReadRequest } from './policy.ts';

/** Members of a body by the region of their country, as far as both are shown to the reader; the rest without a region. */
export const membersByRegionQuestion = (db: Reads<Tables>, actor: Actor, body: number, day: Day | null, today: Day) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom('membership')
        .innerJoin('person', 'person.id', 'membership.person_id')
        .leftJoin(regionsOn(day ?? today).as('derived'), (join) => join.on(sql<boolean>`derived.country_id = person.country_id`))
        .select([
          'membership.person_id',
          seen(actor, 'country', sql<number>`coalesce(person.region_id, derived.region_id)`).as('region_id'),
        ])
        .distinct()
        .where('membership.body_id', '=', body)
        .where('person.archived_at', 'is', null)
        .where(lasts('membership', day))
        .where(mayReadMembership(actor))
        .as('shown'),
    )
    .leftJoin('region', 'region.id', 'shown.region_id')
    .select(['region.key', sql<Texts | null>`region.title`.as('title'), sql<number>`count(*)`.as('count')])
    .groupBy(['region.key', 'region.title'])
    .orderBy(sql`region.key nulls last`);

/** Who waits to join a body, for those who decide; one's own requests too. */
export const requestsQuestion = (db: Reads<Tables>, actor: Actor, body: number) =>
  db
    .selectFrom('join_request')
    .innerJoin('person', 'person.id', 'join_request.person_id')
    .select([
      'join_request.id',
      'join_request.version',
      'join_request.message',
      'join_request.created_at',
      'person.id as person_id',
      'person.display_name as name',
      mayDecide(actor).as('may_decide'),
    ])
    .where('join_request.body_id', '=', body)
    .where('join_request.state', '=', 'waiting')
    .where('join_request.archived_at', 'is', null)
    .where('person.archived_at', 'is', null)
    .where(mayReadRequest(actor))
    .orderBy('join_request.id');

/** How many requests wait for this reader's decision, and where the first one does. */
export const dueQuestion = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('join_request')
    .innerJoin('body', 'body.id', 'join_request.body_id')
    .select([sql<number>`count(*)`.as('count'), sql<string | null>`min(body.ref)`.as('ref')])
    .where('join_request.state', '=', 'waiting')
    .where('join_request.archived_at', 'is', null)
    .where(holdsSomewhere(actor, 'member.manage') ? mayDecide(actor) : sql<boolean>`false`);
