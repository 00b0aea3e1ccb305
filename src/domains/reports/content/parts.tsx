import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { Mark } from '../../../platform/ui/status/status.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { type Content, doneInside, goalRows, issuesOf, nextSteps, type Part, type Row } from './content.ts';
import { progressFigures } from './figure.ts';
import { Changes, Ends, ReportText, RowName, StatusLines } from './views.tsx';
import { endsOf } from './words.ts';

/** What stands in a part beside its prose: a table, a figure, or how far the issue is. */
export const PartFigures = ({ v, content, part, base }: { v: Visit; content: Content; part: Part; base: string }): Child => {
  const View = views[part.kind];
  return <View v={v} content={content} part={part} base={base} />;
};

type Props = { v: Visit; content: Content; part: Part; base: string };

/** To the issue's own section where it has one, otherwise to its row. */
const doorOf = (content: Content, row: Row, base: string): string =>
  content.sections.some((part) => part.item === row.ref) ? `${base}#${row.ref}` : `${base}/rows?item=${row.ref}`;

const Overview = ({ v, content, base }: Props) => {
  const { t } = v;
  return (
    <Table
      caption={t('report.overviewTitle', { day: t.day(content.asAt) })}
      columns={[
        { label: t('report.issue') },
        { label: t('plan.startsOn'), nowrap: true },
        { label: t('plan.proposedEnd') },
        { label: t('plan.status') },
        { label: t('plan.note') },
      ]}
      rows={issuesOf(content).map((row) => [
        <RowName v={v} row={row} href={doorOf(content, row, base)} />,
        row.startsOn ? t.day(row.startsOn) : '–',
        <Ends v={v} row={row} />,
        <>
          <StatusLines v={v} row={row} />
          <Changes v={v} row={row} content={content} />
        </>,
        row.note && <ReportText v={v} text={row.note} inCell />,
      ])}
    />
  );
};

const Progress = ({ v, content }: Props) => (
  <>
    {progressFigures(v, content).map((figure) => (
      <figure>
        {raw(figure.svg)}
        <figcaption class="small">{figure.caption}</figcaption>
        {figure.table && (
          <Disclosure summary={v.t('report.asTable')}>
            <Table
              caption={figure.caption}
              captionHidden
              columns={figure.table.header.map((cell, at) => ({ label: cell.text, number: at > 0 }))}
              rows={figure.table.rows.map((cells) => cells.map((cell) => cell.text))}
            />
          </Disclosure>
        )}
      </figure>
    ))}
  </>
);

const Issue = ({ v, content, part, base }: Props) => {
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

const Metrics = ({ v, content, base }: Props) => {
  const { t } = v;
  return (
    <Table
      caption={t('report.metricsTitle')}
      columns={[{ label: t('report.issue') }, { label: t('report.activitiesDone') }, { label: t('plan.metrics') }]}
      rows={issuesOf(content).map((row) => {
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
          row.metrics ? <ReportText v={v} text={row.metrics} inCell /> : '–',
        ];
      })}
    />
  );
};

const Goals = ({ v, content, base }: Props) => {
  const { t } = v;
  const rows = goalRows(content);
  if (rows.length === 0) return <p class="quiet">{t('report.noGoals')}</p>;
  return (
    <Table
      caption={t('report.goalsTitle')}
      columns={[{ label: t('plan.workstream') }, { label: t('plan.goal') }, { label: t('plan.status') }]}
      rows={rows.map((row) => [
        row.workstream ? textIn(row.workstream, v.languages).text : <RowName v={v} row={row} href={doorOf(content, row, base)} />,
        row.goal ? <ReportText v={v} text={row.goal} inCell /> : <RowName v={v} row={row} href={doorOf(content, row, base)} />,
        <StatusLines v={v} row={row} />,
      ])}
    />
  );
};

const NextSteps = ({ v, content, part, base }: Props) => {
  const { t } = v;
  const rows = nextSteps(content).filter(({ row }) => !part.leftOut.includes(row.ref));
  if (rows.length === 0) return <p class="quiet">{t('report.nothingNext')}</p>;
  return (
    <Table
      caption={t('report.nextTitle')}
      columns={[{ label: t('report.what') }, { label: t('report.by'), nowrap: true }, { label: t('plan.status') }]}
      rows={rows.map(({ row, due }) => [
        <RowName v={v} row={row} href={`${base}/rows?item=${row.ref}`} />,
        due ? t.day(due) : t('report.noDay'),
        <StatusLines v={v} row={row} />,
      ])}
    />
  );
};

const views: Record<Part['kind'], (props: Props) => Child> = {
  prose: () => null,
  overview: Overview,
  figure: Progress,
  issue: Issue,
  metrics: Metrics,
  goals: Goals,
  nextSteps: NextSteps,
};
