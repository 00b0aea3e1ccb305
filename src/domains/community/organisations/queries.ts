import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { ownSystem, regionsOn } from '../regions.ts';
import type { Tables } from '../tables.ts';
import { memberStates } from './organisation.ts';
import type { Period } from './periods.ts';
import { mayEditOrganisation, mayReadOrganisation } from './policy.ts';

/** Organisations with their country, region (set by hand or following from the country on the day) and region body. */
export const organisationsOn = (db: Reads<Tables>, day: Day) =>
  db
    .selectFrom('organisation')
    .leftJoin('country', 'country.id', 'organisation.country_id')
    .leftJoin(regionsOn(day).as('derived'), 'derived.country_id', 'organisation.country_id')
    .leftJoin('region', (join) => join.on('region.id', '=', sql<number>`coalesce(organisation.region_id, derived.region_id)`))
    .leftJoin('body', 'body.id', 'organisation.body_id');

/** One organisation by its reference or, failing that, by another name of it; archived ones too, for their address keeps answering. A merged one is the one that it has become. */
export const organisationByRef = async (db: Reads<Tables>, actor: Actor, ref: string, day: Day) =>
  (await whole(
    db,
    actor,
    day,
    sql<boolean>`organisation.id = (select coalesce(named.merged_into_id, named.id) from organisation named where named.ref = ${ref.toUpperCase()})`,
  )) ??
  (await whole(
    db,
    actor,
    day,
    sql<boolean>`organisation.id = (select alias.record_id from alias where alias.kind = 'organisation' and alias.text_key = ${aliasKey(ref)} and alias.archived_at is null)`,
  ));

/** The times in which an organisation was a member before the present one, beside the table `organisation`. */
export const periodsBefore = sql<
  Period[]
>`coalesce((select json_agg(to_jsonb(earlier) order by earlier.withdrawn_on) from organisation_period earlier
  where earlier.organisation_id = organisation.id and earlier.archived_at is null), '[]')`;

const whole = (db: Reads<Tables>, actor: Actor, day: Day, which: RawBuilder<boolean>) =>
  organisationsOn(db, day)
    .selectAll('organisation')
    .select([
      'country.code as country',
      'region.key as region',
      'region.title as region_title',
      'body.ref as body_ref',
      'body.name as body_name',
      mayEditOrganisation(actor).as('may_edit'),
      periodsBefore.as('periods'),
      sql<string[]>`coalesce((select json_agg(alias.text order by alias.text) from alias
        where alias.kind = 'organisation' and alias.record_id = organisation.id and alias.archived_at is null), '[]')`.as('aliases'),
    ])
    .where(which)
    .where(mayReadOrganisation(actor))
    .executeTakeFirst();

export type WholeOrganisation = NonNullable<Awaited<ReturnType<typeof organisationByRef>>>;

/** The regions of the community's own system and the bodies, to choose from. */
export const choicesQuestion = (db: Reads<Tables>) => ({
  regions: db
    .selectFrom('region')
    .select(['key', 'title'])
    .where('archived_at', 'is', null)
    .where('system_id', '=', ownSystem)
    .orderBy('key'),
  bodies: db
    .selectFrom('body')
    .select(['ref', 'name', 'acronym'])
    .where('archived_at', 'is', null)
    .where('region_id', 'is not', null)
    .orderBy('position'),
});

/** The other members of the same country, a few by name and all by number. */
export const neighboursQuestion = (db: Reads<Tables>, actor: Actor, one: { id: number; country_id: number | null }) =>
  db
    .selectFrom('organisation')
    .select(['organisation.ref', 'organisation.name', sql<number>`count(*) over ()`.as('count')])
    .where('organisation.country_id', '=', one.country_id)
    .where('organisation.id', '<>', one.id)
    .where('organisation.state', 'in', memberStates)
    .where('organisation.archived_at', 'is', null)
    .where(mayReadOrganisation(actor))
    .orderBy(sql`organisation.name collate "und-x-icu"`)
    .limit(6);
