import { z } from 'zod';
import { invalidField } from '../../../platform/errors.ts';
import { day, optional, reference } from '../../../platform/fields.ts';
import { reads } from '../../../platform/http/api.ts';
import { asAtAnswer } from './api-promised.ts';
import { type ItemThen, planAsAt } from './as-at.ts';
import { changesBetween } from './as-at-changes.ts';
import { reviewChoices } from './queries.ts';

/** The plan of a past day, and what lies between two. */
export const asAtRow = reads({
  path: '/plans/as-at',
  summary:
    'The plan as it stood at the end of the day `on`, of one `review` or whole. With `since` also what changed between the two days: the fields status, percent, health, startsOn, ends and endedOn, what is new and what is gone.',
  input: z.object({ on: day(), since: optional(day()), review: optional(reference()) }),
  output: asAtAnswer,
  ask: async (db, actor, { on, since, review }) => {
    const known = review ? await reviewChoices(db, actor).select('id').where('ref', '=', review).executeTakeFirst() : undefined;
    if (review && !known) throw invalidField('review', 'plan.unknownReview', { ref: review });
    const [items, changes] = await Promise.all([
      planAsAt(db, actor, on, { review: known?.id }),
      since ? changesBetween(db, actor, since, on, known?.id) : [],
    ]);
    return {
      on,
      since: since ?? null,
      items: items.map(told),
      changes: changes.map((one) => ({
        kind: one.kind,
        ref: one.item.ref,
        title: one.item.title,
        fields: one.kind === 'changed' ? one.fields : [],
      })),
    };
  },
});

const told = (item: ItemThen) => ({ ...item, startsOn: item.starts_on, endedOn: item.ended_on });
