import { type RawBuilder, sql } from 'kysely';
import type { Day, Writes } from '../../platform/db/tables.ts';
import { invalidField } from '../../platform/errors.ts';
import type { Tables } from './tables.ts';

/** The system by which the community counts: the one that was brought in first. */
export const ownSystem: RawBuilder<number> = sql<number>`(select min(region_system.id) from region_system where region_system.archived_at is null)`;

/** The region of each country on a day, as rows `country_id, region_id`: what the latest version begun by then says. */
export const regionsOn = (day: Day): RawBuilder<{ country_id: number; region_id: number }> => sql`(
  select distinct on (region_country.country_id) region_country.country_id, region_country.region_id
  from region_country join region_version on region_version.id = region_country.version_id
  where region_version.valid_from <= ${day}::date and region_version.system_id = ${ownSystem} and region_country.archived_at is null
  order by region_country.country_id, region_version.valid_from desc)`;

export const countryIdOf = async (tx: Writes<Tables>, code: string, field = 'country'): Promise<number> => {
  const found = await tx.selectFrom('country').select('id').where('code', '=', code).executeTakeFirst();
  if (!found) throw invalidField(field, 'country.unknown', { code });
  return found.id;
};

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
