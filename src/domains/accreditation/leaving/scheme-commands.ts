import { commandsOver } from '../../../platform/command.ts';
import { invalidField } from '../../../platform/errors.ts';
import { bodyOrAll } from '../../community/index.ts';
import { newScheme } from './ladder.ts';
import type { Tables } from './tables.ts';

const command = commandsOver<Tables>();

/** Steps and waiting times from a day on. Whoever is on the ladder already stays under those with which it began. */
export const defineScheme = command({
  name: 'ladder.define',
  input: newScheme,
  subject: bodyOrAll('activity.manage'),
  perform: async ({ tx, input, subject }) => {
    const known = await tx
      .selectFrom('ladder_scheme')
      .select('id')
      .where('body_id', 'is not distinct from', subject.id)
      .where('starts_on', '=', input.startsOn)
      .executeTakeFirst();
    if (known) throw invalidField('startsOn', 'ladder.schemeThatDay');
    const steps = input.steps.filter(({ used }) => used).map(({ step, months, days }) => ({ step, months: months ?? 0, days: days ?? 0 }));
    await tx
      .insertInto('ladder_scheme')
      .values({
        body_id: subject.id,
        starts_on: input.startsOn,
        steps: JSON.stringify(steps),
        share_for: input.shareFor,
        share_of: input.shareOf,
      })
      .execute();
    return { body: input.body ?? null, startsOn: input.startsOn };
  },
});
