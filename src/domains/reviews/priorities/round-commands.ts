import type { Actor } from '../../../platform/access/actor.ts';
import { addressKey } from '../../../platform/addresses/email.ts';
import { commandsOver, existing } from '../../../platform/command.ts';
import type { AnyWrites, Day, Instant, Writes } from '../../../platform/db/tables.ts';
import { conflict, invalidField } from '../../../platform/errors.ts';
import { mergeTexts, type Texts } from '../../../platform/i18n/texts.ts';
import { letterhead } from '../../../platform/mail/letterhead.ts';
import { post } from '../../../platform/mail/post.ts';
import { mayReadField } from '../../community/index.ts';
import { mayReadReview } from '../policy.ts';
import type { Tables as ReviewTables } from '../tables.ts';
import { invitationLetter } from './letter.ts';
import { mayInvite, mayManageRounds, mayReadRound } from './policy.ts';
import { isOver, newRound, roundChange, roundClosure, roundDismissal, roundInvitation } from './priority.ts';

/** To find a person by their address, and nobody who is archived. */
interface Tables extends ReviewTables {
  person: ReviewTables['person'] & { archived_at: Instant | null };
  email: ReviewTables['email'] & { address_key: string };
}

const command = commandsOver<Tables>();

const roundNamed = existing<Tables, 'scoring_round'>('scoring_round')<{ round: number }>({
  by: (row, input) => row.and([row('scoring_round.id', '=', input.round)]),
  mayRead: mayReadRound,
  may: mayManageRounds,
});

/** A round of scoring on a review. Everyone invited gets a letter; a further round invites the scorers of an earlier one again. */
export const openRound = command({
  name: 'round.open',
  input: newRound,
  subject: existing<Tables, 'review'>('review')<{ review: string }>({
    by: (row, input) => row.and([row('review.ref', '=', input.review)]),
    mayRead: mayReadReview,
    may: mayManageRounds,
  }),
  perform: async ({ tx, input, subject, actor, today }) => {
    if (input.closesOn && input.closesOn < today) throw invalidField('closesOn', 'priority.closesInPast');
    const earlier = await tx
      .selectFrom('scoring_round')
      .select(['id', 'number', 'state', 'closes_on', 'archived_at'])
      .where('review_id', '=', subject.id)
      .orderBy('number', 'desc')
      .execute();
    const running = earlier.find((one) => !one.archived_at && !isOver(one, today));
    if (running) throw conflict('priority.roundStillOpen', { number: running.number });
    if (input.after && !earlier.some((one) => one.id === input.after)) throw invalidField('after', 'field.id');
    const { id } = await tx
      .insertInto('scoring_round')
      .values({
        review_id: subject.id,
        number: (earlier[0]?.number ?? 0) + 1,
        title: JSON.stringify(input.title),
        closes_on: input.closesOn ?? null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const copied = input.after ? await scorersIn(tx, input.after) : [];
    const given = await scorersNamed(tx, actor, today, input.scorers ?? []);
    const invited = await invite(tx, { id, review_id: subject.id, title: input.title, closes_on: input.closesOn ?? null }, [
      ...copied,
      ...given,
    ]);
    return { round: id, review: subject.ref, ...invited };
  },
});

/** More people, while the round runs. Those already invited get no second letter. */
export const inviteScorers = command({
  name: 'round.invite',
  input: roundInvitation,
  subject: roundNamed,
  perform: async ({ tx, input, subject, actor, today }) => {
    if (isOver(subject, today)) throw conflict('priority.roundOver');
    const given = await scorersNamed(tx, actor, today, input.scorers);
    if (given.length === 0) throw invalidField('scorers', 'field.required');
    return { round: subject.id, ...(await invite(tx, subject, given)) };
  },
});

/** Title and last day. A round that somebody closed, or after which another one began, keeps its day. */
export const changeRound = command({
  name: 'round.change',
  input: roundChange,
  subject: roundNamed,
  perform: async ({ tx, input, subject, today }) => {
    if (input.closesOn !== undefined && input.closesOn !== subject.closes_on) {
      if (subject.state === 'closed') throw conflict('priority.roundOver');
      if (input.closesOn && input.closesOn < today) throw invalidField('closesOn', 'priority.closesInPast');
      const later = await tx
        .selectFrom('scoring_round')
        .select('number')
        .where('review_id', '=', subject.review_id)
        .where('number', '>', subject.number)
        .where('archived_at', 'is', null)
        .executeTakeFirst();
      if (later) throw conflict('priority.laterRound', { number: later.number });
    }
    await tx
      .updateTable('scoring_round')
      .set({
        ...(input.title ? { title: JSON.stringify(mergeTexts(subject.title, input.title)) } : {}),
        closes_on: input.closesOn === undefined ? subject.closes_on : input.closesOn,
      })
      .where('id', '=', subject.id)
      .execute();
    return { round: subject.id };
  },
});

/** From now on nothing changes, and the scorers see each other's scores. A round that was to run longer ends today. */
export const closeRound = command({
  name: 'round.close',
  input: roundClosure,
  subject: roundNamed,
  perform: async ({ tx, subject, today }) => {
    if (subject.state === 'closed') throw conflict('priority.roundOver');
    const lastDay = subject.closes_on && subject.closes_on < today ? subject.closes_on : today;
    await tx.updateTable('scoring_round').set({ state: 'closed', closes_on: lastDay }).where('id', '=', subject.id).execute();
    return { round: subject.id };
  },
});

/** Somebody is no scorer any more, for a reason; what they gave stays in the history and no longer counts. */
export const dismissScorer = command({
  name: 'round.dismiss',
  input: roundDismissal,
  subject: roundNamed,
  perform: async ({ tx, input, subject, now, today, call }) => {
    if (isOver(subject, today)) throw conflict('priority.roundOver');
    if (!call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    const gone = await tx
      .updateTable('scorer')
      .set({ archived_at: now, archived_reason: call.reason })
      .where('round_id', '=', subject.id)
      .where('person_id', '=', input.person)
      .where('archived_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!gone) throw invalidField('person', 'priority.notInvited');
    return { round: subject.id };
  },
});

interface Invited {
  personId: number;
  bodyId: number | null;
}

const scorersIn = async (tx: Writes<Tables>, round: number): Promise<Invited[]> =>
  (
    await tx.selectFrom('scorer').select(['person_id', 'body_id']).where('round_id', '=', round).where('archived_at', 'is', null).execute()
  ).map((one) => ({
    personId: one.person_id,
    bodyId: one.body_id,
  }));

/**
 * The people behind numbers and addresses, each with the body; who is unknown is refused at their line, and so is whom the actor may not
 * invite: an address finds nobody for whom it is not meant.
 */
const scorersNamed = async (
  tx: Writes<Tables>,
  actor: Actor,
  today: Day,
  lines: readonly { person?: number | null | undefined; address?: string | null | undefined; body?: string | null | undefined }[],
): Promise<Invited[]> => {
  const found: Invited[] = [];
  for (const [at, line] of lines.entries()) {
    const person = line.person
      ? await tx
          .selectFrom('person')
          .select('person.id')
          .where('person.id', '=', line.person)
          .where(mayInvite(actor, today))
          .executeTakeFirst()
      : await tx
          .selectFrom('email')
          .innerJoin('person', 'person.id', 'email.person_id')
          .select('person.id')
          .where('email.address_key', '=', addressKey(line.address ?? ''))
          .where('email.archived_at', 'is', null)
          .where(mayInvite(actor, today))
          .where(mayReadField(actor, 'emails'))
          .executeTakeFirst();
    if (!person)
      throw invalidField(['scorers', at, line.person ? 'person' : 'address'], 'priority.unknownPerson', {
        typed: line.address ?? line.person ?? '',
      });
    const body = line.body
      ? await tx.selectFrom('body').select('id').where('ref', '=', line.body).where('archived_at', 'is', null).executeTakeFirst()
      : null;
    if (line.body && !body) throw invalidField(['scorers', at, 'body'], 'body.unknown', { ref: line.body });
    found.push({ personId: person.id, bodyId: body?.id ?? null });
  }
  return found;
};

interface RoundOfLetter {
  id: number;
  review_id: number;
  title: Texts;
  closes_on: string | null;
}

/** Makes scorers of those who are none yet and writes to each; gives how many there were and how many letters went out. */
const invite = async (tx: Writes<Tables>, round: RoundOfLetter, people: readonly Invited[]) => {
  const fresh: number[] = [];
  for (const { personId, bodyId } of new Map(people.map((one) => [one.personId, one])).values()) {
    const known = await tx
      .selectFrom('scorer')
      .select(['id', 'archived_at'])
      .where('round_id', '=', round.id)
      .where('person_id', '=', personId)
      .executeTakeFirst();
    if (known && !known.archived_at) continue;
    if (known)
      await tx
        .updateTable('scorer')
        .set({ body_id: bodyId, archived_at: null, archived_reason: null })
        .where('id', '=', known.id)
        .execute();
    else await tx.insertInto('scorer').values({ round_id: round.id, person_id: personId, body_id: bodyId }).execute();
    fresh.push(personId);
  }
  return { invited: fresh.length, mailed: await writeTo(tx, round, fresh) };
};

const writeTo = async (tx: Writes<Tables>, round: RoundOfLetter, people: readonly number[]): Promise<number> => {
  if (people.length === 0) return 0;
  const review = await tx
    .selectFrom('review')
    .select([
      'title',
      (row) =>
        row
          .selectFrom('recommendation')
          .select(row.fn.countAll<number>().as('count'))
          .whereRef('review_id', '=', 'review.id')
          .where('archived_at', 'is', null)
          .as('recommendations'),
    ])
    .where('id', '=', round.review_id)
    .executeTakeFirstOrThrow();
  // The oldest address that was confirmed, otherwise the oldest.
  const addresses = await tx
    .selectFrom('person')
    .innerJoin('email', 'email.person_id', 'person.id')
    .distinctOn('person.id')
    .select(['person.id', 'person.display_name as name', 'person.language', 'email.typed as to'])
    .where('person.id', 'in', [...people])
    .where('email.archived_at', 'is', null)
    .orderBy('person.id')
    .orderBy((row) => row('email.confirmed_at', 'is', null))
    .orderBy('email.id')
    .execute();
  const { site } = await letterhead(tx as unknown as AnyWrites);
  for (const person of addresses) {
    const letter = invitationLetter(
      { id: round.id, title: round.title, closesOn: round.closes_on, recommendations: review.recommendations ?? 0 },
      review,
      person,
      site,
    );
    await post(tx as unknown as AnyWrites, { to: person.to, personId: person.id, ...letter });
  }
  return addresses.length;
};
