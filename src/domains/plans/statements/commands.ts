import type { Actor } from '../../../platform/access/actor.ts';
import { commandsOver, type FindSubject } from '../../../platform/command.ts';
import type { AnyWrites } from '../../../platform/db/tables.ts';
import { writeRows } from '../../../platform/imports/write-rows.ts';
import { newStatement } from '../items/item.ts';
import { placeOf } from '../items/places.ts';
import { itemNamed } from '../items/subjects.ts';
import type { Tables } from '../tables.ts';
import { type Spoken, statementsAbout, statementsAfter } from './keep.ts';

const command = commandsOver<Tables>();

interface Named {
  ref?: string | null | undefined;
  review?: string | null | undefined;
}

const spokenOf: FindSubject<Named, { about: Spoken; ref: string }> = async (tx: AnyWrites, input, actor: Actor) => {
  if (input.ref) {
    const item = await itemNamed<{ ref: string }>((one) => one.ref)(tx, { ref: input.ref }, actor);
    return { about: { item_id: item.id, review_id: null }, ref: item.ref };
  }
  const { review } = await placeOf(tx, { kind: 'issue', review: input.review }, actor);
  return { about: { item_id: null, review_id: review?.id ?? 0 }, ref: input.review ?? '' };
};

/** What a source says of the plan. Sources may contradict each other and the plan: each keeps its own words and its place. */
export const addStatement = command({
  name: 'statement.add',
  input: newStatement,
  subject: spokenOf,
  perform: async ({ tx, input, subject: { about, ref } }) => {
    const known = await statementsAbout(tx, [about.item_id ?? []].flat(), [about.review_id ?? []].flat());
    const { rows } = statementsAfter(about, [input], known);
    await writeRows(
      tx,
      rows.map((row) => ({ row })),
    );
    return { ref };
  },
});
