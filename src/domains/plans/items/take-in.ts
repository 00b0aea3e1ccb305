import { sql } from 'kysely';
import type { z } from 'zod';
import { commandsOver, type FindSubject } from '../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../platform/db/tables.ts';
import { conflict, invalidField } from '../../../platform/errors.ts';
import { overlayTexts, plainTexts, type Texts } from '../../../platform/i18n/texts.ts';
import { keepStatements } from '../statements/commands.ts';
import type { Tables } from '../tables.ts';
import { insertItem, insertWorkstream, nameAlso } from './commands.ts';
import { type ItemKind, itemImport, wholePlan } from './item.ts';
import { columnsOf, keepRest } from './keep.ts';
import { itemNamed, type Place, placeOf } from './subjects.ts';

const command = commandsOver<Tables>();

type Input = z.output<typeof itemImport>;
type ItemInput = Omit<Input, 'kind'> & { kind: ItemKind };

/** The known item of which the input speaks, or the place for a new one. */
const knownOrPlace: FindSubject<Input, Place & { known: string | null }> = async (tx: AnyWrites, input, actor) => {
  const { kind } = input;
  if (kind === wholePlan) return { ...(await placeOf(tx, { ...input, kind: 'issue' }, actor)), known: null };
  const place = await placeOf(tx, { ...input, kind }, actor);
  const known = await knownTo(tx as Writes<Tables>, { ...input, kind }, place);
  return { ...place, known };
};

/** One line of an import: a known item is brought up to date (and revived where it was archived), an unknown one is added. */
export const takeInItem = command({
  name: 'plan.takeIn',
  input: itemImport,
  subject: knownOrPlace,
  perform: async ({ tx, input: whole, subject, actor, now }) => {
    if (whole.kind === wholePlan) return sayOfWhole(tx, whole, subject);
    const input = { ...whole, kind: whole.kind };
    const workstream = input.workstreamTitle
      ? await workstreamTitled(tx, input.workstreamTitle, input.workstreamLeads, subject.body_id)
      : null;
    if (subject.known === null && !input.title) throw invalidField('title', 'field.required');
    const item =
      subject.known === null
        ? {
            ...(await insertItem(tx, { ...subject, workstream_id: workstream ?? subject.workstream_id }, input)),
            review_id: subject.review?.id ?? null,
          }
        : await bringUpToDate(tx, subject.known, input, workstream, actor);
    await keepRest(tx, item.id, input, { actor, now });
    for (const alias of input.aliases ?? []) await nameAlso(tx, item, alias);
    if (input.statements) await keepStatements(tx, { item_id: item.id }, input.statements);
    return { ref: item.ref };
  },
});

/** What a document says of the plan of a review as a whole changes no item. */
const sayOfWhole = async (tx: Writes<Tables>, input: Input, { review }: Place) => {
  if (!review) throw invalidField('review', 'field.required');
  await keepStatements(tx, { review_id: review.id }, input.statements ?? []);
  return { ref: input.review ?? '' };
};

/** What stands there already in some language says nothing new: an export in a language that lacks it shows the original. */
const overlayNew = (stored: Texts | null | undefined, given: Texts): Texts => {
  const known = Object.values(stored?.texts ?? {});
  return stored && Object.values(given.texts).every((text) => known.includes(text)) ? stored : overlayTexts(stored, given);
};

const bringUpToDate = async (
  tx: Writes<Tables>,
  ref: string,
  input: ItemInput,
  workstream: number | null,
  actor: Parameters<typeof placeOf>[2],
) => {
  const known = await tx.selectFrom('plan_item').selectAll().where('ref', '=', ref).executeTakeFirstOrThrow();
  if (known.archived_at)
    await tx.updateTable('plan_item').set({ archived_at: null, archived_reason: null }).where('id', '=', known.id).execute();
  const item = await itemNamed<{ ref: string }>((one) => one.ref)(tx, { ref }, actor);
  if (item.kind !== input.kind) throw conflict('plan.otherKind', { ref });
  await tx
    .updateTable('plan_item')
    .set({ ...columnsOf(input, item, overlayNew), workstream_id: workstream ?? item.workstream_id })
    .where('id', '=', item.id)
    .execute();
  return item;
};

/** Known by its reference, an issue by its number in the review, anything else by its title in the same place. */
const knownTo = async (tx: Writes<Tables>, input: ItemInput, place: Place): Promise<string | null> => {
  const any = tx.selectFrom('plan_item').select('ref').orderBy('id');
  if (input.ref) return (await any.where('ref', '=', input.ref).executeTakeFirst())?.ref ?? null;
  const sameKind = any.where('kind', '=', input.kind);
  if (input.number && place.review)
    return (await sameKind.where('review_id', '=', place.review.id).where('number', '=', input.number).executeTakeFirst())?.ref ?? null;
  if (!input.title) return null;
  const titled = sameKind.where(
    sql<boolean>`lower(plan_item.title -> 'texts' ->> (plan_item.title ->> 'original')) = lower(${input.title.texts[input.title.original] ?? ''})`,
  );
  const streamed = input.workstreamTitle
    ? titled.where(sql<boolean>`workstream_id in (select id from workstream where ${titledLike(input.workstreamTitle)})`)
    : titled.where('workstream_id', 'is not distinct from', place.workstream_id);
  return (
    (
      await streamed
        .where('body_id', 'is not distinct from', place.body_id)
        .where('parent_id', 'is not distinct from', place.parent_id)
        .executeTakeFirst()
    )?.ref ?? null
  );
};

const titledLike = (title: string) =>
  sql<boolean>`exists (select from jsonb_each_text(workstream.title -> 'texts') one where lower(one.value) = lower(${title}))`;

const workstreamTitled = async (
  tx: Writes<Tables>,
  title: string,
  leads: string | null | undefined,
  bodyId: number | null,
): Promise<number> => {
  const known = await tx
    .selectFrom('workstream')
    .select(['id', 'archived_at', 'leads'])
    .where(titledLike(title))
    .orderBy('id')
    .executeTakeFirst();
  if (!known) {
    const { position } = await tx
      .selectFrom('workstream')
      .select(sql<number>`coalesce(max(position), 0) + 1`.as('position'))
      .executeTakeFirstOrThrow();
    return (await insertWorkstream(tx, { title: JSON.stringify(plainTexts('en', title)), body_id: bodyId, leads: leads ?? null, position }))
      .id;
  }
  await tx
    .updateTable('workstream')
    .set({ archived_at: null, archived_reason: null, leads: leads ?? known.leads })
    .where('id', '=', known.id)
    .execute();
  return known.id;
};
