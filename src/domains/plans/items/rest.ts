import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { invalidField } from '../../../platform/errors.ts';
import type { FlexibleDay } from '../../../platform/i18n/days.ts';
import { rowsBetween } from '../../../platform/imports/rows-between.ts';
import type { RowWrite } from '../../../platform/imports/write-rows.ts';
import type { PlanBudgetTable, PlanLeadTable, PlanPartTable, PlanRecommendationTable, Tables } from '../tables.ts';
import { readEnds } from './ends.ts';
import { type itemImport, type LeadRole, leadRoles, type Precision } from './item.ts';

// What hangs on an item: its ends, leads, budget and recommendations. What an input says of them is laid over what is stored; what it does
// not speak of stays.

export type Facts = Partial<Omit<z.output<typeof itemImport>, 'kind' | 'ref' | 'review' | 'number'>>;

/** A row without a number is one that a line before this one is going to add. */
type Hanging<Table> = Omit<Selectable<Table>, 'id' | 'version' | 'created_at'> & { id?: number };
type Rows<Table> = ReadonlyMap<string, Hanging<Table>>;

export interface Rest {
  parts: Rows<PlanPartTable>;
  leads: Rows<PlanLeadTable>;
  budget: Rows<PlanBudgetTable>;
  recommendations: Rows<PlanRecommendationTable>;
}

export const nothingHangs: Rest = { parts: new Map(), leads: new Map(), budget: new Map(), recommendations: new Map() };

/** Whom and what texts can name. */
export interface Named {
  people: ReadonlySet<number>;
  /** By name in lower case: all who bear it. */
  bearers: ReadonlyMap<string, readonly number[]>;
  /** By reference, those that the actor may read. */
  recommendations: ReadonlyMap<string, number>;
}

export const keyOf = {
  part: (part: { label: string }) => part.label,
  lead: (lead: { role: LeadRole; person_id: number | null; name: string | null }) => JSON.stringify([lead.role, lead.person_id, lead.name]),
  year: (year: { year: string; currency: string }) => `${year.year} ${year.currency}`,
  recommendation: (link: { recommendation_id: number }) => String(link.recommendation_id),
};

/** What is to be written, and what then hangs on the item. `startsOn` is the day that stands after the input, `endsIn` the field that named the ends. */
export const restOf = (
  item: { id: number; startsOn: string | null },
  input: Facts,
  stored: Rest,
  named: Named,
  now: string,
  endsIn: 'parts' | 'ends' = 'ends',
): { rows: RowWrite<Tables>[]; rest: Rest } => {
  const rest: Rest = {
    parts: partsAfter(item.id, input, stored.parts, now),
    leads: leadsAfter(item.id, input, stored.leads, named, now),
    budget: input.budget ? budgetAfter(item.id, input.budget, stored.budget, now) : stored.budget,
    recommendations: input.recommendations
      ? recommendationsAfter(item.id, input.recommendations, stored.recommendations, named, now)
      : stored.recommendations,
  };
  if (rest.parts !== stored.parts || input.startsOn) refuseWrongOrder(item.startsOn, rest.parts, endsIn);
  const rows = [
    ...rowsBetween<Tables>('plan_part', stored.parts, rest.parts),
    ...rowsBetween<Tables>('plan_lead', stored.leads, rest.leads),
    ...rowsBetween<Tables>('plan_budget', stored.budget, rest.budget),
    ...rowsBetween<Tables>('plan_recommendation', stored.recommendations, rest.recommendations),
  ];
  return { rows, rest };
};

/** The last day that a flexible day can mean, and how exactly it is known. */
export const endOf = (day: FlexibleDay | null | undefined): { ends_on: string | null; ends_precision: Precision } => ({
  ends_on: day ? (day.to ?? day.from) : null,
  ends_precision: day?.precision === 'month' || day?.precision === 'year' ? day.precision : 'day',
});

const revived = { archived_at: null, archived_reason: null };

/** No end may lie before the start, whichever of them was typed and whichever stood there. */
const refuseWrongOrder = (startsOn: string | null, parts: Rest['parts'], field: 'parts' | 'ends'): void => {
  const early = parts.values().some((part) => !part.archived_at && startsOn && part.ends_on && part.ends_on < startsOn);
  if (early) throw invalidField(field, 'plan.endsBeforeStart');
};

/** Is an end that was promised later, earlier or gone? */
export const endsMoved = (before: Rest, after: Rest): boolean =>
  before.parts.values().some((part) => {
    const now = after.parts.get(part.label);
    if (part.archived_at || !part.ends_on) return false;
    return !now || now.archived_at !== null || now.ends_on !== part.ends_on || now.ends_precision !== part.ends_precision;
  });

const partsAfter = (item: number, input: Facts, stored: Rest['parts'], now: string): Rest['parts'] => {
  const parts = input.parts ?? (input.endsOn === undefined ? undefined : [{ label: '', endsOn: input.endsOn }]);
  const merged = parts ? partsMerged(item, parts, stored) : stored;
  return input.ends === undefined ? merged : partsReplaced(item, input.ends ?? '', merged, now);
};

type Part = NonNullable<Facts['parts']>[number] | { label: string; endsOn: FlexibleDay | null };

const partsMerged = (item: number, parts: readonly Part[], stored: Rest['parts']): Rest['parts'] => {
  const after = new Map(stored);
  for (const part of parts) {
    const before = after.get(part.label);
    const end = part.endsOn === undefined ? {} : endOf(part.endsOn);
    const more = {
      ...('title' in part && part.title !== undefined ? { title: part.title } : {}),
      ...('status' in part && part.status !== undefined ? { status: part.status } : {}),
      ...('percent' in part && part.percent !== undefined ? { percent: part.percent } : {}),
    };
    const known = { ...(before ?? blankPart(item, part.label)), ...end, ...more, ...revived };
    // An item that is one whole and has no end needs no row for it.
    if (before || part.label !== '' || known.ends_on) after.set(part.label, { ...known, baseline_on: known.baseline_on ?? known.ends_on });
  }
  return after;
};

/** Makes the ends of the text, and no others, the ends of the item. */
const partsReplaced = (item: number, typed: string, stored: Rest['parts'], now: string): Rest['parts'] => {
  const ends = readEnds(typed);
  const unread = ends.find((end) => end.label === '' && !end.endsOn);
  if (unread) throw invalidField('ends', 'plan.endUnreadable', { text: (unread.title ?? '').slice(0, 80) });
  const labels = new Set(ends.map((end) => end.label));
  return without(partsMerged(item, ends, stored), (part) => labels.has(part.label), now);
};

const blankPart = (item_id: number, label: string): Hanging<PlanPartTable> => ({
  item_id,
  label,
  title: null,
  ends_on: null,
  ends_precision: 'day',
  baseline_on: null,
  status: null,
  percent: null,
  ...revived,
});

/** Makes those whom the input names the leads in their roles; roles of which it does not speak stay as they are. */
const leadsAfter = (item: number, input: Facts, stored: Rest['leads'], named: Named, now: string): Rest['leads'] => {
  const byRole = { volunteerLead: input.volunteerLeads, staffLead: input.staffLeads, contributor: input.contributors };
  const spoken = input.leads ? [...leadRoles] : leadRoles.filter((role) => byRole[role] !== undefined);
  if (spoken.length === 0) return stored;
  const typed = input.leads ?? spoken.flatMap((role) => (byRole[role] ?? []).map((name) => ({ role, name, person: null })));
  const wanted = typed.map((lead) => ({ item_id: item, ...leadMeant(lead, named), ...revived }));
  const kept = new Set(wanted.map(keyOf.lead));
  return withThese(
    without(stored, (lead) => kept.has(keyOf.lead(lead)) || !spoken.includes(lead.role), now),
    wanted,
    keyOf.lead,
  );
};

/** A lead with the person behind the name, where exactly one bears it; anybody else stays a name. */
const leadMeant = (
  { role, person, name }: { role: LeadRole; person?: number | null | undefined; name?: string | null | undefined },
  named: Named,
) => {
  if (person && !named.people.has(person)) throw invalidField('leads', 'plan.unknownPerson', { id: person });
  const bearers = (!person && name && named.bearers.get(name.toLowerCase())) || [];
  const id = person ?? (bearers.length === 1 ? (bearers[0] ?? null) : null);
  return { role, person_id: id, name: id ? null : (name ?? null) };
};

/** Makes these, and no others, the years of the budget. */
const budgetAfter = (item: number, given: NonNullable<Facts['budget']>, stored: Rest['budget'], now: string): Rest['budget'] => {
  const years = given.map(({ year, currency, planned, approved, spent }) => ({
    item_id: item,
    year,
    currency: (currency ?? 'USD').toUpperCase(),
    planned: planned ?? null,
    approved: approved ?? null,
    spent: spent ?? null,
    ...revived,
  }));
  const kept = new Set(years.map(keyOf.year));
  return withThese(
    without(stored, (one) => kept.has(keyOf.year(one)), now),
    years,
    keyOf.year,
  );
};

/** Makes these, and no others, the recommendations that it answers. */
const recommendationsAfter = (
  item: number,
  refs: readonly string[],
  stored: Rest['recommendations'],
  named: Named,
  now: string,
): Rest['recommendations'] => {
  const missing = refs.find((ref) => !named.recommendations.has(ref));
  if (missing) throw invalidField('recommendations', 'plan.unknownRecommendation', { ref: missing });
  const wanted = refs.map((ref) => ({ item_id: item, recommendation_id: named.recommendations.get(ref) as number, ...revived }));
  const kept = new Set(wanted.map(keyOf.recommendation));
  return withThese(
    without(stored, (link) => kept.has(keyOf.recommendation(link)), now),
    wanted,
    keyOf.recommendation,
  );
};

type Filed = { id?: number; archived_at: string | null };

/** Files away whatever does not stay. */
const without = <Row extends Filed>(
  rows: ReadonlyMap<string, Row>,
  stays: (row: Row) => boolean,
  archived_at: string,
): ReadonlyMap<string, Row> =>
  new Map(rows.entries().map(([key, row]) => [key, stays(row) || row.archived_at ? row : { ...row, archived_at }]));

const withThese = <Row extends Filed>(
  rows: ReadonlyMap<string, Row>,
  wanted: readonly Row[],
  key: (row: Row) => string,
): ReadonlyMap<string, Row> => new Map([...rows, ...wanted.map((row) => [key(row), { ...rows.get(key(row)), ...row }] as const)]);
