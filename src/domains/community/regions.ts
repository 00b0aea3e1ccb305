import { type RawBuilder, sql } from 'kysely';
import type { Day, Writes } from '../../platform/db/tables.ts';
import { invalidField } from '../../platform/errors.ts';
import { anyOf } from '../../platform/imports/take-in.ts';
import type { Tables } from './tables.ts';

/** The system by which the community counts: the one that was brought in first. */
export const ownSystem: RawBuilder<number> = sql<number>`(select min(region_system.id) from region_system where region_system.archived_at is null)`;

/** The region of each country on a day, as rows `country_id, region_id`: what the latest version begun by then says. */
export const regionsOn = (day: Day): RawBuilder<{ country_id: number; region_id: number }> => sql`(
  select distinct on (region_country.country_id) region_country.country_id, region_country.region_id
  from region_country join region_version on region_version.id = region_country.version_id
  where region_version.valid_from <= ${day}::date and region_version.system_id = ${ownSystem} and region_country.archived_at is null
  order by region_country.country_id, region_version.valid_from desc)`;

/** A region of the community's own system by its key. */
export const regionIdOf = async (tx: Writes<Tables>, key: string, field = 'region'): Promise<number> => {
  const found = await tx
    .selectFrom('region')
    .select('id')
    .where('key', '=', key)
    .orderBy(sql`system_id <> ${ownSystem}`)
    .orderBy('id')
    .executeTakeFirst();
  if (!found) throw invalidField(field, 'region.unknown', { region: key });
  return found.id;
};

/** The region that follows from a country on a day, or null where none is assigned. */
export const regionOfCountry = async (tx: Writes<Tables>, country: number | null, day: Day): Promise<number | null> => {
  if (country === null) return null;
  const { rows } = await sql<{ region_id: number }>`select region_id from ${regionsOn(day)} derived where country_id = ${country}`.execute(
    tx,
  );
  return rows[0]?.region_id ?? null;
};

/** Where people and organisations can belong, asked once for all that are placed. */
export interface Atlas {
  /** By code, each with the region that follows from it. */
  countries: ReadonlyMap<string, { id: number; region: number | null }>;
  regions: ReadonlyMap<string, number>;
  /** The body that stands for a region. */
  bodyOf: ReadonlyMap<number, number>;
  /** Of the bodies that were asked for, by reference. */
  bodies: ReadonlyMap<string, number>;
}

export const atlasOn = async (tx: Writes<Tables>, day: Day, bodies: readonly string[] = []): Promise<Atlas> => {
  const countries = await tx
    .selectFrom('country')
    .leftJoin(regionsOn(day).as('derived'), 'derived.country_id', 'country.id')
    .select(['country.id', 'country.code', 'derived.region_id as region'])
    .execute();
  const named = await tx
    .selectFrom('body')
    .select(['id', 'ref', 'region_id', 'archived_at'])
    .where((row) => row.or([row('region_id', 'is not', null), row('ref', '=', anyOf(bodies))]))
    .orderBy('position')
    .orderBy('id')
    .execute();
  const standing = named.filter(({ region_id, archived_at }) => region_id !== null && archived_at === null);
  return {
    countries: new Map(countries.map(({ code, ...country }) => [code, country])),
    regions: await regionsByKey(tx),
    bodyOf: firstOf(standing.map(({ region_id, id }) => [region_id as number, id])),
    bodies: new Map(named.map(({ ref, id }) => [ref, id])),
  };
};

/** All regions; of those of one key, that of the community's own system. */
export const regionsByKey = async (tx: Writes<Tables>): Promise<ReadonlyMap<string, number>> => {
  const regions = await tx.selectFrom('region').select(['id', 'key']).orderBy(sql`system_id <> ${ownSystem}`).orderBy('id').execute();
  return firstOf(regions.map(({ key, id }) => [key, id]));
};

const firstOf = <Key, Value>(entries: readonly (readonly [Key, Value])[]): Map<Key, Value> => new Map(entries.toReversed());

export interface InRegion {
  country_id: number | null;
  region_id: number | null;
  region_reason: string | null;
}

/**
 * The country by what is said and what is known, the region where it was set by hand, and the region that follows. A region other than the
 * one that follows needs a reason; without one it is refused with the message `needsReason`.
 */
export const inRegion = (
  said: { country?: string | null | undefined; region?: string | null | undefined; regionReason?: string | null | undefined },
  known: InRegion | undefined,
  atlas: Atlas,
  needsReason: string,
): InRegion & { derived: number | null } => {
  const country = said.country === undefined ? (known?.country_id ?? null) : said.country ? countryIn(atlas, said.country) : null;
  const derived = country === null ? null : (atlas.countries.values().find(({ id }) => id === country)?.region ?? null);
  const asked = said.region === undefined ? (known?.region_id ?? null) : said.region ? regionIn(atlas, said.region) : null;
  const byHand = asked === derived ? null : asked;
  const reason = byHand === null ? null : (said.regionReason ?? known?.region_reason ?? null);
  if (byHand !== null && !reason) throw invalidField('regionReason', needsReason);
  return { country_id: country, region_id: byHand, region_reason: reason, derived };
};

const countryIn = (atlas: Atlas, code: string): number => {
  const country = atlas.countries.get(code);
  if (!country) throw invalidField('country', 'country.unknown', { code });
  return country.id;
};

const regionIn = (atlas: Atlas, key: string): number => {
  const region = atlas.regions.get(key);
  if (region === undefined) throw invalidField('region', 'region.unknown', { region: key });
  return region;
};

export const idOfBody = async (tx: Writes<Tables>, ref: string, field: string): Promise<number> => {
  const found = await tx.selectFrom('body').select('id').where('ref', '=', ref).executeTakeFirst();
  if (!found) throw invalidField(field, 'body.unknown', { ref });
  return found.id;
};

/** The body that stands for a region: its regional organisation. */
export const bodyOfRegion = async (tx: Writes<Tables>, region: number | null): Promise<number | null> => {
  if (region === null) return null;
  const found = await tx
    .selectFrom('body')
    .select('id')
    .where('region_id', '=', region)
    .where('archived_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .executeTakeFirst();
  return found?.id ?? null;
};
