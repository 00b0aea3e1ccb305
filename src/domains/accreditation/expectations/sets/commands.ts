import { z } from 'zod';
import { commandsOver, existing, type FindSubject, type RowOf } from '../../../../platform/command.ts';
import type { Reads } from '../../../../platform/db/tables.ts';
import { conflict, invalidField, notFound } from '../../../../platform/errors.ts';
import { day, id, optional, reference, version } from '../../../../platform/fields.ts';
import { bodyOrAll } from '../../../community/index.ts';
import { expectationChange, expectationRemoval, mostItems, withLine, withoutLine } from '../items.ts';
import { mayManageSet, mayReadSet } from '../policy.ts';
import { expectationsQuestion } from '../queries.ts';
import type { Tables } from '../tables.ts';

const command = commandsOver<Tables>();

/** A draft that the actor may change; a set in force is changed by no one. */
const draft: FindSubject<{ set: number }, RowOf<Tables, 'expectation_set'>> = async (tx, input, actor) => {
  const found = await existing<Tables, 'expectation_set'>('expectation_set')<{ set: number }>({
    by: (row, { set }) => row.and([row('expectation_set.id', '=', set)]),
    mayRead: mayReadSet,
    may: mayManageSet,
  })(tx, input, actor);
  if (found.starts_on !== null) throw conflict('expectation.adopted');
  return found;
};

/** Begins the draft of a next version from what is in force; where a draft is there already, gives that one. */
export const draftExpectations = command({
  name: 'expectation.draft',
  input: z.object({ body: optional(reference()) }),
  subject: bodyOrAll('campaign.manage'),
  perform: async ({ tx, subject, today }) => {
    const known = await tx
      .selectFrom('expectation_set')
      .select('id')
      .where('body_id', 'is not distinct from', subject.id)
      .where('starts_on', 'is', null)
      .executeTakeFirst();
    if (known) return { set: known.id };
    const now = await expectationsQuestion(tx as unknown as Reads<Tables>, subject.id, today).executeTakeFirst();
    const { id: set } = await tx
      .insertInto('expectation_set')
      .values({ body_id: subject.id, starts_on: null, items: JSON.stringify(now?.items ?? []) })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { set };
  },
});

/** Changes, moves or adds one expectation of a draft. */
export const changeExpectation = command({
  name: 'expectation.changeItem',
  input: expectationChange,
  subject: draft,
  perform: async ({ tx, input, subject }) => {
    const items = withLine(subject.items, input);
    if (!items) throw input.key ? notFound() : invalidField('text', 'field.required');
    if (items.length > mostItems) throw conflict('item.tooMany', { most: mostItems });
    await tx
      .updateTable('expectation_set')
      .set({ items: JSON.stringify(items) })
      .where('id', '=', subject.id)
      .execute();
    return { set: subject.id };
  },
});

export const removeExpectation = command({
  name: 'expectation.removeItem',
  input: expectationRemoval,
  subject: draft,
  perform: async ({ tx, input, subject }) => {
    await tx
      .updateTable('expectation_set')
      .set({ items: JSON.stringify(withoutLine(subject.items, input.key)) })
      .where('id', '=', subject.id)
      .execute();
    return { set: subject.id };
  },
});

/** Puts a draft in force from a day on, today or later: what was expected on the days before stays as it was. */
export const adoptDraft = command({
  name: 'expectation.adoptDraft',
  input: z.object({ set: id(), version: optional(version()), startsOn: day() }),
  subject: draft,
  perform: async ({ tx, input, subject, today }) => {
    if (subject.items.length === 0) throw conflict('expectation.empty');
    if (input.startsOn < today) throw invalidField('startsOn', 'expectation.notInThePast');
    const known = await tx
      .selectFrom('expectation_set')
      .select('id')
      .where('body_id', 'is not distinct from', subject.body_id)
      .where('starts_on', '=', input.startsOn)
      .executeTakeFirst();
    if (known) throw invalidField('startsOn', 'campaign.setThatDay');
    await tx.updateTable('expectation_set').set({ starts_on: input.startsOn }).where('id', '=', subject.id).execute();
    return { set: subject.id };
  },
});
