import { commandsOver } from '../../../platform/command.ts';
import type { Writes } from '../../../platform/db/tables.ts';
import { newStatement } from '../items/item.ts';
import type { Facts } from '../items/keep.ts';
import { itemNamed } from '../items/subjects.ts';
import type { Tables } from '../tables.ts';

const command = commandsOver<Tables>();

/** What a source says of an item. Sources may contradict each other and the plan: each keeps its own words and its place. */
export const addStatement = command({
  name: 'statement.add',
  input: newStatement,
  subject: itemNamed<{ ref: string }>((input) => input.ref),
  perform: async ({ tx, input, subject }) => {
    await keepStatements(tx, subject.id, [input]);
    return { ref: subject.ref };
  },
});

/** The same words of the same source stand once. */
export const keepStatements = async (tx: Writes<Tables>, itemId: number, statements: NonNullable<Facts['statements']>): Promise<void> => {
  for (const { field, part, value, source, place, statedOn } of statements) {
    await tx
      .insertInto('plan_statement')
      .values({ item_id: itemId, field, part: part ?? '', value, source, place: place ?? null, stated_on: statedOn ?? null })
      .onConflict((conflict) =>
        conflict
          .columns(['item_id', 'field', 'part', 'value', 'source'])
          .doUpdateSet({ archived_at: null, archived_reason: null })
          .where('plan_statement.archived_at', 'is not', null),
      )
      .execute();
  }
};
