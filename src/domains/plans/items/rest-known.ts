import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Writes } from '../../../platform/db/tables.ts';
import { anyOf } from '../../../platform/imports/take-in.ts';
import { mayName, nameKey } from '../../community/index.ts';
import { mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { type Facts, keyOf, type Named, type Rest } from './rest.ts';

/** What hangs on these items, as far as the inputs speak of it. */
export const restsOf = async (tx: Writes<Tables>, items: readonly number[], inputs: readonly Facts[]): Promise<Map<number, Rest>> => {
  if (items.length === 0) return new Map();
  const asked = (speaks: (input: Facts) => unknown) => (inputs.some((input) => speaks(input) !== undefined) ? items : []);
  const parts = await hangingOn(
    tx,
    'plan_part',
    asked((input) => input.parts ?? input.endsOn ?? input.ends ?? input.startsOn),
  );
  const leads = await hangingOn(
    tx,
    'plan_lead',
    asked((input) => input.leads ?? input.volunteerLeads ?? input.staffLeads ?? input.contributors),
  );
  const budget = await hangingOn(
    tx,
    'plan_budget',
    asked((input) => input.budget ?? undefined),
  );
  const recommendations = await hangingOn(
    tx,
    'plan_recommendation',
    asked((input) => input.recommendations ?? undefined),
  );
  return new Map(
    items.map((item) => [
      item,
      {
        parts: byKey(parts.get(item), keyOf.part),
        leads: byKey(leads.get(item), keyOf.lead),
        budget: byKey(budget.get(item), keyOf.year),
        recommendations: byKey(recommendations.get(item), keyOf.recommendation),
      },
    ]),
  );
};

/**
 * The people and recommendations that the inputs name, as far as the actor may know of them. Whoever leads one of these items already may be
 * named again by everybody who writes it.
 */
export const namedIn = async (
  tx: Writes<Tables>,
  inputs: readonly Facts[],
  actor: Actor,
  rests: ReadonlyMap<number, Rest>,
): Promise<Named> => {
  const leads = inputs.flatMap((input) => input.leads ?? []);
  const typed = inputs.flatMap((input) => [input.volunteerLeads, input.staffLeads, input.contributors].flatMap((names) => names ?? []));
  const names = new Set([...leads.flatMap((lead) => lead.name ?? []), ...typed].map((name) => name.toLowerCase()));
  const leading = [...rests.values()].flatMap((rest) => [...rest.leads.values()].flatMap((lead) => lead.person_id ?? []));
  const people = await peopleOf(tx, actor, {
    ids: [...new Set(leads.flatMap((lead) => lead.person ?? []))],
    names: [...names],
    leading: [...new Set(leading)],
  });
  const bearers = Map.groupBy(people, (one) => one.name);
  return {
    people: new Set(people.map(({ id }) => id)),
    bearers: new Map([...bearers].map(([name, all]) => [name, all.map(({ id }) => id)])),
    recommendations: await recommendationsOf(tx, [...new Set(inputs.flatMap((input) => input.recommendations ?? []))], actor),
  };
};

const hangingOn = async <Name extends 'plan_part' | 'plan_lead' | 'plan_budget' | 'plan_recommendation'>(
  tx: Writes<Tables>,
  table: Name,
  items: readonly number[],
) => {
  if (items.length === 0) return new Map<number, never[]>();
  const { rows } = await sql<Row<Name>>`select * from ${sql.table(table)} where item_id = any(${items}::bigint[]) order by id`.execute(tx);
  return Map.groupBy(rows, (row) => row.item_id);
};

interface Rows {
  plan_part: RowOf<'parts'>;
  plan_lead: RowOf<'leads'>;
  plan_budget: RowOf<'budget'>;
  plan_recommendation: RowOf<'recommendations'>;
}
type RowOf<Part extends keyof Rest> = Rest[Part] extends ReadonlyMap<string, infer One> ? One : never;
type Row<Name extends keyof Rows> = Rows[Name];

const byKey = <One>(rows: readonly One[] | undefined, key: (row: One) => string): ReadonlyMap<string, One> =>
  new Map((rows ?? []).map((row) => [key(row), row]));

const peopleOf = async (
  tx: Writes<Tables>,
  actor: Actor,
  { ids, names, leading }: { ids: readonly number[]; names: readonly string[]; leading: readonly number[] },
): Promise<{ id: number; name: string }[]> => {
  if (ids.length + names.length === 0) return [];
  // Two spellings that differ by case have one key, and the key has an index.
  return tx
    .selectFrom('person')
    .select(['id', sql<string>`lower(display_name)`.as('name')])
    .where('person.archived_at', 'is', null)
    .where((row) =>
      row.or([
        row('id', '=', anyOf(ids)),
        row.and([row('name_key', '=', anyOf(names.map(nameKey))), row(sql<string>`lower(display_name)`, '=', anyOf(names))]),
      ]),
    )
    .where((row) => row.or([row('id', '=', anyOf(leading)), mayName(actor)]))
    .execute();
};

const recommendationsOf = async (tx: Writes<Tables>, refs: readonly string[], actor: Actor): Promise<Named['recommendations']> => {
  if (refs.length === 0) return new Map();
  const rows = await tx
    .selectFrom('recommendation')
    .innerJoin('review', 'review.id', 'recommendation.review_id')
    .select(['recommendation.id', 'recommendation.ref'])
    .where('recommendation.ref', '=', anyOf(refs))
    .where(mayReadReview(actor))
    .execute();
  return new Map(rows.map(({ id, ref }) => [ref, id]));
};
