import { commandsOver } from '../../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../../platform/db/tables.ts';
import { conflict, invalidField } from '../../../../platform/errors.ts';
import { heard } from '../advice/advice.ts';
import { canMove, daysBetween, move, placing } from '../application/application.ts';
import { mailAbout } from '../application/mail-about.ts';
import { enter } from '../application/step.ts';
import { type Found, handled } from '../application/subjects.ts';
import type { Tables } from '../tables.ts';

const command = commandsOver<Tables>();

/**
 * Brings an application to its next step, or back, or on hold. The region is heard before the vote; where it said nothing within its days,
 * the vote may be opened with a reason, which everybody who reads the application sees.
 */
export const moveApplication = command({
  name: 'application.move',
  input: move,
  subject: handled,
  perform: async ({ tx, input, subject, actor, today, now, call }) => {
    const { to } = input;
    const voted = Boolean(subject.content.rules.vote);
    if (!canMove(subject.state, to, { heldFrom: subject.held_from, voted }) || (subject.state === 'incomplete' && to === 'received'))
      throw conflict('application.cannotMove', { from: subject.state, to });
    if (to === 'incomplete' && subject.state !== 'onHold' && !input.message) throw invalidField('message', 'application.sayWhatIsMissing');
    if (to === 'advice' && subject.body_id === null) throw conflict('application.noBody');
    const unheard = to === 'vote' && subject.state === 'advice' ? await unheardReason(tx, subject, today, call.reason) : undefined;
    await enter(tx, subject.id, to, {
      today,
      by: actor.name,
      more: {
        held_from: to === 'onHold' ? subject.state : null,
        hold_suggested_on: null,
        ...(input.findings === undefined ? {} : { findings: input.findings }),
        ...(unheard === undefined ? {} : { unheard_reason: unheard }),
      },
    });
    if (input.message)
      await tx
        .insertInto('application_message')
        .values({
          application_id: subject.id,
          sender: 'staff',
          text: input.message,
          person_id: actor.personId,
          by_name: actor.name,
          created_at: now,
        })
        .execute();
    const news = told(subject.state, to);
    if (news || input.message)
      await mailAbout(tx as AnyWrites, subject, now, (t, { link, ref, community }) => ({
        subject: t(`application.letter.moved.${news ?? 'message'}.subject`, { ref, community }),
        body: `${t(`application.letter.moved.${news ?? 'message'}.body`, { ref, community, link })}${input.message ? `\n\n${input.message}` : ''}`,
      }));
    return { ref: subject.ref };
  },
});

/** Of which steps the applicant is told unasked; also that what rested goes on. */
const told = (from: string, to: string): 'incomplete' | 'onHold' | 'withdrawn' | 'resumed' | undefined => {
  if (to === 'incomplete' || to === 'onHold' || to === 'withdrawn') return to;
  return from === 'onHold' ? 'resumed' : undefined;
};

/** Null where the region was heard. Throws where it was not and its days are not over, or nobody says why the vote is opened all the same. */
const unheardReason = async (tx: Writes<Tables>, subject: Found, today: string, reason: string | undefined): Promise<string | null> => {
  const given = await tx
    .selectFrom('application_advice')
    .select('advice')
    .where('application_id', '=', subject.id)
    .where('archived_at', 'is', null)
    .orderBy('id')
    .execute();
  if (heard(given)) return null;
  const left = subject.content.rules.days.advice - daysBetween(subject.state_on, today);
  if (left > 0) throw conflict('application.regionNotHeard', { count: left });
  if (!reason) throw invalidField('reason', 'application.whyUnheard');
  return reason;
};

/** Says to which body's region an application belongs, where that does not follow from the country. */
export const placeApplication = command({
  name: 'application.place',
  input: placing,
  subject: handled,
  perform: async ({ tx, input, subject }) => {
    const body = await tx.selectFrom('body').select('id').where('ref', '=', input.body).where('archived_at', 'is', null).executeTakeFirst();
    if (!body) throw invalidField('body', 'body.unknown', { ref: input.body });
    if (subject.state === 'vote' || subject.state === 'accredited') throw conflict('application.tooLateToPlace');
    await tx.updateTable('application').set({ body_id: body.id }).where('id', '=', subject.id).execute();
    return { ref: subject.ref };
  },
});
