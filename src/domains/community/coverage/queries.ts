import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { wasMemberOn } from '../lasting.ts';
import { mayReadOrganisation } from '../organisations/policy.ts';
import { regionsOn } from '../regions.ts';
import type { Tables } from '../tables.ts';

/** Every country that lies in a region on the day, with how many member organisations it had then. Where there is none, the count is 0. */
export const coverageOn = (db: Reads<Tables>, actor: Actor, day: Day) =>
  db
    .selectFrom(regionsOn(day).as('assigned'))
    .innerJoin('country', 'country.id', 'assigned.country_id')
    .innerJoin('region', 'region.id', 'assigned.region_id')
    .select([
      'country.code',
      'region.key as region',
      'region.title',
      sql<number>`(select count(*) from organisation where organisation.country_id = country.id and organisation.archived_at is null
        and ${wasMemberOn(day)} and ${mayReadOrganisation(actor)})`.as('organisations'),
    ])
    .orderBy('region.key')
    .orderBy('country.code')
    .execute();

export type Covered = Awaited<ReturnType<typeof coverageOn>>[number];
