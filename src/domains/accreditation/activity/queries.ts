import { type InferResult, sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { holdsByName } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import type { TriedRule } from './activity.ts';
import { differs, judgedOn, lastStatus, type RuleValues, rulesOn, ruleTried } from './judged.ts';
import { mayManage, mayReadFact, mayReadStatus } from './policy.ts';
import type { Tables } from './tables.ts';

/** Each regional body with its members: how many are active, less active, on standby, count for the quorum, and wait for a word. */
export const regionsQuestion = (db: Reads<Tables>, actor: Actor, day: Day, ref?: string) =>
  db
    .selectFrom('body')
    .leftJoin(rulesOn(day).as('rule'), 'rule.body_id', 'body.id')
    .select([
      'body.id',
      'body.ref',
      'body.name',
      'body.acronym',
      'rule.starts_on as rule_on',
      mayManage(actor, 'body.id').as('may_manage'),
      sql<Figures>`(select jsonb_build_object('members', count(*),
          'active', count(*) filter (where coalesce(last.status, 'active') = 'active'),
          'lessActive', count(*) filter (where last.status = 'lessActive'),
          'standby', count(*) filter (where last.status = 'standby'))
        from organisation left join ${lastStatus} as last on last.organisation_id = organisation.id
        where organisation.body_id = body.id and organisation.archived_at is null and organisation.state in ('accredited', 'noticeGiven'))`.as(
        'figures',
      ),
    ])
    .where('body.archived_at', 'is', null)
    .$if(ref !== undefined, (question) => question.where('body.ref', '=', ref ?? ''))
    // All of them: those that have members or a rule.
    .$if(ref === undefined, (question) =>
      question.where(sql<boolean>`(rule.body_id is not null or exists (select from organisation where organisation.body_id = body.id))`),
    )
    .orderBy('body.position')
    .orderBy('body.id');

export interface Figures {
  members: number;
  active: number;
  lessActive: number;
  standby: number;
}

export type RegionRow = InferResult<ReturnType<typeof regionsQuestion>>[number];

export const regionByRef = (db: Reads<Tables>, actor: Actor, ref: string, day: Day): Promise<RegionRow | undefined> =>
  regionsQuestion(db, actor, day, ref.toUpperCase()).executeTakeFirst();

/** Who would be said otherwise today under the rule in force, or under one that is only tried. */
export const changesQuestion = (db: Reads<Tables>, actor: Actor, bodyId: number, day: Day, tried?: RuleValues) =>
  db
    .selectFrom(judgedOn(day, tried && ruleTried(tried)).as('judged'))
    .innerJoin('organisation', 'organisation.id', 'judged.organisation_id')
    .select([
      'organisation.ref',
      'organisation.name',
      'judged.status',
      'judged.since_on',
      'judged.computed',
      'judged.reason',
      'judged.meetings',
      'judged.contributions',
      'judged.votes',
    ])
    .where('judged.body_id', '=', bodyId)
    .where(differs)
    .where(mayReadStatus(actor))
    .orderBy(sql`organisation.name collate "und-x-icu"`)
    .orderBy('organisation.id');

/** The rules of a body, newest first. */
export const rulesQuestion = (db: Reads<Tables>, bodyId: number) =>
  db.selectFrom('activity_rule').selectAll().where('body_id', '=', bodyId).where('archived_at', 'is', null).orderBy('starts_on', 'desc');

export const ruleValues = (bodyId: number, rule: Omit<TriedRule, 'body'>): RuleValues => ({
  body_id: bodyId,
  meetings: rule.meetings ?? null,
  meeting_months: rule.meetingMonths ?? null,
  contributions: rule.contributions ?? null,
  contribution_months: rule.contributionMonths ?? null,
  votes: rule.votes ?? null,
  elections: rule.elections ?? null,
  standby_months: rule.standbyMonths,
});

/** What the rule in force says of one organisation. */
export const judgementQuestion = (db: Reads<Tables>, organisationId: number, day: Day) =>
  db.selectFrom(judgedOn(day).as('judged')).selectAll('judged').where('judged.organisation_id', '=', organisationId);

/**
 * Every status that was said of an organisation, newest first; `of` names the record that was merged into it where it was said of that one, and
 * then it counts no more.
 */
export const statusesQuestion = (db: Reads<Tables>, organisationId: number) =>
  db
    .selectFrom('activity_status')
    .innerJoin('organisation', 'organisation.id', 'activity_status.organisation_id')
    .select(['activity_status.status', 'activity_status.before', 'activity_status.since_on', 'activity_status.because'])
    .select(['activity_status.confirmed_by', 'activity_status.note'])
    .select(sql<string | null>`case when activity_status.archived_at is not null then organisation.ref end`.as('of'))
    .where(
      sql<boolean>`(activity_status.organisation_id = ${organisationId} and activity_status.archived_at is null
        or organisation.merged_into_id = ${organisationId} and activity_status.archived_reason = 'merged')`,
    )
    .orderBy('activity_status.id', 'desc')
    .limit(50);

export const factsQuestion = (db: Reads<Tables>, actor: Actor, organisationId: number) =>
  db
    .selectFrom('activity_fact')
    .innerJoin('organisation', 'organisation.id', 'activity_fact.organisation_id')
    .select(['activity_fact.id', 'activity_fact.kind', 'activity_fact.happened_on', 'activity_fact.source', 'activity_fact.note'])
    .where('activity_fact.organisation_id', '=', organisationId)
    .where('activity_fact.archived_at', 'is', null)
    .where(mayReadFact(actor))
    .orderBy('activity_fact.happened_on', 'desc')
    .orderBy('activity_fact.id', 'desc')
    .limit(60);

/** How many proposals wait in the bodies for which a grant of this person names the right. */
export const proposalsQuestion = (db: Reads<Tables>, actor: Actor, day: Day) =>
  db
    .selectFrom(judgedOn(day, rulesOn(day), holdsByName(actor, 'activity.manage', 'organisation.body_id')).as('judged'))
    .select(sql<number>`count(*)`.as('count'))
    .where(differs);
