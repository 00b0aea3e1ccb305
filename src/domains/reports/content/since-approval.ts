import { sql } from 'kysely';
import { visitor } from '../../../platform/access/actor.ts';
import type { AnyReads, Instant, Reads } from '../../../platform/db/tables.ts';
import { planAsAt } from '../../plans/index.ts';
import type { WholeReport } from '../report/queries.ts';
import type { Tables } from '../tables.ts';
import { type Content, changesIn, type Row } from './content.ts';
import { beforeOf, endsIn } from './draw.ts';

export interface SinceApproval {
  approvedAt: Instant;
  /** Lines that read otherwise than those who approved the report saw them; `before` is what they saw, null for a line that is new. */
  changed: Row[];
}

/**
 * What changed in the figures after the report was approved: a report is drawn as at the end of its period, so that whatever is written
 * between an approval before that and the submission still moves it. Undefined for a report that nobody approved.
 */
export const sinceApproval = async (
  db: Reads<Tables>,
  report: Pick<WholeReport, 'id' | 'review_id'>,
  content: Content,
): Promise<SinceApproval | undefined> => {
  const approvedAt = await approvalOf(db, report.id);
  if (!approvedAt) return undefined;
  if (approvedAt.slice(0, 10) > content.asAt) return { approvedAt, changed: [] };
  const items = await planAsAt(db as unknown as AnyReads, visitor, approvedAt, { review: report.review_id });
  const then = new Map(items.map((item) => [item.ref, item]));
  const rows = content.items.map((row): Row => {
    const item = then.get(row.ref);
    const before = item && { percent: item.percent, status: item.status, startsOn: item.starts_on, ends: endsIn(item) };
    return { ...row, before: beforeOf(before) };
  });
  const both = { periods: [content.report, content.report] };
  return { approvedAt, changed: rows.filter((row) => changesIn(row, both).length > 0) };
};

/** When the last approval was written down, whatever day it names. */
const approvalOf = async (db: Reads<Tables>, report: number): Promise<Instant | undefined> => {
  const step = await db
    .selectFrom('report_step')
    .select(
      sql<Instant>`(select to_char(audit.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') from audit_change
        join audit on audit.id = audit_change.audit_id
        where audit_change.table_name = 'report_step' and audit_change.row_id = report_step.id and audit_change.op = 'insert')`.as('at'),
    )
    .where('report_id', '=', report)
    .where('step', '=', 'approved')
    .where('archived_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return step?.at;
};
