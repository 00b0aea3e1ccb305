import { sql } from 'kysely';
import { type Actor, holds, holdsByName } from '../../../platform/access/actor.ts';
import { hashOf } from '../../../platform/access/tokens.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { reminderDays } from './campaign.ts';
import { mayReadReport } from './policy.ts';
import type { Tables } from './tables.ts';

/** What a region expects of its members on a day: its own set, otherwise the one for all. */
export const expectationsQuestion = (db: Reads<Tables>, bodyId: number | null, day: Day) =>
  db
    .selectFrom('expectation_set')
    .select(['items', sql<Day>`starts_on`.as('starts_on')])
    .where('archived_at', 'is', null)
    .where('starts_on', '<=', day)
    .where((row) => row.or([row('body_id', 'is', null), ...(bodyId === null ? [] : [row('body_id', '=', bodyId)])]))
    .orderBy(sql`body_id is null`)
    .orderBy('starts_on', 'desc')
    .limit(1);

/**
 * The reports of an organisation that were answered, newest first; `of` names the record that was merged into it where that one answered a
 * campaign which both did: it is read and counts no more.
 */
export const reportsQuestion = (db: Reads<Tables>, actor: Actor, organisationId: number) =>
  db
    .selectFrom('member_report')
    .innerJoin('campaign', 'campaign.id', 'member_report.campaign_id')
    .innerJoin('organisation', (join) => join.on('organisation.id', '=', organisationId))
    .select([
      'member_report.id',
      'member_report.answered_on',
      'member_report.answered_by',
      'member_report.unchanged',
      'member_report.expectations',
      sql<string | null>`case when member_report.archived_at is not null then
        (select merged.ref from organisation merged where merged.id = member_report.organisation_id) end`.as('of'),
      'member_report.changes',
      'member_report.changes_state',
      'member_report.correction_asked_on',
      'member_report.open_until',
      'campaign.title',
      sql<string | null>`case when ${holds(actor, 'campaign.manage', 'organisation.body_id')} then member_report.correction end`.as(
        'correction',
      ),
      sql<boolean>`${holds(actor, 'organisation.manage', 'organisation.body_id')}`.as('may_settle'),
      sql<boolean>`${holds(actor, 'campaign.manage', 'organisation.body_id')}`.as('may_lead'),
    ])
    .where(
      sql<boolean>`(member_report.organisation_id = ${organisationId} and member_report.archived_at is null
        or member_report.archived_reason = 'merged' and member_report.organisation_id in (select id from organisation merged where merged.merged_into_id = ${organisationId}))`,
    )
    .where('member_report.answered_on', 'is not', null)
    .where(mayReadReport(actor))
    .orderBy('member_report.answered_on', 'desc')
    .orderBy('member_report.id', 'desc')
    .limit(10);

/** A report that was laid aside because the other record of a merge answered the same campaign is read and counts no more. */
export const stillRead = sql<boolean>`(member_report.archived_at is null or member_report.archived_reason = 'merged')`;

/** Reports with what is asked, what was said last, and what the register says. */
export const reportInWhole = (db: Reads<Tables>) => reportRead(db).where('member_report.archived_at', 'is', null);

/** Those that were laid aside by a merge as well. */
export const reportRead = (db: Reads<Tables>) =>
  db
    .selectFrom('member_report')
    .innerJoin('campaign', 'campaign.id', 'member_report.campaign_id')
    .innerJoin('campaign_form', 'campaign_form.id', 'campaign.form_id')
    .innerJoin('organisation', 'organisation.id', 'member_report.organisation_id')
    .select([
      'member_report.id',
      'member_report.version',
      'member_report.answered_on',
      'member_report.answered_by',
      'member_report.unchanged',
      'member_report.answers',
      'member_report.expectations',
      'member_report.changes',
      'member_report.correction_asked_on',
      'member_report.open_until',
      'campaign.id as campaign_id',
      'campaign.title',
      'campaign.due_on',
      'campaign_form.questions',
      'organisation.id as organisation_id',
      'organisation.ref',
      'organisation.name as organisation',
      'organisation.body_id',
      'organisation.website',
      'organisation.email',
      'organisation.city',
      sql<LastAnswer | null>`(select jsonb_build_object('answers', earlier.answers, 'expectations', earlier.expectations) from member_report earlier
        where earlier.organisation_id = organisation.id and earlier.id <> member_report.id and earlier.answered_on is not null
        order by earlier.answered_on desc, earlier.id desc limit 1)`.as('last'),
    ])
    .where(stillRead);

/**
 * The one report that a link opens, with the name of whom the link was sent to. Where two records were merged that were both asked, the links
 * of either open the report that counts.
 */
export const reportByToken = (db: Reads<Tables>, token: string) =>
  reportInWhole(db)
    .innerJoin('member_report_link', (join) => join.on(sql<boolean>`member_report.id = ${thatCounts}`))
    .select(['member_report_link.name', 'member_report_link.expires_on'])
    .where('member_report_link.token_hash', '=', hashOf(token));

const thatCounts = sql<number>`(select coalesce(counting.id, asked.id) from member_report asked
  left join organisation merged on merged.id = asked.organisation_id and asked.archived_reason = 'merged'
  left join member_report counting on counting.organisation_id = merged.merged_into_id and counting.campaign_id = asked.campaign_id
    and counting.archived_at is null
  where asked.id = member_report_link.report_id)`;

interface LastAnswer {
  answers: Record<string, string>;
  expectations: Record<string, 'met' | 'partly' | 'notMet'>;
}

/** Members that still said nothing after three reminders, for those whom a grant makes leaders of their region. */
export const silentQuestion = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('member_report')
    .innerJoin('organisation', 'organisation.id', 'member_report.organisation_id')
    .select(sql<number>`count(*)`.as('count'))
    .where('member_report.answered_on', 'is', null)
    .where('member_report.archived_at', 'is', null)
    .where('member_report.reminders', '=', reminderDays('2026-01-01').length)
    .where(sql<boolean>`${holdsByName(actor, 'campaign.manage', 'organisation.body_id')}`);

/** How many members would like to correct what they sent, for those whom a grant makes leaders of their region. */
export const correctionsQuestion = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('member_report')
    .innerJoin('organisation', 'organisation.id', 'member_report.organisation_id')
    .select(sql<number>`count(*)`.as('count'))
    .where('member_report.correction_asked_on', 'is not', null)
    .where(sql<boolean>`coalesce(member_report.open_until, '-infinity') < current_date`)
    .where('member_report.archived_at', 'is', null)
    .where(sql<boolean>`${holdsByName(actor, 'campaign.manage', 'organisation.body_id')}`);

/** Reports that nobody answered yet, with how often was reminded. */
export const unanswered = (db: Reads<Tables>) =>
  db
    .selectFrom('member_report')
    .innerJoin('campaign', 'campaign.id', 'member_report.campaign_id')
    .select(['member_report.id', 'member_report.reminders', 'campaign.due_on'])
    .where('member_report.answered_on', 'is', null)
    .where('member_report.archived_at', 'is', null)
    .where('campaign.archived_at', 'is', null)
    .where('member_report.reminders', '<', reminderDays('2026-01-01').length)
    .orderBy('member_report.id')
    .execute();
