import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { apartFrom } from './queries.ts';

/** Two records that may be of one thing, as one recognises them, and why. */
export interface Suggested<Shown, Reason> {
  first: Shown;
  second: Shown;
  why: Reason[];
  /** Of all pages. */
  total: number;
}

export interface Page {
  page: number;
  perPage: number;
  /** Those of which somebody has said that they are not the same. */
  apart?: boolean;
}

/**
 * The pairs of a page, the surest first, as a table `pair` with `one_id`, `other_id`, `why` and `total`. Of many that look the same each is
 * paired once, with the oldest. `ways` are questions for `one_id` < `other_id` and `why`, of which `surest` come first, in their order; `may`
 * is asked of `found`.
 */
export const pairsLike = <Reason extends string>(
  kind: string,
  { ways, surest, may }: { ways: readonly RawBuilder<unknown>[]; surest: readonly Reason[]; may: RawBuilder<SqlBool> },
  { page, perPage, apart = false }: Page,
) => {
  const strength = (why: RawBuilder<unknown>) =>
    sql`case ${sql.join(
      surest.map((reason, place) => sql`when ${sql.lit(reason)} = ${why} then ${sql.lit(place)}`),
      sql` `,
    )} else ${sql.lit(surest.length)} end`;
  const saidApart = apartFrom(kind, 'found');
  return sql<{ one_id: number; other_id: number; why: Reason[]; total: number }>`(
    select pair.*, count(*) over () as total
    from (select distinct on (other_id) one_id, other_id, array_agg(distinct why order by why) as why
    from (${sql.join(ways, sql` union all `)}) found
    where ${apart ? saidApart : sql`not ${saidApart}`} and ${may}
    group by one_id, other_id
    order by other_id, ${strength(sql`any(array_agg(why))`)}, one_id) pair
    order by ${strength(sql`any(pair.why)`)}, one_id, other_id
    limit ${perPage} offset ${(page - 1) * perPage})`.as('pair');
};
