import { sql } from 'kysely';
import type { Actor } from '../../platform/access/actor.ts';
import type { Day, Reads } from '../../platform/db/tables.ts';
import { aliasKey } from '../../platform/imports/importer.ts';
import { lasts } from './lasting.ts';
import { mayEdit, mayRead } from './policy.ts';
import { ownSystem } from './regions.ts';
import type { Tables } from './tables.ts';

/** Bodies in the order of the tree (parents before children), with their depth from 0. */
export const bodyTree = (db: Reads<Tables>, actor: Actor) =>
  db
    .withRecursive('branch', (branch) =>
      branch
        .selectFrom('body')
        .select(['body.id', sql<number>`0`.as('depth'), sql<string[]>`array[lpad(body.position::text, 6, '0') || body.ref]`.as('path')])
        .where('body.parent_id', 'is', null)
        .unionAll(
          branch
            .selectFrom('body')
            .innerJoin('branch as above', 'above.id', 'body.parent_id')
            .select([
              'body.id',
              sql<number>`above.depth + 1`.as('depth'),
              sql<string[]>`above.path || (lpad(body.position::text, 6, '0') || body.ref)`.as('path'),
            ]),
        ),
    )
    .selectFrom('branch')
    .innerJoin('body', 'body.id', 'branch.id')
    .leftJoin('body as parent', 'parent.id', 'body.parent_id')
    .leftJoin('region', 'region.id', 'body.region_id')
    .select([
      'body.id',
      'body.ref',
      'body.name',
      'body.acronym',
      'body.kind',
      'body.state',
      'branch.depth',
      'parent.ref as parent_ref',
      'region.key as region_key',
    ])
    .where('body.archived_at', 'is', null)
    .where(mayRead(actor))
    .orderBy('branch.path')
    .execute();

export type BodyInTree = Awaited<ReturnType<typeof bodyTree>>[number];

/** The bodies directly inside another, in their order. */
export const bodiesInside = (db: Reads<Tables>, actor: Actor, parentId: number): Promise<BodyInTree[]> =>
  db
    .selectFrom('body')
    .leftJoin('region', 'region.id', 'body.region_id')
    .select(['body.id', 'body.ref', 'body.name', 'body.acronym', 'body.kind', 'body.state', 'region.key as region_key'])
    .select([sql<number>`0`.as('depth'), sql<string | null>`null`.as('parent_ref')])
    .where('body.parent_id', '=', parentId)
    .where('body.archived_at', 'is', null)
    .where(mayRead(actor))
    .orderBy('body.position')
    .orderBy('body.ref')
    .execute();

export const bodyByRef = (db: Reads<Tables>, actor: Actor, ref: string) =>
  db
    .selectFrom('body')
    .leftJoin('body as parent', 'parent.id', 'body.parent_id')
    .leftJoin('region', 'region.id', 'body.region_id')
    .selectAll('body')
    .select([
      'parent.ref as parent_ref',
      'parent.name as parent_name',
      'region.key as region_key',
      'region.title as region_title',
      mayEdit(actor).as('may_edit'),
    ])
    .where('body.ref', '=', ref)
    .where(mayRead(actor))
    .executeTakeFirst();

export type WholeBody = NonNullable<Awaited<ReturnType<typeof bodyByRef>>>;

/** The seats of a body with whoever holds each on the day. A seat without a holder is vacant. */
export const seatsOf = (db: Reads<Tables>, bodyId: number, day: Day) => seatsOn(db, day).where('seat.body_id', '=', bodyId).execute();

/** Every seat with its holder and alternate on the day; those of one body in their order. */
export const seatsOn = (db: Reads<Tables>, day: Day) =>
  db
    .selectFrom('seat')
    .innerJoin('body', 'body.id', 'seat.body_id')
    .leftJoin('body as appointing', 'appointing.id', 'seat.appointing_body_id')
    // Where two followed each other on a day that nobody remembers, the later one is shown.
    .leftJoin('tenure', (join) =>
      join.on(
        sql<boolean>`tenure.id = (select tenure.id from tenure where tenure.seat_id = seat.id and not tenure.alternate and ${lasts('tenure', day)}
          order by tenure.starts_on desc nulls last, tenure.id desc limit 1)`,
      ),
    )
    .leftJoin('person', 'person.id', 'tenure.person_id')
    .select([
      'seat.id',
      'seat.title',
      'seat.term_months',
      'seat.term_limit',
      'body.ref as body_ref',
      'appointing.ref as appointing_ref',
      'person.id as holder_id',
      'person.display_name as holder',
      'tenure.id as tenure_id',
      'tenure.version as tenure_version',
      'tenure.starts_on',
      'tenure.starts_span',
      'tenure.ends_on',
      'tenure.ends_span',
      sql<
        string | null
      >`(select string_agg(stand_in.display_name, ', ' order by second.id) from tenure second join person stand_in on stand_in.id = second.person_id
        where second.seat_id = seat.id and second.alternate and second.archived_at is null
        and coalesce(second.starts_on, '-infinity') <= ${day}::date and ${day}::date < coalesce(second.ends_on, 'infinity'))`.as(
        'alternate',
      ),
    ])
    // A seat that is no longer there stays in the rosters of the days on which somebody held it.
    .where(sql<boolean>`(seat.archived_at is null or (seat.archived_at::date > ${day}::date and tenure.id is not null))`)
    .orderBy('seat.position')
    .orderBy('seat.id');

export type Seat = Awaited<ReturnType<typeof seatsOf>>[number];

/** Every name by which a text may mean a body: its reference, acronym, names in all languages and learned aliases, each to the reference. */
export const namesOfBodies = async (db: Reads<Tables>, actor: Actor): Promise<ReadonlyMap<string, string>> => {
  const bodies = await db
    .selectFrom('body')
    .leftJoin('alias', (join) =>
      join.onRef('alias.record_id', '=', 'body.id').on('alias.kind', '=', 'body').on('alias.archived_at', 'is', null),
    )
    .select(['body.ref', 'body.acronym', 'body.name', 'alias.text'])
    .where('body.archived_at', 'is', null)
    .where(mayRead(actor))
    .execute();
  const names = new Map<string, string>();
  for (const { ref, acronym, name, text } of bodies) {
    for (const word of [ref, acronym, text, ...Object.values(name.texts)]) if (word) names.set(aliasKey(word), ref);
  }
  return names;
};

/** The region of each country under a system on a day: the version in force, that is the latest that began by then. */
/** Which country lies in which region on a day; without a key under the community's own system. */
export const regionsOfCountries = (db: Reads<Tables>, system: string | undefined, day: Day) =>
  db
    .selectFrom('region_country')
    .innerJoin('region_version', 'region_version.id', 'region_country.version_id')
    .innerJoin('region_system', 'region_system.id', 'region_version.system_id')
    .innerJoin('country', 'country.id', 'region_country.country_id')
    .innerJoin('region', 'region.id', 'region_country.region_id')
    .distinctOn('country.code')
    .select([
      'country.code',
      'country.name',
      'region.key as region',
      'region.title',
      'region_country.confidence',
      'region_version.valid_from',
    ])
    .where(system === undefined ? sql<boolean>`region_system.id = ${ownSystem}` : sql<boolean>`region_system.key = ${system}`)
    .where('region_version.valid_from', '<=', day)
    .orderBy('country.code')
    .orderBy('region_version.valid_from', 'desc')
    .execute();
