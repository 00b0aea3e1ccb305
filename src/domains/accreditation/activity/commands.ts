import { commandsOver, existing, type FindSubject } from '../../../platform/command.ts';
import type { Day, Reads, Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden, invalidField, notFound } from '../../../platform/errors.ts';
import { mayReadOrganisation, memberStates } from '../../community/index.ts';
import { type ActivityStatus, type Because, factRemoval, newFact, newRule, statusConfirmation } from './activity.ts';
import { tellStatus } from './letter.ts';
import { mayManage, mayReadFact } from './policy.ts';
import { judgementQuestion, ruleValues } from './queries.ts';
import type { Tables } from './tables.ts';

const command = commandsOver<Tables>();

/** The organisation that an input names, for those who manage the activity of its body. */
export const managed = existing<Tables, 'organisation'>('organisation')<{ organisation: string }>({
  by: (row, input) => row.and([row('organisation.ref', '=', input.organisation)]),
  mayRead: mayReadOrganisation,
  may: (actor) => mayManage(actor, 'organisation.body_id'),
});

/** Adopting changes the status of nobody: what follows from it is proposed, and a person says it. */
export const adoptRule = command({
  name: 'activity.adoptRule',
  input: newRule,
  subject: existing<Tables, 'body'>('body')<{ body: string }>({
    by: (row, input) => row.and([row('body.ref', '=', input.body)]),
    mayRead: mayReadOrganisation,
    may: (actor) => mayManage(actor, 'body.id'),
  }),
  perform: async ({ tx, input, subject, actor }) => {
    const known = await tx
      .selectFrom('activity_rule')
      .select('id')
      .where('body_id', '=', subject.id)
      .where('starts_on', '=', input.startsOn)
      .executeTakeFirst();
    if (known) throw invalidField('startsOn', 'activity.ruleThatDay');
    await tx
      .insertInto('activity_rule')
      .values({ ...ruleValues(subject.id, input), starts_on: input.startsOn, note: input.note ?? null, adopted_by: actor.name })
      .execute();
    return { body: subject.ref, startsOn: input.startsOn };
  },
});

/** The same fact from the same source counts once; said again, its note is brought up to date. */
export const recordFact = command({
  name: 'activity.record',
  input: newFact,
  subject: managed,
  perform: async ({ tx, input, subject, today }) => {
    if (input.on > today) throw invalidField('on', 'activity.factInFuture');
    const values = { note: input.note ?? null, archived_at: null, archived_reason: null };
    const { id } = await tx
      .insertInto('activity_fact')
      .values({ organisation_id: subject.id, kind: input.kind, happened_on: input.on, source: input.source ?? '', ...values })
      .onConflict((row) => row.columns(['organisation_id', 'kind', 'happened_on', 'source']).doUpdateSet(values))
      .returning('id')
      .executeTakeFirstOrThrow();
    return { organisation: subject.ref, fact: id };
  },
});

const factNamed: FindSubject<{ fact: number }, { id: number; ref: string }> = async (tx, input, actor) => {
  const fact = await (tx as Writes<Tables>)
    .selectFrom('activity_fact')
    .innerJoin('organisation', 'organisation.id', 'activity_fact.organisation_id')
    .select(['activity_fact.id', 'organisation.ref', mayManage(actor, 'organisation.body_id').as('may_it')])
    .where('activity_fact.id', '=', input.fact)
    .where('activity_fact.archived_at', 'is', null)
    .where(mayReadFact(actor))
    .forUpdate('activity_fact')
    .executeTakeFirst();
  if (!fact) throw notFound();
  if (!fact.may_it) throw forbidden();
  return fact;
};

/** Takes back a fact that was wrong; the history keeps it. */
export const removeFact = command({
  name: 'activity.removeFact',
  input: factRemoval,
  subject: factNamed,
  perform: async ({ tx, subject, call, now }) => {
    await tx
      .updateTable('activity_fact')
      .set({ archived_at: now, archived_reason: call.reason ?? null })
      .where('id', '=', subject.id)
      .execute();
    return { organisation: subject.ref };
  },
});

/** A person says the status that the rule proposes, or another one for a reason. */
export const confirmStatus = command({
  name: 'activity.confirm',
  input: statusConfirmation,
  subject: managed,
  perform: async ({ tx, input, subject, actor, today, call }) => {
    if (!memberStates.includes(subject.state)) throw conflict('activity.notMember');
    const judged = await judgementQuestion(tx as unknown as Reads<Tables>, subject.id, today).executeTakeFirst();
    const proposed = judged?.computed === input.status;
    if (!proposed && !call.reason) throw invalidField('reason', 'activity.reasonNeeded');
    const because: Because = {
      reason: proposed && judged ? judged.reason : 'byHand',
      ...(judged ? { meetings: judged.meetings, contributions: judged.contributions, votes: judged.votes } : {}),
    };
    const note = call.reason ?? null;
    const said = await sayStatus(tx, subject.id, input.status, today, actor.name, { because, rule: judged?.rule_id ?? null, note });
    if (said && input.tell) await tellStatus(tx, subject, today, { status: input.status, because, note });
    return { organisation: subject.ref, status: input.status };
  },
});

/** Writes a status after the one before it; said again, nothing changes and the day stays. Gives whether it is another one than before. */
export const sayStatus = async (
  tx: Writes<Tables>,
  organisation: number,
  status: ActivityStatus,
  day: Day,
  by: string,
  { because, rule = null, note = null }: { because: Because; rule?: number | null; note?: string | null },
): Promise<boolean> => {
  const before = await tx
    .selectFrom('activity_status')
    .select('status')
    .where('organisation_id', '=', organisation)
    .where('archived_at', 'is', null)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  if (before?.status === status) return false;
  await tx
    .insertInto('activity_status')
    .values({
      organisation_id: organisation,
      status,
      before: before?.status ?? null,
      since_on: day,
      because: JSON.stringify(because),
      rule_id: rule,
      confirmed_by: by,
      note,
    })
    .execute();
  return status !== (before?.status ?? 'active');
};
