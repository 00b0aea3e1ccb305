import { sql } from 'kysely';
import { type Actor, holdsEverywhere, holdsFor } from '../../../platform/access/actor.ts';
import { also, commandsOver, existing, type FindSubject, holding } from '../../../platform/command.ts';
import type { Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden, invalidField, notFound } from '../../../platform/errors.ts';
import { bodyOrAll, memberStates } from '../../community/index.ts';
import { move } from '../leaving/commands.ts';
import { campaignNamed, linkLasts, newCampaign, newExpectations, newForm, remindersBy, reportNamed, settlement } from './campaign.ts';
import { ask } from './letter.ts';
import { mayManageCampaign, mayReadReport } from './policy.ts';
import type { Tables } from './tables.ts';

const command = commandsOver<Tables>();

export const adoptExpectations = command({
  name: 'expectation.adopt',
  input: newExpectations,
  subject: bodyOrAll('campaign.manage'),
  perform: async ({ tx, input, subject }) => {
    const known = await tx
      .selectFrom('expectation_set')
      .select('id')
      .where('body_id', 'is not distinct from', subject.id)
      .where('starts_on', '=', input.startsOn)
      .executeTakeFirst();
    if (known) throw invalidField('startsOn', 'campaign.setThatDay');
    await tx
      .insertInto('expectation_set')
      .values({ body_id: subject.id, starts_on: input.startsOn, items: JSON.stringify(input.items) })
      .execute();
    return { body: input.body ?? null, startsOn: input.startsOn };
  },
});

/** The questions from a day on; a campaign keeps those with which it was begun. */
export const defineForm = command({
  name: 'campaign.defineForm',
  input: newForm,
  subject: holding('campaign.manage'),
  perform: async ({ tx, input }) => {
    await tx
      .insertInto('campaign_form')
      .values({ starts_on: input.startsOn, questions: JSON.stringify(input.questions) })
      .execute();
    return { startsOn: input.startsOn };
  },
});

/** Begins a campaign. On its first day, at once or by the clock, every member is written to. */
export const openCampaign = command({
  name: 'campaign.open',
  input: newCampaign,
  subject: bodyOrAll('campaign.manage'),
  perform: async ({ tx, input, subject, today, call }) => {
    const opensOn = input.opensOn ?? today;
    if (input.dueOn <= opensOn) throw invalidField('dueOn', 'campaign.dueBeforeOpen');
    const form = await tx
      .selectFrom('campaign_form')
      .select('id')
      .where('starts_on', '<=', opensOn)
      .where('archived_at', 'is', null)
      .orderBy('starts_on', 'desc')
      .orderBy('id', 'desc')
      .executeTakeFirst();
    if (!form) throw conflict('campaign.noForm');
    const { id } = await tx
      .insertInto('campaign')
      .values({ title: JSON.stringify(input.title), body_id: subject.id, form_id: form.id, opens_on: opensOn, due_on: input.dueOn })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { told } = opensOn <= today ? await also(tx, inviteAll, { campaign: id }, call) : { told: 0 };
    return { campaign: id, told };
  },
});

/** Writes to every member that was not yet asked; a second run asks nobody twice. */
export const inviteAll = command({
  name: 'campaign.invite',
  input: campaignNamed,
  subject: existing<Tables, 'campaign'>('campaign')<{ campaign: number }>({
    by: (row, input) => row.and([row('campaign.id', '=', input.campaign)]),
    mayRead: mayManageCampaign,
    may: mayManageCampaign,
  }),
  perform: async ({ tx, subject, today }) => {
    if (subject.opens_on > today) throw conflict('campaign.notOpen');
    const members = await tx
      .selectFrom('organisation')
      .select(['id', 'name', 'email'])
      .where('archived_at', 'is', null)
      .where('state', 'in', memberStates)
      .$if(subject.body_id !== null, (question) => question.where('body_id', '=', subject.body_id))
      .where(sql<boolean>`not exists (select from member_report where campaign_id = ${subject.id} and organisation_id = organisation.id)`)
      .orderBy('id')
      .execute();
    let told = 0;
    for (const member of members) {
      const { id } = await tx
        .insertInto('member_report')
        .values({ campaign_id: subject.id, organisation_id: member.id, answers: '{}', expectations: '{}', changes: '{}' })
        .returning('id')
        .executeTakeFirstOrThrow();
      const letters = await ask(tx, id, member, { ...subject, lasts: linkLasts(subject.due_on) }, today, 'asked');
      if (letters > 0) await tx.updateTable('member_report').set({ told: letters }).where('id', '=', id).execute();
      told += letters;
    }
    return { campaign: subject.id, told };
  },
});

/** Reminds one member that has not answered, once for each of the three days. */
export const remindMember = command({
  name: 'campaign.remind',
  input: reportNamed,
  subject: holding('campaign.manage'),
  perform: async ({ tx, input, today }) => {
    const report = await tx
      .selectFrom('member_report')
      .innerJoin('campaign', 'campaign.id', 'member_report.campaign_id')
      .innerJoin('organisation', 'organisation.id', 'member_report.organisation_id')
      .select(['member_report.reminders', 'member_report.answered_on', 'campaign.title', 'campaign.due_on'])
      .select(['organisation.id', 'organisation.name', 'organisation.email', 'organisation.state'])
      .where('member_report.id', '=', input.report)
      .forUpdate('member_report')
      .executeTakeFirst();
    if (!report) throw notFound();
    const due = remindersBy(report.due_on, today);
    if (report.answered_on || report.reminders >= due) return { told: 0 };
    await tx.updateTable('member_report').set({ reminders: due }).where('id', '=', input.report).execute();
    if (!memberStates.includes(report.state)) return { told: 0 };
    return { told: await ask(tx, input.report, report, { ...report, lasts: linkLasts(report.due_on) }, today, 'reminded') };
  },
});

const settled: FindSubject<
  { report: number },
  { id: number; ref: string; changes: Record<string, string | null>; state: string | null }
> = async (tx, input, actor) => {
  const found = await (tx as Writes<Tables>)
    .selectFrom('member_report')
    .innerJoin('organisation', 'organisation.id', 'member_report.organisation_id')
    .select([
      'member_report.id',
      'organisation.ref',
      'organisation.body_id',
      'member_report.changes',
      'member_report.changes_state as state',
    ])
    .where('member_report.id', '=', input.report)
    .where(mayReadReport(actor))
    .forUpdate('member_report')
    .executeTakeFirst();
  if (!found) throw notFound();
  if (!keeps(actor, found.body_id)) throw forbidden();
  return found as { id: number; ref: string; changes: Record<string, string | null>; state: string | null };
};

const keeps = (actor: Actor, body: number | null): boolean =>
  body === null ? holdsEverywhere(actor, 'organisation.manage') : holdsFor(actor, 'organisation.manage', body);

/** An officer takes what a report says into the register, or leaves the register as it is. */
export const settleChanges = command({
  name: 'campaign.settle',
  input: settlement,
  subject: settled,
  perform: async ({ tx, input, subject, actor, call }) => {
    if (subject.state !== 'proposed') throw conflict('campaign.nothingProposed');
    if (input.apply) await move(tx, { ref: subject.ref, ...subject.changes }, call);
    await tx
      .updateTable('member_report')
      .set({ changes_state: input.apply ? 'applied' : 'declined', settled_by: actor.name })
      .where('id', '=', subject.id)
      .execute();
    return { organisation: subject.ref };
  },
});
