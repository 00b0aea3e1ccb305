import { show } from '../../../platform/http/show.tsx';
import { type PageContext, type Visit, visit } from '../../../platform/http/visit.ts';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { changesIn, isComparable, issuesOf, type Row } from '../content/content.ts';
import { type SinceApproval, sinceApproval } from '../content/since-approval.ts';
import { Ends, RowName, StatusLines } from '../content/views.tsx';
import { trail } from './here.ts';
import type { WholeReport } from './queries.ts';
import { readReport } from './read.ts';

/** What changed since the report before, and since the report was approved: line by line, before and now. */
export const changesPage = async (c: PageContext, report: WholeReport) => {
  const v = visit(c);
  const { t } = v;
  const { content } = await readReport(v.db, v.actor, report);
  const after = await sinceApproval(v.db, report, content);
  const earlier = content.periods.at(-2);
  const base = `/reports/${report.ref}`;
  const changed = issuesOf(content).filter((row) => changesIn(row, content).length > 0);
  const title = earlier ? t('report.changesSince', { ref: earlier.ref }) : t('report.noEarlier');
  return show(
    c,
    { title: `${title} · ${report.ref}`, breadcrumbs: trail(v, report) },
    <>
      <PageTitle title={title} lead={earlier && t('report.fromTo', { from: t.day(earlier.to), to: t.day(content.report.to) })} />
      {!earlier ? (
        <p>
          <a href={base}>{report.ref}</a>
        </p>
      ) : changed.length === 0 ? (
        <EmptyState title={t(isComparable(content) ? 'report.nothingChanged' : 'report.notComparable')} />
      ) : (
        <Changed v={v} base={base} rows={changed} caption={title} />
      )}
      {earlier && (
        <p class="small">
          <a href={`/reports/${earlier.ref}`}>{earlier.ref}</a>
        </p>
      )}
      {after && <AfterApproval v={v} base={base} after={after} />}
    </>,
  );
};

const AfterApproval = ({ v, base, after }: { v: Visit; base: string; after: SinceApproval }) => {
  const { t } = v;
  return (
    <Section id="since-approval" title={t('report.afterApproval')}>
      <p class="small quiet">{t('report.afterApprovalLead', { day: t.day(after.approvedAt.slice(0, 10)) })}</p>
      {after.changed.length === 0 ? (
        <p>{t('report.nothingChanged')}</p>
      ) : (
        <Changed v={v} base={base} rows={after.changed} caption={t('report.afterApproval')} />
      )}
    </Section>
  );
};

const Changed = ({ v, base, rows, caption }: { v: Visit; base: string; rows: readonly Row[]; caption: string }) => {
  const { t } = v;
  return (
    <Table
      caption={caption}
      captionHidden
      columns={[
        { label: t('report.issue') },
        { label: t('report.before') },
        { label: t('report.now') },
        { label: t('report.endsBefore') },
        { label: t('report.endsNow') },
      ]}
      rows={rows.map((row) => [
        <RowName v={v} row={row} href={`${base}/rows?item=${row.ref}`} />,
        row.before ? <StatusLines v={v} row={row.before} /> : t('report.change.new'),
        <StatusLines v={v} row={row} />,
        row.before ? <Ends v={v} row={row.before} /> : '–',
        <Ends v={v} row={row} />,
      ])}
    />
  );
};
