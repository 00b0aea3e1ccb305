import type { Actor } from '../../../platform/access/actor.ts';
import { commandsOver, type FindSubject } from '../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../platform/db/tables.ts';
import { newStatement } from '../items/item.ts';
import type { Facts } from '../items/keep.ts';
import { itemNamed, placeOf } from '../items/subjects.ts';
import type { Tables } from '../tables.ts';

const command = commandsOver<Tables>();

/** Of what a source speaks: an item, or the plan of a review as a whole. */
export type Spoken = { item_id: number } | { review_id: number };

interface Named {
  ref?: string | null | undefined;
  review?: string | null | undefined;
}

const spokenOf: FindSubject<Named, Spoken & { ref: string }> = async (tx: AnyWrites, input, actor: Actor) => {
  if (input.ref) {
    const item = await itemNamed<{ ref: string }>((one) => one.ref)(tx, { ref: input.ref }, actor);
    return { item_id: item.id, ref: item.ref };
  }
  const { review } = await placeOf(tx, { kind: 'issue', review: input.review }, actor);
  return { review_id: review?.id ?? 0, ref: input.review ?? '' };
};

/** What a source says of the plan. Sources may contradict each other and the plan: each keeps its own words and its place. */
export const addStatement = command({
  name: 'statement.add',
  input: newStatement,
  subject: spokenOf,
  perform: async ({ tx, input, subject: { ref, ...spoken } }) => {
    await keepStatements(tx, spoken, [input]);
    return { ref };
  },
});

/** The same words of the same source stand once. */
export const keepStatements = async (
  tx: Writes<Tables>,
  about: Spoken,
  statements: readonly NonNullable<Facts['statements']>[number][],
): Promise<void> => {
  const to = 'item_id' in about ? { item_id: about.item_id, review_id: null } : { item_id: null, review_id: about.review_id };
  for (const { field, part, value, source, place, statedOn } of statements) {
    const named = { field, part: part ?? '', value, source };
    const known = await tx
      .selectFrom('plan_statement')
      .select(['id', 'archived_at'])
      .where('item_id', 'is not distinct from', to.item_id)
      .where('review_id', 'is not distinct from', to.review_id)
      .where((row) => row.and(named))
      .executeTakeFirst();
    if (!known)
      await tx
        .insertInto('plan_statement')
        .values({ ...to, ...named, place: place ?? null, stated_on: statedOn ?? null })
        .execute();
    else if (known.archived_at)
      await tx.updateTable('plan_statement').set({ archived_at: null, archived_reason: null }).where('id', '=', known.id).execute();
  }
};
