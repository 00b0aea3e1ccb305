import { commandsOver } from '../../../../platform/command.ts';
import { conflict } from '../../../../platform/errors.ts';
import { advised } from '../application/subjects.ts';
import type { Tables } from '../tables.ts';
import { newAdvice } from './advice.ts';

const command = commandsOver<Tables>();

/** What the region says, with its reason. It may think again as long as the vote has not begun: the last word counts. */
export const adviseOnApplication = command({
  name: 'application.advise',
  input: newAdvice,
  subject: advised,
  perform: async ({ tx, input, subject, actor, today }) => {
    if (subject.state !== 'advice') throw conflict('application.noAdviceNow');
    if (subject.body_id === null) throw conflict('application.noBody');
    await tx
      .insertInto('application_advice')
      .values({
        application_id: subject.id,
        body_id: subject.body_id,
        advice: input.advice,
        reason: input.text,
        given_on: today,
        person_id: actor.personId,
        by_name: actor.name,
      })
      .execute();
    return { ref: subject.ref };
  },
});
