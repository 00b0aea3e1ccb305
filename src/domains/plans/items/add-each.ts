import { z } from 'zod';
import { also, commandsOver } from '../../../platform/command.ts';
import { invalidField } from '../../../platform/errors.ts';
import { many, optional, reference } from '../../../platform/fields.ts';
import { mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { addItem } from './commands.ts';
import { placeOf } from './places.ts';

const command = commandsOver<Tables>();

/** An issue for each of these recommendations, under its number and with its title; all of them or none. */
export const addEach = command({
  name: 'plan.addEach',
  input: z.object({ recommendations: many(reference(), { min: 1, max: 200 }), body: optional(reference()) }),
  subject: (tx, input, actor) => placeOf(tx, { kind: 'issue', body: input.body }, actor),
  perform: async ({ tx, input, actor, call }) => {
    const found = await tx
      .selectFrom('recommendation')
      .innerJoin('review', 'review.id', 'recommendation.review_id')
      .select(['recommendation.ref', 'recommendation.number', 'recommendation.title', 'review.ref as review'])
      .select((row) =>
        row
          .exists(
            row
              .selectFrom('plan_item')
              .select('plan_item.id')
              .whereRef('plan_item.review_id', '=', 'recommendation.review_id')
              .whereRef('plan_item.number', '=', 'recommendation.number')
              .where('plan_item.kind', '=', 'issue'),
          )
          .as('taken'),
      )
      .where('recommendation.ref', 'in', input.recommendations)
      .where('recommendation.archived_at', 'is', null)
      .where(mayReadReview(actor))
      .execute();
    const refs: string[] = [];
    for (const ref of input.recommendations) {
      const asked = found.find((one) => one.ref === ref);
      if (!asked) throw invalidField('recommendations', 'plan.unknownRecommendation', { ref });
      const { review, number, title } = asked;
      if (asked.taken) throw invalidField('recommendations', 'plan.alreadyIssue', { ref });
      const issue = await also(tx, addItem, { kind: 'issue', review, number, title, recommendations: [ref], body: input.body }, call);
      refs.push(issue.ref);
    }
    return { refs };
  },
});
