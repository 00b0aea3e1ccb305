import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Day } from '../../../platform/db/tables.ts';
import type { ActivityStatus, Because, Reason } from './activity.ts';
import type { RuleFigures } from './tables.ts';

export interface Judged {
  organisation_id: number;
  body_id: number;
  rule_id: number | null;
  meetings: number;
  contributions: number;
  votes: number;
  /** What was last said, or null where nothing was. */
  status: ActivityStatus | null;
  since_on: Day | null;
  computed: ActivityStatus;
  reason: Reason;
}

/** The columns of a rule that judge. */
export interface RuleValues extends RuleFigures {
  body_id: number;
}

/** The rule of each body that is in force on a day: the latest begun by then. */
export const rulesOn = (day: Day): RawBuilder<{ id: number; body_id: number; starts_on: Day }> => sql`(
  select distinct on (body_id) id, body_id, meetings, meeting_months, contributions, contribution_months, votes, elections, standby_months, starts_on
  from activity_rule where archived_at is null and starts_on <= ${day}::date order by body_id, starts_on desc)`;

/** A rule that nobody has adopted. */
export const ruleTried = (rule: RuleValues): RawBuilder<unknown> => sql`(
  select null::bigint as id, ${rule.body_id}::bigint as body_id, ${rule.meetings}::int as meetings, ${rule.meeting_months}::int as meeting_months,
    ${rule.contributions}::int as contributions, ${rule.contribution_months}::int as contribution_months,
    ${rule.votes}::int as votes, ${rule.elections}::int as elections, ${rule.standby_months}::int as standby_months)`;

interface LastStatus {
  organisation_id: number;
  status: ActivityStatus;
  since_on: Day;
  because: Because;
  confirmed_by: string;
}

/** The status that counts for each organisation. */
export const lastStatus: RawBuilder<LastStatus> = sql`(
  select distinct on (organisation_id) organisation_id, status, since_on, because, confirmed_by, rule_id
  from activity_status where archived_at is null order by organisation_id, id desc)`;

const isMember = sql`organisation.archived_at is null and organisation.state in ('accredited', 'noticeGiven')`;

/**
 * What the rules say of every member on a day, from facts up to that day. An election is a day on which any organisation of the body voted.
 * A member accredited for a shorter time than the longest period of the rule is not yet measured by it. `those`, a condition on
 * `organisation.body_id`, says whose facts are counted at all: what waits for a region is asked on its pages, and others have many facts.
 */
export const judgedOn = (
  day: Day,
  rules: RawBuilder<unknown> = rulesOn(day),
  those: RawBuilder<SqlBool> = sql<SqlBool>`true`,
): RawBuilder<Judged> => sql<Judged>`(
  with rule as ${rules},
  election as (
    select body_id, happened_on, row_number() over (partition by body_id order by happened_on desc) as place
    from (select distinct organisation.body_id, activity_fact.happened_on from activity_fact
      join organisation on organisation.id = activity_fact.organisation_id
      where activity_fact.kind = 'vote' and activity_fact.archived_at is null and activity_fact.happened_on <= ${day}::date
        and ${those}) as days),
  counted as (
    select organisation.id as organisation_id, organisation.body_id, organisation.accredited_on, rule.id as rule_id,
      count(activity_fact.id) filter (where activity_fact.kind = 'meeting'
        and activity_fact.happened_on > ${day}::date - make_interval(months => coalesce(rule.meeting_months, 12)))::int as meetings,
      count(activity_fact.id) filter (where activity_fact.kind = 'contribution'
        and activity_fact.happened_on > ${day}::date - make_interval(months => coalesce(rule.contribution_months, 12)))::int as contributions,
      count(distinct activity_fact.happened_on) filter (where activity_fact.kind = 'vote'
        and election.place <= coalesce(rule.elections, 1))::int as votes
    from organisation join rule on rule.body_id = organisation.body_id
    left join activity_fact on activity_fact.organisation_id = organisation.id and activity_fact.archived_at is null
      and activity_fact.happened_on <= ${day}::date
    left join election on election.body_id = organisation.body_id and election.happened_on = activity_fact.happened_on
    where ${isMember} and ${those}
    group by organisation.id, rule.id),
  reasoned as (
    select counted.*, last.status, last.since_on, case
      when counted.meetings >= rule.meetings then 'meeting'
      when counted.contributions >= rule.contributions then 'contribution'
      when counted.votes >= rule.votes then 'vote'
      when counted.accredited_on > ${day}::date - make_interval(months => greatest(rule.meeting_months, rule.contribution_months, 12)) then 'newMember'
      when last.status = 'standby' then 'stillStandby'
      when last.status = 'lessActive' and last.since_on <= ${day}::date - make_interval(months => rule.standby_months) then 'longLess'
      else 'fallsShort' end as reason
    from counted join rule on rule.body_id = counted.body_id
    left join ${lastStatus} as last on last.organisation_id = counted.organisation_id)
  select reasoned.organisation_id, reasoned.body_id, reasoned.rule_id, reasoned.meetings, reasoned.contributions, reasoned.votes, reasoned.status,
    reasoned.since_on, reasoned.reason, case when reason in ('meeting', 'contribution', 'vote', 'newMember') then 'active'
      when reason in ('stillStandby', 'longLess') then 'standby' else 'lessActive' end as computed
  from reasoned)`;

/** Nobody said anything yet: a member is active until somebody says otherwise. */
export const differs = sql<boolean>`(judged.computed <> coalesce(judged.status, 'active'))`;
