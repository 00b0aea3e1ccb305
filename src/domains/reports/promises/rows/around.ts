import { type SqlBool, sql } from 'kysely';
import { type Actor, holdsEverywhere } from '../../../../platform/access/actor.ts';
import type { AnyReads, Day, Reads } from '../../../../platform/db/tables.ts';
import { mayReadPerson } from '../../../people/index.ts';
import { mayManageItem, type Status } from '../../../plans/index.ts';
import { mayReadReview } from '../../../reviews/index.ts';
import { mayReadReport } from '../../policy.ts';
import type { Tables } from '../tables.ts';
import { among, type Found, type Scope } from './scope.ts';

/** What does not belong to a day: how bodies are called, whose names this reader may know, since when it is public. */
export interface Around {
  bodies: { id: number; ref: string; name: Tables['body']['name']['__select__']; acronym: string | null; position: number }[];
  /** People whose names this reader may know. */
  people: { id: number; name: string }[];
  /** Items of which this reader may know the leads that only a document names. */
  managed: { id: number }[];
  aliases: { text: string }[];
  /** What submitted reports say of what is planned, frozen as they said it; the oldest first. */
  reported: {
    report: string;
    title: Tables['report']['title']['__select__'];
    on: Day;
    submitted: Day;
    item: string;
    percent: number | null;
    status: Status | null;
    ends: { label: string; status: Status | null; percent: number | null }[];
  }[];
  /** When a draft became public, last; what happened before is nobody's business. */
  opened: { table: string; id: number; at: string }[];
}

/** Whose names are no secret to this reader, whoever they are. */
export const knowsEverybody = (actor: Actor): boolean => holdsEverywhere(actor, 'people.manage');

export const aroundQuestions = (db: Reads<Tables>, actor: Actor, { kind, id }: Found, scope: Scope) => ({
  bodies: db
    .selectFrom('body')
    .select(['id', 'ref', 'name', 'acronym', 'position'])
    .where(
      sql<SqlBool>`id in (select body_id from position where ${among('position.recommendation_id', scope.recommendations)}
        union select body_id from answer where ${among('answer.recommendation_id', scope.recommendations)}
        union select body_id from addressee where ${among('addressee.recommendation_id', scope.recommendations)}
        union select body_id from plan_item where ${among('plan_item.id', scope.items)})`,
    ),
  people: db
    .selectFrom('person')
    .select(['person.id', 'person.display_name as name'])
    .where(
      sql<SqlBool>`person.id in (select person_id from plan_lead where ${among('plan_lead.item_id', scope.items)}
        union select person_id from plan_progress where ${among('plan_progress.item_id', scope.items)}
        union select claimed_person_id from plan_closure where ${among('plan_closure.item_id', scope.items)})`,
    )
    .where('person.archived_at', 'is', null)
    .where(mayReadPerson(actor)),
  managed: db.selectFrom('plan_item').select('plan_item.id').where(among('plan_item.id', scope.items)).where(mayManageItem(actor)),
  aliases: db
    .selectFrom('alias')
    .select('text')
    .where('kind', 'like', kind === 'item' ? 'plan_item/%' : 'recommendation/%')
    .where('record_id', '=', id)
    .where('archived_at', 'is', null)
    .orderBy('text'),
  reported: (db as AnyReads)
    .selectFrom('report')
    .innerJoin('report_snapshot', 'report_snapshot.report_id', 'report.id')
    .innerJoin('review', 'review.id', 'report.review_id')
    .innerJoin(
      sql<{
        said: Record<string, unknown>;
      }>`lateral (select value as said from jsonb_array_elements(report_snapshot.content -> 'items'))`.as('line'),
      (join) => join.onTrue(),
    )
    .select([
      'report.ref as report',
      'report.title',
      'report.to_on as on',
      sql<Day>`coalesce((select max(happened_on) from report_step where report_step.report_id = report.id and report_step.step = 'submitted'
        and report_step.archived_at is null), report_snapshot.taken_at::date)`.as('submitted'),
      sql<string>`line.said ->> 'ref'`.as('item'),
      sql<number | null>`(line.said ->> 'percent')::numeric`.as('percent'),
      sql<Status | null>`line.said ->> 'status'`.as('status'),
      sql<Around['reported'][number]['ends']>`coalesce(line.said -> 'ends', '[]')`.as('ends'),
    ])
    .where('report.archived_at', 'is', null)
    .where('report.state', 'in', ['submitted', 'acknowledged'])
    .where(mayReadReport(actor))
    .where(mayReadReview(actor))
    .where(
      sql<SqlBool>`report.review_id in (select review_id from plan_item where ${among('plan_item.id', scope.items)})
        and line.said ->> 'ref' in (select ref from plan_item where ${among('plan_item.id', scope.items)})`,
    )
    .orderBy('report.to_on')
    .orderBy('report.id'),
  opened: (db as AnyReads)
    .selectFrom('audit_change')
    .innerJoin('audit', 'audit.id', 'audit_change.audit_id')
    .select([
      sql<string>`audit_change.table_name`.as('table'),
      sql<number>`audit_change.row_id`.as('id'),
      sql<string>`max(audit.at)`.as('at'),
    ])
    .where(
      sql<SqlBool>`(audit_change.table_name, audit_change.row_id) in (
        select 'plan_item', plan_item.id from plan_item where ${among('plan_item.id', scope.items)}
        union all select 'review', recommendation.review_id from recommendation where ${among('recommendation.id', scope.recommendations)})`,
    )
    .where(
      sql<SqlBool>`audit_change.after ->> 'state' <> 'draft' and (audit_change.op = 'insert' or audit_change.before ->> 'state' = 'draft')`,
    )
    .groupBy(['audit_change.table_name', 'audit_change.row_id']),
});
