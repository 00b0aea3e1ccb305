import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Writes } from '../../../platform/db/tables.ts';
import { invalidField } from '../../../platform/errors.ts';
import type { FlexibleDay } from '../../../platform/i18n/days.ts';
import { mergeTexts, type Texts } from '../../../platform/i18n/texts.ts';
import { mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { readEnds } from './ends.ts';
import { type itemImport, type LeadRole, leadRoles, type Precision } from './item.ts';

// How what an input says of an item is laid over what is stored. What the input does not speak of stays.

export type Facts = Partial<Omit<z.output<typeof itemImport>, 'kind' | 'ref' | 'review' | 'number'>>;

const textFields = [
  ['goal', 'goal'],
  ['currentState', 'current_state'],
  ['steps', 'steps'],
  ['metrics', 'metrics'],
  ['method', 'method'],
  ['outcome', 'outcome'],
  ['note', 'note'],
] as const;

type Stored = Partial<Record<(typeof textFields)[number][1], Texts | null>> & { title?: Texts };

/** The columns of `plan_item` of which the input speaks. */
export const columnsOf = (
  input: Facts,
  stored: Stored = {},
  merge: (stored: Texts | null | undefined, given: Texts) => Texts = mergeTexts,
) => ({
  ...(input.title ? { title: JSON.stringify(merge(stored.title, input.title)) } : {}),
  ...Object.fromEntries(
    textFields.flatMap(([field, column]) => {
      const given = input[field];
      return given === undefined ? [] : [[column, given ? JSON.stringify(merge(stored[column], given)) : null]];
    }),
  ),
  ...(input.phase !== undefined ? { phase: input.phase } : {}),
  ...(input.startsOn !== undefined ? { starts_on: input.startsOn } : {}),
  ...(input.endedOn !== undefined ? { ended_on: input.endedOn } : {}),
  ...(input.percent !== undefined ? { percent: input.percent } : {}),
  ...(input.health !== undefined ? { health: input.health } : {}),
  ...(input.status ? { status: input.status } : {}),
  ...(input.position != null ? { position: input.position } : {}),
});

/** Ends, leads, budget and recommendations of which the input speaks. */
export const keepRest = async (
  tx: Writes<Tables>,
  itemId: number,
  input: Facts,
  { actor, now }: { actor: Actor; now: string },
): Promise<void> => {
  const parts = input.parts ?? (input.endsOn === undefined ? undefined : [{ label: '', endsOn: input.endsOn }]);
  if (parts) await keepParts(tx, itemId, parts);
  if (input.ends !== undefined) await replaceParts(tx, itemId, input.ends ?? '', now);
  if (parts || input.ends !== undefined || input.startsOn) await refuseWrongOrder(tx, itemId);
  await keepLeads(tx, itemId, input, now);
  if (input.budget) await keepBudget(tx, itemId, input.budget, now);
  if (input.recommendations) await keepRecommendations(tx, itemId, input.recommendations, actor, now);
};

/** No end may lie before the start, whichever of them was typed and whichever stood there. */
const refuseWrongOrder = async (tx: Writes<Tables>, itemId: number): Promise<void> => {
  const early = await tx
    .selectFrom('plan_part')
    .innerJoin('plan_item', 'plan_item.id', 'plan_part.item_id')
    .select('plan_part.id')
    .where('plan_item.id', '=', itemId)
    .where('plan_part.archived_at', 'is', null)
    .whereRef('plan_part.ends_on', '<', 'plan_item.starts_on')
    .executeTakeFirst();
  if (early) throw invalidField('ends', 'plan.endsBeforeStart');
};

/** The last day that a flexible day can mean, and how exactly it is known. */
export const endOf = (day: FlexibleDay | null | undefined): { ends_on: string | null; ends_precision: Precision } => ({
  ends_on: day ? (day.to ?? day.from) : null,
  ends_precision: day?.precision === 'month' || day?.precision === 'year' ? day.precision : 'day',
});

type Part = NonNullable<Facts['parts']>[number] | { label: string; endsOn: FlexibleDay | null };

const keepParts = async (tx: Writes<Tables>, itemId: number, parts: readonly Part[]): Promise<void> => {
  const known = await tx.selectFrom('plan_part').selectAll().where('item_id', '=', itemId).execute();
  for (const part of parts) {
    const stored = known.find((one) => one.label === part.label);
    const end: Partial<ReturnType<typeof endOf>> = part.endsOn === undefined ? {} : endOf(part.endsOn);
    const more = {
      ...('title' in part && part.title !== undefined ? { title: part.title } : {}),
      ...('status' in part && part.status !== undefined ? { status: part.status } : {}),
      ...('percent' in part && part.percent !== undefined ? { percent: part.percent } : {}),
    };
    const baseline = stored?.baseline_on ?? end.ends_on ?? null;
    if (stored)
      await tx
        .updateTable('plan_part')
        .set({ ...end, ...more, baseline_on: baseline, archived_at: null, archived_reason: null })
        .where('id', '=', stored.id)
        .execute();
    else if (part.label !== '' || end.ends_on)
      await tx
        .insertInto('plan_part')
        .values({ item_id: itemId, label: part.label, ...end, ...more, baseline_on: baseline })
        .execute();
  }
};

/** Makes the ends of the text, and no others, the ends of the item. */
const replaceParts = async (tx: Writes<Tables>, itemId: number, typed: string, now: string): Promise<void> => {
  const ends = readEnds(typed);
  const unread = ends.find((end) => end.label === '' && !end.endsOn);
  if (unread) throw invalidField('ends', 'plan.endUnreadable', { text: (unread.title ?? '').slice(0, 80) });
  await keepParts(tx, itemId, ends);
  await tx
    .updateTable('plan_part')
    .set({ archived_at: now })
    .where('item_id', '=', itemId)
    .where('archived_at', 'is', null)
    .where('label', 'not in', ['-', ...ends.map((end) => end.label)])
    .execute();
};

interface Lead {
  role: LeadRole;
  person_id: number | null;
  name: string | null;
}

/** Makes those whom the input names the leads in their roles; roles of which it does not speak stay as they are. */
const keepLeads = async (tx: Writes<Tables>, itemId: number, input: Facts, now: string): Promise<void> => {
  const named = { volunteerLead: input.volunteerLeads, staffLead: input.staffLeads, contributor: input.contributors };
  const spoken = input.leads ? [...leadRoles] : leadRoles.filter((role) => named[role] !== undefined);
  if (spoken.length === 0) return;
  const typed = input.leads ?? spoken.flatMap((role) => (named[role] ?? []).map((name) => ({ role, name, person: null })));
  const wanted = await known(tx, typed);
  const same = (one: Lead, other: Lead) => one.role === other.role && one.person_id === other.person_id && one.name === other.name;
  const stored = await tx.selectFrom('plan_lead').selectAll().where('item_id', '=', itemId).where('role', 'in', spoken).execute();
  for (const lead of stored) {
    const stays = wanted.some((one) => same(one, lead));
    if (stays === (lead.archived_at === null)) continue;
    await tx
      .updateTable('plan_lead')
      .set({ archived_at: stays ? null : now, archived_reason: null })
      .where('id', '=', lead.id)
      .execute();
  }
  const added = wanted.filter((one, at) => !stored.some((lead) => same(one, lead)) && wanted.findIndex((other) => same(one, other)) === at);
  if (added.length > 0)
    await tx
      .insertInto('plan_lead')
      .values(added.map((lead) => ({ item_id: itemId, ...lead })))
      .execute();
};

/** Leads with the person behind the name, where exactly one bears it; anybody else stays a name. */
const known = async (
  tx: Writes<Tables>,
  typed: readonly { role: LeadRole; person?: number | null | undefined; name?: string | null | undefined }[],
): Promise<Lead[]> => {
  const names = typed.flatMap((lead) => lead.name?.toLowerCase() ?? []);
  const ids = typed.flatMap((lead) => lead.person ?? []);
  const people = await tx
    .selectFrom('person')
    .select(['id', sql<string>`lower(display_name)`.as('name')])
    .where('archived_at', 'is', null)
    .where((row) => row.or([row('id', 'in', [0, ...ids]), row(sql`lower(display_name)`, 'in', ['', ...names])]))
    .execute();
  return typed.map(({ role, person, name }) => {
    if (person && !people.some((one) => one.id === person)) throw invalidField('leads', 'plan.unknownPerson', { id: person });
    const bearers = person ? [] : people.filter((one) => one.name === name?.toLowerCase());
    const id = person ?? (bearers.length === 1 ? (bearers[0]?.id ?? null) : null);
    return { role, person_id: id, name: id ? null : (name ?? null) };
  });
};

/** Makes these, and no others, the years of the budget. */
const keepBudget = async (tx: Writes<Tables>, itemId: number, budget: NonNullable<Facts['budget']>, now: string): Promise<void> => {
  const stored = await tx
    .selectFrom('plan_budget')
    .select(['id', 'year', 'currency', 'archived_at'])
    .where('item_id', '=', itemId)
    .execute();
  const years = budget.map((year) => ({ ...year, currency: (year.currency ?? 'USD').toUpperCase() }));
  const dropped = stored.filter(
    (one) => !one.archived_at && !years.some((year) => year.year === one.year && year.currency === one.currency),
  );
  if (dropped.length > 0)
    await tx
      .updateTable('plan_budget')
      .set({ archived_at: now })
      .where(
        'id',
        'in',
        dropped.map((one) => one.id),
      )
      .execute();
  for (const year of years) {
    const values = { planned: year.planned ?? null, approved: year.approved ?? null, spent: year.spent ?? null };
    const named = { year: year.year, currency: year.currency };
    const known = stored.find((one) => one.year === named.year && one.currency === named.currency);
    if (known)
      await tx
        .updateTable('plan_budget')
        .set({ ...values, archived_at: null, archived_reason: null })
        .where('id', '=', known.id)
        .execute();
    else
      await tx
        .insertInto('plan_budget')
        .values({ item_id: itemId, ...named, ...values })
        .execute();
  }
};

/** Makes these, and no others, the recommendations that it answers. */
const keepRecommendations = async (
  tx: Writes<Tables>,
  itemId: number,
  refs: readonly string[],
  actor: Actor,
  now: string,
): Promise<void> => {
  const found =
    refs.length > 0
      ? await tx
          .selectFrom('recommendation')
          .innerJoin('review', 'review.id', 'recommendation.review_id')
          .select(['recommendation.id', 'recommendation.ref'])
          .where('recommendation.ref', 'in', [...refs])
          .where(mayReadReview(actor))
          .execute()
      : [];
  const missing = refs.find((ref) => !found.some((one) => one.ref === ref));
  if (missing) throw invalidField('recommendations', 'plan.unknownRecommendation', { ref: missing });
  const stored = await tx.selectFrom('plan_recommendation').selectAll().where('item_id', '=', itemId).execute();
  for (const link of stored) {
    const stays = found.some((one) => one.id === link.recommendation_id);
    if (stays === (link.archived_at === null)) continue;
    await tx
      .updateTable('plan_recommendation')
      .set({ archived_at: stays ? null : now, archived_reason: null })
      .where('id', '=', link.id)
      .execute();
  }
  const added = found.filter((one) => !stored.some((link) => link.recommendation_id === one.id));
  if (added.length > 0)
    await tx
      .insertInto('plan_recommendation')
      .values(added.map((one) => ({ item_id: itemId, recommendation_id: one.id })))
      .execute();
};
