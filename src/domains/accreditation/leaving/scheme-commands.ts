import type { z } from 'zod';
import { holdsEverywhere, holdsFor } from '../../../platform/access/actor.ts';
import { commandsOver, type FindSubject } from '../../../platform/command.ts';
import type { Writes } from '../../../platform/db/tables.ts';
import { forbidden, invalidField, notFound } from '../../../platform/errors.ts';
import { newScheme } from './ladder.ts';
import type { Tables } from './tables.ts';

const command = commandsOver<Tables>();

/** The body whose scheme it is; the scheme for all is for those who manage everywhere. */
const bodyOf: FindSubject<z.output<typeof newScheme>, { id: number | null }> = async (tx, input, actor) => {
  if (!input.body) {
    if (!holdsEverywhere(actor, 'activity.manage')) throw forbidden();
    return { id: null };
  }
  const body = await (tx as Writes<Tables>).selectFrom('body').select('id').where('ref', '=', input.body).executeTakeFirst();
  if (!body) throw notFound('body.unknown', { ref: input.body });
  if (!holdsFor(actor, 'activity.manage', body.id)) throw forbidden();
  return body;
};

/** Steps and waiting times from a day on. Whoever is on the ladder already stays under those with which it began. */
export const defineScheme = command({
  name: 'ladder.define',
  input: newScheme,
  subject: bodyOf,
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
