import { sql } from 'kysely';
import { type Actor, holds } from '../../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../../platform/db/tables.ts';
import type { Texts } from '../../../../platform/i18n/texts.ts';
import type { Question } from '../campaign.ts';
import { mayManageCampaign, mayReadReport } from '../policy.ts';
import { stillRead } from '../queries.ts';
import { state } from '../state.ts';
import type { Tables } from '../tables.ts';

export const campaignsQuestion = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('campaign')
    .leftJoin('body', 'body.id', 'campaign.body_id')
    .select([
      'campaign.id',
      'campaign.title',
      'campaign.opens_on',
      'campaign.due_on',
      'campaign.form_id',
      'body.ref as body_ref',
      sql<number>`(select count(*) from member_report where member_report.campaign_id = campaign.id)`.as('asked'),
      sql<number>`(select count(*) from member_report where member_report.campaign_id = campaign.id and answered_on is not null)`.as(
        'answered',
      ),
      sql<number>`(select coalesce(sum(told), 0) from member_report where member_report.campaign_id = campaign.id)`.as('letters'),
    ])
    .where('campaign.archived_at', 'is', null)
    .where(mayManageCampaign(actor))
    .orderBy('campaign.due_on', 'desc')
    .orderBy('campaign.id', 'desc')
    .limit(50);

/** The members that a campaign asks, those who say nothing first. */
export const askedQuestion = (db: Reads<Tables>, actor: Actor, campaign: number, most: number) =>
  db
    .selectFrom('member_report')
    .innerJoin('organisation', 'organisation.id', 'member_report.organisation_id')
    .leftJoin('body', 'body.id', 'organisation.body_id')
    .select([
      'member_report.id',
      'member_report.reminders',
      'member_report.told',
      'member_report.answered_on',
      'member_report.answered_by',
      'member_report.correction_asked_on',
      'member_report.open_until',
      'organisation.ref',
      'organisation.name',
      'body.ref as body_ref',
      state.as('state'),
      sql<number>`count(*) over ()`.as('of'),
    ])
    .where('member_report.campaign_id', '=', campaign)
    .where('member_report.archived_at', 'is', null)
    .where(mayReadReport(actor))
    .orderBy(sql`member_report.correction_asked_on is null`)
    .orderBy(sql`member_report.answered_on nulls first`)
    .orderBy(sql`member_report.reminders desc`)
    .orderBy(sql`organisation.name collate "und-x-icu"`)
    .limit(most);

export type Asked = Awaited<ReturnType<ReturnType<typeof askedQuestion>['execute']>>[number];

/** One report, answered or not, for whoever may read it. */
export const oneReportQuestion = (db: Reads<Tables>, actor: Actor, report: number) =>
  db
    .selectFrom('member_report')
    .innerJoin('organisation', (join) =>
      join.on(
        sql<boolean>`organisation.id = (select coalesce(own.merged_into_id, own.id) from organisation own where own.id = member_report.organisation_id)`,
      ),
    )
    .select('member_report.id')
    .select(
      sql<string | null>`case when ${holds(actor, 'campaign.manage', 'organisation.body_id')} then member_report.correction end`.as(
        'correction',
      ),
    )
    .select(sql<boolean>`member_report.archived_at is null and ${holds(actor, 'campaign.manage', 'organisation.body_id')}`.as('may_lead'))
    .where('member_report.id', '=', report)
    .where(stillRead)
    .where(mayReadReport(actor));

export interface FormVersion {
  id: number;
  version: number;
  starts_on: Day;
  questions: Question[];
  used: { id: number; title: Texts }[];
}

/** Every version of the questions, the newest first, with the campaigns that ask them. */
export const formsQuestion = (db: Reads<Tables>) =>
  db
    .selectFrom('campaign_form')
    .select(['id', 'version', 'starts_on', 'questions'])
    .select(
      sql<
        FormVersion['used']
      >`(select coalesce(jsonb_agg(jsonb_build_object('id', campaign.id, 'title', campaign.title) order by campaign.id), '[]')
        from campaign where campaign.form_id = campaign_form.id)`.as('used'),
    )
    .where('archived_at', 'is', null)
    .orderBy('starts_on', 'desc')
    .orderBy('id', 'desc')
    .limit(20);
