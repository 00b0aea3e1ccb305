import { notFound } from '../../../platform/errors.ts';
import { type PageContext, type Visit, visit } from '../../../platform/http/visit.ts';
import { reportByRef, type WholeReport } from './queries.ts';

/** The report of the address, or *not found*. */
export const reportOf = async (c: PageContext): Promise<WholeReport> => {
  const v = visit(c);
  const ref = c.req.param('ref') ?? '';
  const report = await reportByRef(v.db, v.actor, ref);
  if (!report) throw notFound('report.notFound', { ref });
  return report;
};

export const trail = (v: Visit, report?: { ref: string }) => [
  { href: '/reports', label: v.t('report.all') },
  ...(report ? [{ href: `/reports/${report.ref}`, label: report.ref }] : []),
];

export const addressOf = (baseUrl: string, ref: string): string => `${baseUrl}/reports/${ref}`;
