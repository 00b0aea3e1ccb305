import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds, holdsSomewhere } from '../../../../platform/access/actor.ts';
import type { Reads } from '../../../../platform/db/tables.ts';
import { type Page, pairsLike } from '../../../../platform/merging/suggested.ts';
import type { Tables } from '../../tables.ts';

/** Why two records may be of one organisation. */
export const reasons = ['website', 'nameAndCountry', 'name', 'alias', 'acronym', 'similar'] as const;
export type Reason = (typeof reasons)[number];

const host = (of: string) => sql`lower(substring(${sql.ref(`${of}.website`)} from '^https?://(?:www\\.)?([^/:?#]+)'))`;

const words = (of: string) => sql`string_to_array(${sql.ref(`${of}.name_key`)}, ' ')`;

/** Of ten words that stand in either name, so many at least stand in both. */
const share = 7;

const similar = sql<SqlBool>`(select 10 * count(*) filter (where told = 2) >= ${sql.lit(share)} * count(*) and count(*) > 2 from (
  select count(*) as told from (select distinct unnest(${words('one')}) as word union all select distinct unnest(${words('other')})) word group by word) counted)`;

const pairsWhere = (
  why: RawBuilder<unknown>,
  condition: RawBuilder<unknown>,
) => sql`select one.id as one_id, other.id as other_id, ${why} as why
  from organisation one join organisation other on other.id > one.id and ${condition}
  where one.archived_at is null and other.archived_at is null`;

/** Each way to find duplicates is a question of its own. Names that many could bear count within one country only. */
const ways: readonly RawBuilder<unknown>[] = [
  pairsWhere(
    sql`case when one.country_id = other.country_id then 'nameAndCountry' else 'name' end`,
    sql`other.name_key = one.name_key and (one.country_id = other.country_id or one.country_id is null or other.country_id is null)`,
  ),
  pairsWhere(sql`'website'`, sql`${host('other')} = ${host('one')}`),
  pairsWhere(sql`'acronym'`, sql`other.country_id = one.country_id and upper(other.acronym) = upper(one.acronym)`),
  pairsWhere(
    sql`'similar'`,
    sql`other.country_id = one.country_id and other.name_key <> one.name_key and ${words('other')} && ${words('one')} and ${similar}`,
  ),
  sql`select least(one.id, other.id), greatest(one.id, other.id), 'alias' from alias
    join organisation one on one.id = alias.record_id join organisation other on other.name = alias.text and other.id <> one.id
    where alias.kind = 'organisation' and alias.archived_at is null and one.archived_at is null and other.archived_at is null`,
];

export interface Shown {
  ref: string;
  name: string;
  country: string | null;
  city: string | null;
  website: string | null;
  state: string;
}

const shown = (id: string): RawBuilder<Shown> => sql<Shown>`(
  select json_build_object('ref', organisation.ref, 'name', organisation.name, 'city', organisation.city, 'website', organisation.website,
    'state', organisation.state, 'country', (select country.code from country where country.id = organisation.country_id))
  from organisation where organisation.id = ${sql.ref(id)})`;

/** Who keeps at least one organisation; which pairs they see is decided pair by pair. */
export const mayMergeSome = (actor: Actor): boolean => holdsSomewhere(actor, 'organisation.manage');

const mayMergePair = (actor: Actor, pair: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`not exists (select from organisation where organisation.id in (${sql.ref(`${pair}.one_id`)}, ${sql.ref(`${pair}.other_id`)})
    and not coalesce(${holds(actor, 'organisation.manage', 'organisation.body_id')}, false))`;

/** May the actor read of this merge? Whoever keeps the record that stayed. */
export const mayReadMerge = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`exists (select from organisation where organisation.id = merge.kept_id and ${holds(actor, 'organisation.manage', 'organisation.body_id')})`;

/** Pairs of records that may be of one organisation. */
export const suggestedQuestion = (db: Reads<Tables>, actor: Actor, page: Page) =>
  db
    .selectFrom(pairsLike<Reason>('organisation', { ways, surest: ['nameAndCountry', 'website'], may: mayMergePair(actor, 'found') }, page))
    .select(['pair.why', 'pair.total', shown('pair.one_id').as('first'), shown('pair.other_id').as('second')]);
