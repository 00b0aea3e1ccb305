import type { Actor } from '../../../platform/access/actor.ts';
import { holdsFor } from '../../../platform/access/actor.ts';
import { also, type Call, commandsOver, existing, type RowOf } from '../../../platform/command.ts';
import type { AnyWrites, Day, Reads, Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden, invalidField } from '../../../platform/errors.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { changeOrganisation, mayReadOrganisation } from '../../community/index.ts';
import { sayStatus } from '../activity/commands.ts';
import { endGiven } from './end-given.ts';
import { after, carries, committeeSteps, conclusion, type LadderStep, statementOf, stepReturn, stepTaking, voteTaking } from './ladder.ts';
import { tell } from './letters.ts';
import { mayReadLadder, mayTake } from './policy.ts';
import { schemeOn } from './queries.ts';
import type { Tables } from './tables.ts';
import { votesIn } from './votes.ts';

const command = commandsOver<Tables>();

const organisation = existing<Tables, 'organisation'>('organisation');
const named = (row: Parameters<Parameters<typeof organisation>[0]['by']>[0], input: { organisation: string }) =>
  row.and([row('organisation.ref', '=', input.organisation)]);

/** One step up the ladder; the first one opens it. Not before its day, and in the order of the scheme. */
export const takeStep = command({
  name: 'ladder.take',
  input: stepTaking,
  subject: organisation<{ organisation: string; step: LadderStep }>({
    by: named,
    mayRead: mayReadOrganisation,
    may: (actor, { step }) => mayTake(actor, step),
  }),
  perform: async ({ tx, input, subject, actor, today, call }) => {
    const on = dayOf(input.on, today);
    const open = input.step === 'letter' ? await openCase(tx, subject, on, today) : await caseOf(tx, subject.id);
    mustBeNext(open, input.step, on);
    // The days in which the member can be heard begin when it is told, and it is told now.
    if (input.step === 'notice' && on < today) throw invalidField('on', 'ladder.noticeToday');
    sayWhyEarlier(on, today, input.note);
    if (input.step === 'standby')
      await sayStatus(tx, subject.id, 'standby', on, actor.name, { because: { reason: 'ladder' }, note: call.reason ?? null });
    if (input.step === 'notice') await move(tx, { ref: subject.ref, state: 'noticeGiven' }, call);
    const next = await keepStep(tx, open, input.step, on, actor, { note: input.note ?? null });
    const told = await tell(
      tx,
      subject,
      today,
      (t, values) => [
        t('ladder.letter.subject', { organisation: values.organisation, step: t(`ladder.step.${input.step}`) }),
        [
          t('ladder.letter.begins', { name: values.name }),
          t(`ladder.letter.${input.step}`, values),
          ...(input.note ? [input.note] : []),
          ...(next.on && next.step ? [t('ladder.letter.next', { step: t(`ladder.step.${next.step}`), day: t.day(next.on) })] : []),
          t('ladder.letter.ends', values),
        ].join('\n\n'),
      ],
      'ladder',
      input.copyTo,
    );
    await tx.updateTable('ladder_step').set({ told }).where('id', '=', next.id).execute();
    return { organisation: subject.ref, step: input.step, told, next: next.step, earliestOn: next.on };
  },
});

/** The counts of the vote; whether it carries follows from them, and a person concludes. */
export const recordVote = command({
  name: 'ladder.vote',
  input: voteTaking,
  subject: organisation<{ organisation: string }>({
    by: named,
    mayRead: mayReadOrganisation,
    may: (actor) => mayTake(actor, 'vote'),
  }),
  perform: async ({ tx, input, subject, actor, today }) => {
    const on = dayOf(input.on, today);
    const open = await caseOf(tx, subject.id);
    mustBeNext(open, 'vote', on);
    sayWhyEarlier(on, today, input.note);
    const counts = { in_favour: input.inFavour, against: input.against, abstained: input.abstained, ballot: input.ballot };
    await keepStep(tx, open, 'vote', on, actor, { note: input.note ?? null, ...counts });
    return { organisation: subject.ref, carried: carries(counts, open.scheme) };
  },
});

/** Confirms the result under the rule, tells the member with the ways of review, and ends the ladder. */
export const conclude = command({
  name: 'ladder.conclude',
  input: conclusion,
  subject: organisation<{ organisation: string }>({
    by: named,
    mayRead: mayReadOrganisation,
    may: (actor) => mayTake(actor, 'notification'),
  }),
  perform: async ({ tx, input, subject, actor, today, call }) => {
    const on = dayOf(input.on, today);
    const open = await caseOf(tx, subject.id);
    mustBeNext(open, 'notification', on);
    sayWhyEarlier(on, today, input.note);
    const vote = open.taken.find(({ step }) => step === 'vote');
    const carried = carries({ in_favour: vote?.in_favour ?? 0, against: vote?.against ?? 0 }, open.scheme);
    if (carried && !input.reasonClass) throw invalidField('reasonClass', 'field.required');
    const { id } = await keepStep(tx, open, 'notification', on, actor, { note: input.note ?? null });
    await close(tx, open.id, carried ? 'withdrawn' : 'kept', on, null);
    const reason = carried
      ? await tx
          .selectFrom('term')
          .select('label')
          .where('scheme', '=', 'organisation.reason')
          .where('key', '=', input.reasonClass ?? '')
          .executeTakeFirst()
      : undefined;
    const told = await tell(
      tx,
      subject,
      today,
      (t, values) => [
        t('ladder.letter.subject', { organisation: values.organisation, step: t('ladder.step.notification') }),
        [
          t('ladder.letter.begins', { name: values.name }),
          t(carried ? 'ladder.letter.withdrawn' : 'ladder.letter.kept', { ...values, day: t.day(on) }),
          ...(vote ? [votesIn(t, vote)] : []),
          ...(reason ? [t('ladder.letter.reason', { reason: textIn(reason.label, [t.language, 'en']).text })] : []),
          ...(input.note ? [input.note] : []),
          t('ladder.letter.signed', values),
        ].join('\n\n'),
      ],
      'ladder',
    );
    await tx.updateTable('ladder_step').set({ told }).where('id', '=', id).execute();
    // Last, since with the organisation go those who are written to.
    await move(
      tx,
      carried
        ? { ref: subject.ref, state: 'withdrawn', withdrawn: on, reasonClass: input.reasonClass }
        : { ref: subject.ref, state: 'accredited' },
      call,
    );
    const ended = carried ? await endGiven(tx, subject, on, input.stays ?? [], call) : 0;
    return { organisation: subject.ref, carried, told, ended };
  },
});

/** Takes the last step back, or all of them, because the member is active again: what the step did is undone, and why stays readable. */
export const takeBack = command({
  name: 'ladder.takeBack',
  input: stepReturn,
  subject: organisation<{ organisation: string }>({ by: named, mayRead: mayReadOrganisation, may: mayReadLadder }),
  perform: async ({ tx, input, subject, actor, today, now, call }) => {
    const open = await caseOf(tx, subject.id);
    const back = input.whole ? open.taken.toReversed() : open.taken.slice(-1);
    for (const { step } of back) onlyFor(actor, committeeSteps.has(step) ? 'membership.withdraw' : 'activity.manage', subject.body_id);
    const { reason } = call;
    if (!reason) throw invalidField('reason', 'ladder.reasonNeeded');
    for (const { id, step } of back) {
      await tx.updateTable('ladder_step').set({ archived_at: now, archived_reason: reason }).where('id', '=', id).execute();
      if (step === 'notice') await move(tx, { ref: subject.ref, state: 'accredited' }, call);
      if (step === 'standby')
        await sayStatus(tx, subject.id, 'lessActive', today, actor.name, { because: { reason: 'takenBack' }, note: reason });
    }
    const left = open.taken.slice(0, open.taken.length - back.length);
    if (left.length === 0) await close(tx, open.id, 'ended', today, reason);
    else await setNext(tx, open, left.at(-1) as Taken);
    return { organisation: subject.ref, left: left.length };
  },
});

/** What the member says for itself, written by its representative or by whoever heard it. */
export const recordStatement = command({
  name: 'ladder.say',
  input: statementOf,
  subject: organisation<{ organisation: string }>({ by: named, mayRead: mayReadOrganisation, may: mayReadLadder }),
  perform: async ({ tx, input, subject, actor, today }) => {
    const open = await caseOf(tx, subject.id);
    await tx
      .insertInto('ladder_statement')
      .values({ case_id: open.id, said_on: dayOf(input.on, today), text: input.text, recorded_by: actor.name })
      .execute();
    return { organisation: subject.ref };
  },
});

type Taken = Pick<RowOf<Tables, 'ladder_step'>, 'id' | 'step' | 'taken_on' | 'in_favour' | 'against' | 'abstained' | 'ballot'>;

const dayOf = (said: Day | null | undefined, today: Day): Day => {
  if (said && said > today) throw invalidField('on', 'ladder.inFuture');
  return said ?? today;
};

/** What was done before it was written down here shortens the wait for the next step; the member reads why beside it, and in its letter. */
const sayWhyEarlier = (on: Day, today: Day, note: string | null | undefined): void => {
  if (on < today && !note) throw invalidField('note', 'ladder.whyEarlier');
};

const openCase = async (tx: Writes<Tables>, subject: RowOf<Tables, 'organisation'>, on: Day, today: Day) => {
  if (subject.state !== 'accredited') throw conflict('ladder.notMember');
  const reads = tx as unknown as Reads<Tables>;
  const known = await tx
    .selectFrom('ladder_case')
    .select('id')
    .where('organisation_id', '=', subject.id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  if (known) throw conflict('ladder.alreadyOn');
  const status = await tx
    .selectFrom('activity_status')
    .select('status')
    .where('organisation_id', '=', subject.id)
    .where('archived_at', 'is', null)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  if (!status || status.status === 'active') throw conflict('ladder.onlyLessActive');
  const scheme = await schemeOn(reads, subject.body_id, today).executeTakeFirst();
  if (!scheme) throw conflict('ladder.noScheme');
  const { id } = await tx
    .insertInto('ladder_case')
    .values({ organisation_id: subject.id, scheme_id: scheme.id, began_on: on, next_step: 'letter', next_on: on })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, next_step: 'letter' as LadderStep | null, next_on: on as Day | null, scheme, taken: [] as Taken[] };
};

const caseOf = async (tx: Writes<Tables>, organisationId: number) => {
  const found = await tx
    .selectFrom('ladder_case')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('state', '=', 'open')
    .forUpdate()
    .executeTakeFirst();
  if (!found) throw conflict('ladder.notOn');
  const scheme = await tx.selectFrom('ladder_scheme').selectAll().where('id', '=', found.scheme_id).executeTakeFirstOrThrow();
  const taken: Taken[] = await tx
    .selectFrom('ladder_step')
    .select(['id', 'step', 'taken_on', 'in_favour', 'against', 'abstained', 'ballot'])
    .where('case_id', '=', found.id)
    .where('archived_at', 'is', null)
    .orderBy('id')
    .execute();
  return { id: found.id, next_step: found.next_step, next_on: found.next_on, scheme, taken };
};
type Open = Awaited<ReturnType<typeof caseOf>>;

const mustBeNext = (open: Open, step: LadderStep, on: Day) => {
  if (open.next_step !== step) throw conflict('ladder.otherStep', { step });
  if (open.next_on && on < open.next_on) throw conflict('ladder.tooEarly', { day: open.next_on });
};

const keepStep = async (
  tx: Writes<Tables>,
  open: Open,
  step: LadderStep,
  on: Day,
  actor: Actor,
  more: Partial<Pick<RowOf<Tables, 'ladder_step'>, 'note' | 'in_favour' | 'against' | 'abstained' | 'ballot'>>,
) => {
  const { id } = await tx
    .insertInto('ladder_step')
    .values({ case_id: open.id, step, taken_on: on, taken_by: actor.name, ...more })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, ...(await setNext(tx, open, { step, taken_on: on })) };
};

/** What comes after a step, and from which day. */
const setNext = async (tx: Writes<Tables>, open: Open, last: Pick<Taken, 'step' | 'taken_on'>) => {
  const at = open.scheme.steps.findIndex(({ step }) => step === last.step);
  const following = open.scheme.steps[at + 1];
  const next = { step: following?.step ?? null, on: following ? after(last.taken_on, following) : null };
  await tx.updateTable('ladder_case').set({ next_step: next.step, next_on: next.on }).where('id', '=', open.id).execute();
  return next;
};

/** Ends a ladder. `ended` says that the member was active again or went by itself. */
export const close = async (tx: Writes<Tables>, id: number, state: 'withdrawn' | 'kept' | 'ended', on: Day, reason: string | null) => {
  await tx
    .updateTable('ladder_case')
    .set({ state, ended_on: on, ended_reason: reason, next_step: null, next_on: null })
    .where('id', '=', id)
    .execute();
};

/** The register follows what was decided here, in the name of whoever decided, who need not keep the register. */
export const move = async (tx: AnyWrites, input: Record<string, unknown>, call: Call): Promise<void> => {
  const { scopes: _scopes, ...actor } = call.actor;
  await also(tx, changeOrganisation, input, { ...call, actor: { ...actor, rights: new Map([['organisation.manage', 'everywhere']]) } });
};

/** Refuses whoever has not the right for this body. */
export const onlyFor = (actor: Actor, right: string, body: number | null) => {
  if (body === null ? actor.kind !== 'system' : !holdsFor(actor, right, body)) throw forbidden();
};
