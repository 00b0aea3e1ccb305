import type { Child } from 'hono/jsx';
import { GroupedBarsView } from '../../../platform/charts/grouped-bars-view.tsx';
import type { Visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Mark } from '../../../platform/ui/status/status.tsx';
import { Table, type TableProps } from '../../../platform/ui/table/table.tsx';
import { byWorkstream, type Content, doneInside, goalRows, issuesOf, nextSteps, type Part } from './content.ts';
import { progressCharts } from './figure.ts';
import { doorOf } from './long.ts';
import { CellText, Changes, Ends, RowName, StatusLines } from './views.tsx';
import { endsOf } from './words.ts';

/** What stands in a part beside its prose: a table, a figure, or how far the issue is. */
export const PartFigures = (props: PartProps): Child => {
  const View = views[props.part.kind];
  return <View {...props} />;
};

export interface PartProps {
  v: Visit;
  content: Content;
  part: Part;
  base: string;
  /** Where only its beginning stands here: how many rows, and the page on which it is whole. */
  begun?: { rows: number; whole: string } | undefined;
}

/** A table whose rows are those of the plan; where it only begins here, it leads to the whole. */
const Lines = <One,>({
  v,
  begun,
  of,
  line,
  ...table
}: Pick<PartProps, 'v' | 'begun'> & Pick<TableProps, 'caption' | 'columns'> & { of: readonly One[]; line: (one: One) => Child[] }) => (
  <>
    <Table {...table} rows={of.slice(0, begun?.rows).map(line)} />
    {begun && of.length > begun.rows && (
      <p>
        <a href={begun.whole}>{v.t('report.allLines', { count: of.length })}</a>
      </p>
    )}
  </>
);

const Overview = ({ v, content, base, begun }: PartProps) => {
  const { t } = v;
  return (
    <Lines
      v={v}
      begun={begun}
      caption={t('report.overviewTitle', { day: t.day(content.asAt) })}
      columns={[
        { label: t('report.issue') },
        { label: t('plan.startsOn'), nowrap: true },
        { label: t('plan.proposedEnd') },
        { label: t('plan.status') },
        { label: t('plan.note') },
      ]}
      of={issuesOf(content)}
      line={(row) => [
        <RowName v={v} row={row} href={doorOf(content, row, base)} />,
        row.startsOn ? t.day(row.startsOn) : '–',
        <Ends v={v} row={row} />,
        <>
          <StatusLines v={v} row={row} />
          <Changes v={v} row={row} content={content} />
        </>,
        row.note && <CellText v={v} text={row.note} />,
      ]}
    />
  );
};

const Progress = ({ v, content, begun }: PartProps) => {
  const charts = progressCharts(v, content);
  return (
    <>
      {charts.slice(0, begun && 1).map((chart) => (
        <GroupedBarsView chart={chart} asTable={v.t('report.asTable')} />
      ))}
      {begun && charts.length > 1 && (
        <p>
          <a href={begun.whole}>{v.t('report.allFigures', { count: charts.length })}</a>
        </p>
      )}
    </>
  );
};

const Issue = ({ v, content, part, base }: PartProps) => {
  const row = content.items.find(({ ref }) => ref === part.item);
  if (!row) return null;
  const inside = content.items.filter((one) => one.parent === row.ref).length;
  return (
    <div class="row small">
      <a class="reference" href={`${base}/rows?item=${row.ref}`}>
        {row.ref}
      </a>
      <StatusLines v={v} row={row} />
      {(row.claim === 'claimed' || row.claim === 'verified') && <Mark>{v.t(`closure.state.${row.claim}`)}</Mark>}
      {row.ends.length > 0 && (
        <span class="quiet">
          {v.t('plan.proposedEnd')}: {endsOf(v, row).join('; ')}
        </span>
      )}
      {inside > 0 && (
        <a href={`${base}/rows?item=${row.ref}`}>{v.t('report.inside', { done: doneInside(content, row).length, count: inside })}</a>
      )}
      <Changes v={v} row={row} content={content} />
    </div>
  );
};

const Metrics = ({ v, content, base, begun }: PartProps) => {
  const { t } = v;
  return (
    <Lines
      v={v}
      begun={begun}
      caption={t('report.metricsTitle')}
      columns={[{ label: t('report.issue') }, { label: t('report.activitiesDone') }, { label: t('plan.metrics') }]}
      of={issuesOf(content)}
      line={(row) => {
        const done = doneInside(content, row);
        return [
          <RowName v={v} row={row} href={doorOf(content, row, base)} />,
          done.length > 0 ? (
            <ul>
              {done.map((one) => (
                <li>
                  <RowName v={v} row={one} href={`${base}/rows?item=${one.ref}`} />
                </li>
              ))}
            </ul>
          ) : (
            '–'
          ),
          row.metrics ? <CellText v={v} text={row.metrics} /> : '–',
        ];
      }}
    />
  );
};

const Goals = ({ v, content, base, begun }: PartProps) => {
  const { t } = v;
  const rows = goalRows(content);
  if (rows.length === 0) return <p class="quiet">{t('report.noGoals')}</p>;
  return (
    <Lines
      v={v}
      begun={begun}
      caption={t('report.goalsTitle')}
      columns={[
        { label: t(byWorkstream(content) ? 'plan.workstream' : 'report.issue') },
        { label: t('plan.goal') },
        { label: t('plan.status') },
      ]}
      of={rows}
      line={(row) => [
        row.workstream ? textIn(row.workstream, v.languages).text : <RowName v={v} row={row} href={doorOf(content, row, base)} />,
        row.goal ? <CellText v={v} text={row.goal} /> : <RowName v={v} row={row} href={doorOf(content, row, base)} />,
        <StatusLines v={v} row={row} />,
      ]}
    />
  );
};

const NextSteps = ({ v, content, part, base, begun }: PartProps) => {
  const { t } = v;
  const rows = nextSteps(content).filter(({ row }) => !part.leftOut.includes(row.ref));
  if (rows.length === 0) return <p class="quiet">{t('report.nothingNext')}</p>;
  return (
    <Lines
      v={v}
      begun={begun}
      caption={t('report.nextTitle')}
      columns={[{ label: t('report.what') }, { label: t('report.by'), nowrap: true }, { label: t('plan.status') }]}
      of={rows}
      line={({ row, due }) => [
        <RowName v={v} row={row} href={`${base}/rows?item=${row.ref}`} />,
        due ? t.day(due) : t('report.noDay'),
        <StatusLines v={v} row={row} />,
      ]}
    />
  );
};

const views: Record<Part['kind'], (props: PartProps) => Child> = {
  prose: () => null,
  overview: Overview,
  figure: Progress,
  issue: Issue,
  metrics: Metrics,
  goals: Goals,
  nextSteps: NextSteps,
};
