import { conflict, forbidden, invalidField, notFound } from '../../../platform/errors.ts';
import { overlayTexts, plainTexts, type Texts } from '../../../platform/i18n/texts.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { type Moment, takingIn } from '../../../platform/imports/take-in.ts';
import { differing, type RowWrite } from '../../../platform/imports/write-rows.ts';
import { statementsAfter } from '../statements/keep.ts';
import type { Tables } from '../tables.ts';
import { aliasKind, issueReference, itemImport, wholePlan, workstreamReference } from './item.ts';
import { columnsOf, newColumns } from './keep.ts';
import { type KnownItem, type Place, placeIn } from './places.ts';
import { nothingHangs, restOf } from './rest.ts';
import {
  type Input,
  type ItemInput,
  type Known,
  knownTo,
  numberedAs,
  ofReview,
  titledAs,
  titleOf,
  type Workstream,
} from './take-in-known.ts';

/** One line of an import: a known item is brought up to date (and revived where it was archived), an unknown one is added. */
export const takeInItem = takingIn<Tables>()({
  name: 'plan.takeIn',
  input: itemImport,
  makes: 'plan_item',
  ahead: knownTo,
  decide: (whole: Input, known: Known, moment) => {
    const { kind } = whole;
    if (kind === wholePlan) return sayOfWhole(whole, known, moment);
    const input = { ...whole, kind };
    const rows: RowWrite<Tables>[] = [];
    const found = knownItem(input, known, moment);
    const stream = workstreamMeant(input, known, found, rows);
    const place = { ...found.place, workstream_id: stream?.id ?? found.place.workstream_id };
    const item = found.item ? broughtUpToDate(found.item, input, stream?.id, rows) : added(input, place, known, moment.id, rows);
    const after = restOf(
      { id: item.id, startsOn: item.starts_on },
      input,
      known.rests.get(item.id) ?? nothingHangs,
      known.named,
      moment.now,
    );
    const aliases = namedAlso(item, input, known);
    const said = statementsAfter({ item_id: item.id, review_id: null }, input.statements ?? [], known.statements);
    rows.push(...after.rows, ...aliases.rows, ...said.rows);

    known.places.items.set(item.ref, item);
    if (item.review_id && item.number) setFirst(known.numbered, numberedAs(kind, item.review_id, item.number), item.ref);
    const title = titleOf(input);
    if (title && !found.item) setFirst(known.titled, titledAs(kind, title, item), item.ref);
    if (stream) known.workstreams.set(stream.title, stream.all);
    if (stream?.isNew) known.newWorkstreams = { ids: known.newWorkstreams.ids.slice(1), position: known.newWorkstreams.position + 1 };
    known.rests.set(item.id, after.rest);
    for (const key of aliases.keys) known.aliases.set(key, item.id);
    for (const [key, statement] of said.added) known.statements.set(key, statement);
    return { rows, output: { ref: item.ref } };
  },
});

const setFirst = (map: Map<string, string>, key: string, ref: string): void => {
  if (!map.has(key)) map.set(key, ref);
};

/** What a document says of the plan of a review as a whole changes no item. */
const sayOfWhole = (input: Input, known: Known, { actor }: Moment) => {
  const { review } = placeIn(known.places, { ...input, kind: 'issue' }, actor);
  if (!review) throw invalidField('review', 'import.plan.reviewNeeded');
  const said = statementsAfter({ item_id: null, review_id: review.id }, input.statements ?? [], known.statements);
  for (const [key, statement] of said.added) known.statements.set(key, statement);
  return { rows: said.rows, output: { ref: input.review ?? '' } };
};

/** Known by its reference, an issue by its number in the review, anything else by its title in the same place. */
const knownItem = (input: ItemInput, known: Known, { actor }: Moment): { place: Place; item: KnownItem | undefined } => {
  const place = placeIn(known.places, input, actor);
  const item = known.places.items.get(refKnown(input, known, place) ?? '');
  if (!item) return { place, item };
  if (!item.may_read) throw notFound();
  if (!item.may_manage) throw forbidden();
  if (item.kind !== input.kind) throw conflict('plan.otherKind', { ref: item.ref });
  return { place, item };
};

const refKnown = (input: ItemInput, known: Known, place: Place): string | undefined => {
  if (input.ref) return input.ref;
  if (input.number && place.review) return known.numbered.get(numberedAs(input.kind, place.review.id, input.number));
  const title = titleOf(input);
  if (!title) return undefined;
  const streams = input.workstreamTitle
    ? ofReview(known.workstreams.get(input.workstreamTitle.toLowerCase()) ?? [], place.review).map(({ id }) => id)
    : [place.workstream_id];
  return streams.map((workstream_id) => known.titled.get(titledAs(input.kind, title, { ...place, workstream_id }))).find(Boolean);
};

/** The workstream that the line names by its title, made where its review has none of that name. */
const workstreamMeant = (
  { workstreamTitle, workstreamLeads }: ItemInput,
  known: Known,
  { place, item }: { place: Place; item: KnownItem | undefined },
  rows: RowWrite<Tables>[],
): { id: number; title: string; all: Workstream[]; isNew: boolean } | undefined => {
  if (!workstreamTitle) return undefined;
  const title = workstreamTitle.toLowerCase();
  const all = known.workstreams.get(title) ?? [];
  const first = all.find(({ id }) => id === item?.workstream_id) ?? ofReview(all, place.review)[0];
  const review = place.review?.id ?? null;
  const live = { archived_at: null, archived_reason: null };
  if (first) {
    const { reviews, ...before } = first;
    const now = { ...before, ...live, leads: workstreamLeads ?? first.leads };
    const set = differing(before, now);
    if (Object.keys(set).length > 0) rows.push({ table: 'workstream', id: first.id, set });
    const after = { ...now, reviews: [...new Set([...reviews, review])] };
    return { id: first.id, title, all: all.map((one) => (one === first ? after : one)), isNew: false };
  }
  const { ids, position } = known.newWorkstreams;
  const [id = 0] = ids;
  const made = { id, leads: workstreamLeads ?? null, ...live };
  rows.push({
    table: 'workstream',
    insert: { ...made, ref: workstreamReference(id), title: plainTexts('en', workstreamTitle), body_id: place.body_id, position },
  });
  return { id, title, all: [...all, { ...made, reviews: [review] }], isNew: true };
};

/** What stands there already in some language says nothing new: an export in a language that lacks it shows the original. */
const overlayNew = (stored: Texts | null | undefined, given: Texts): Texts => {
  const known = Object.values(stored?.texts ?? {});
  return stored && Object.values(given.texts).every((text) => known.includes(text)) ? stored : overlayTexts(stored, given);
};

const broughtUpToDate = (stored: KnownItem, input: ItemInput, workstream: number | undefined, rows: RowWrite<Tables>[]): KnownItem => {
  const now = {
    archived_at: null,
    archived_reason: null,
    ...columnsOf(input, stored, overlayNew),
    ...(workstream === undefined ? {} : { workstream_id: workstream }),
  };
  const set = differing(stored, now);
  if (Object.keys(set).length > 0) rows.push({ table: 'plan_item', id: stored.id, set });
  return { ...stored, ...now };
};

const added = (input: ItemInput, place: Place, known: Known, id: number, rows: RowWrite<Tables>[]): KnownItem => {
  const { kind, number, title } = input;
  if (!title) throw invalidField('title', 'field.required');
  const numbered = kind === 'issue' && place.review && number ? issueReference(place.review.prefix, number) : undefined;
  const ref = input.ref ?? numbered ?? known.refs.get(kind)?.shift() ?? '';
  if (known.places.items.has(ref)) throw number ? invalidField('number', 'plan.numberTaken', { ref }) : conflict('plan.refTaken', { ref });
  const row = { id, archived_at: null, archived_reason: null, ...newColumns(ref, place, { ...input, title }) };
  rows.push({ table: 'plan_item', insert: row });
  return { ...row, may_read: true, may_manage: true };
};

/** Another name of an issue: it keeps answering and is never given to another one of the same review. */
const namedAlso = (item: KnownItem, { aliases }: ItemInput, known: Known): { rows: RowWrite<Tables>[]; keys: string[] } => {
  const kind = aliasKind(item.review_id ?? 0);
  const named = new Map((aliases ?? []).map((alias) => [`${kind} ${aliasKey(alias)}`, alias]));
  const rows = [...named].flatMap(([key, text]): RowWrite<Tables>[] => {
    const holder = known.aliases.get(key);
    if (holder !== undefined && holder !== item.id) throw conflict('plan.aliasTaken', { alias: text });
    return holder === undefined ? [{ table: 'alias', insert: { kind, text_key: aliasKey(text), record_id: item.id, text } }] : [];
  });
  return { rows, keys: [...named.keys()] };
};
