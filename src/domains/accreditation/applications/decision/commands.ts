import { commandsOver } from '../../../../platform/command.ts';
import type { AnyWrites, Reads, Writes } from '../../../../platform/db/tables.ts';
import { conflict, invalidField } from '../../../../platform/errors.ts';
import { textIn } from '../../../../platform/i18n/texts.ts';
import { endedStates } from '../../../community/index.ts';
import { heard } from '../advice/advice.ts';
import { canMove } from '../application/application.ts';
import { mailAbout } from '../application/mail-about.ts';
import { enter } from '../application/step.ts';
import { decided, type Found } from '../application/subjects.ts';
import { formerOrganisations } from '../staff/queries.ts';
import type { Tables } from '../tables.ts';
import { newDecision, newRecord, newVote, type Outcome, resultOf } from './decision.ts';
import { announce, welcome } from './welcome.ts';

const command = commandsOver<Tables>();

/** Writes down the vote of the committee as it was held. Recorded again, the latest record counts; the history keeps the earlier one. */
export const recordVote = command({
  name: 'application.recordVote',
  input: newVote,
  subject: decided,
  perform: async ({ tx, input, subject, actor, today }) => {
    if (subject.state !== 'vote') throw conflict('application.noVoteNow');
    if (input.heldOn > today) throw invalidField('heldOn', 'application.voteInFuture');
    if (subject.received_on && input.heldOn < subject.received_on)
      throw invalidField('heldOn', 'application.voteBeforeReceived', { day: subject.received_on });
    const values = {
      held_on: input.heldOn,
      yes: input.yes,
      no: input.no,
      abstain: input.abstain,
      not_voting: input.notVoting ?? null,
      link: input.link ?? null,
      by_name: actor.name,
    };
    await tx
      .insertInto('application_vote')
      .values({ application_id: subject.id, ...values })
      .onConflict((clash) => clash.column('application_id').doUpdateSet(values))
      .execute();
    return { ref: subject.ref };
  },
});

/**
 * The decision, drawn by a person. Where it is not what the vote came to by the rule, it needs a reason. An accredited applicant enters the
 * register in the same transaction, with everything that follows.
 */
export const decideApplication = command({
  name: 'application.decide',
  input: newDecision,
  subject: decided,
  perform: async ({ tx, input, subject, actor, today, now, call }) => {
    const { rules, reasons, reviewRoutes } = subject.content;
    if (!canMove(subject.state, input.outcome, { voted: Boolean(rules.vote) }))
      throw conflict('application.cannotMove', { from: subject.state, to: input.outcome });
    const computed = await computedFor(tx, subject);
    if (computed === 'unknown') throw conflict(rules.vote ? 'application.voteMissing' : 'application.adviceMissing');
    if (computed !== input.outcome && !call.reason) throw invalidField('reason', 'application.againstTheRule');
    const reason = reasons.find(({ key }) => key === input.reasonClass);
    if (input.outcome === 'rejected' && !reason) throw invalidField('reasonClass', 'application.reasonClassNeeded');
    const made = input.outcome === 'accredited' ? await welcome(tx, subject, call, await recordOf(tx, subject, input.record)) : null;
    await enter(tx, subject.id, input.outcome, {
      today,
      by: actor.name,
      more: {
        hold_suggested_on: null,
        decided_on: today,
        decided_by: actor.name,
        decision_text: input.text ?? null,
        reason_class: input.outcome === 'rejected' ? (reason?.key ?? null) : null,
        ...(made ? { organisation_id: made.organisation, person_id: made.person } : {}),
      },
    });
    if (made) await announce(tx, subject, made, call);
    await mailAbout(tx as AnyWrites, subject, now, (t, { link, ref, community }) => {
      const inWords = (texts: Parameters<typeof textIn>[0]) => textIn(texts, [subject.language, t.language, 'en']).text;
      const said = input.text ? `\n\n${input.text}` : '';
      const name = subject.name ?? '';
      if (input.outcome === 'accredited') {
        const { text, lists } = subject.content.welcome;
        const joined = lists.map((one) => `– ${one.name}${one.page ? `: ${one.page}` : ''}`).join('\n');
        return {
          subject: t('application.letter.accredited.subject', { community, name }),
          body: [
            t('application.letter.accredited.body', { community, name, ref, day: t.day(today) }) + said,
            ...(text ? [inWords(text)] : []),
            ...(joined ? [`${t('application.letter.accredited.lists')}\n${joined}`] : []),
          ].join('\n\n'),
        };
      }
      const routes = reviewRoutes.map((route) => `– ${inWords(route.label)}: ${inWords(route.text)}`).join('\n');
      return {
        subject: t('application.letter.rejected.subject', { community, ref }),
        body: [
          t('application.letter.rejected.body', { community, name, ref, day: t.day(today), reason: reason ? inWords(reason.label) : '' }) +
            said,
          ...(routes ? [`${t('application.letter.rejected.routes')}\n${routes}`] : []),
          t('application.letter.rejected.again', { link }),
        ].join('\n\n'),
      };
    });
    return { ref: subject.ref, organisation: made?.organisationRef ?? null };
  },
});

/** The reference of the record that goes on; null where a new one is made. Somebody says which where the name was in the register before. */
const recordOf = async (tx: Writes<Tables>, subject: Found, said: string | null | undefined): Promise<string | null> => {
  if (subject.kind === 'individual' || said === newRecord) return null;
  const reads = tx as unknown as Reads<Tables>;
  if (!said) {
    const [former] = await formerOrganisations(reads, subject).execute();
    if (former?.same) throw invalidField('record', 'application.recordNeeded', { name: former.name, ref: former.ref });
    return null;
  }
  const known = await tx
    .selectFrom('organisation')
    .select('ref')
    .where('ref', '=', said.toUpperCase())
    .where('state', 'in', endedStates)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  if (!known) throw invalidField('record', 'application.recordUnknown', { ref: said });
  return known.ref;
};

/** What the vote, or where none is held the advice, comes to by the rule. */
const computedFor = async (tx: Writes<Tables>, subject: Found): Promise<Outcome | 'unknown'> => {
  const { vote: rule } = subject.content.rules;
  if (rule) {
    const vote = await tx.selectFrom('application_vote').selectAll().where('application_id', '=', subject.id).executeTakeFirst();
    return vote ? (resultOf(vote, rule).passed ? 'accredited' : 'rejected') : 'unknown';
  }
  const given = await tx
    .selectFrom('application_advice')
    .select('advice')
    .where('application_id', '=', subject.id)
    .where('archived_at', 'is', null)
    .orderBy('id')
    .execute();
  return heard(given) ? (given.at(-1)?.advice === 'accept' ? 'accredited' : 'rejected') : 'unknown';
};
