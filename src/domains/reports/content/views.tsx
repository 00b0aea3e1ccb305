import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Visit } from '../../../platform/http/visit.ts';
import { directionOf } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { Stat, Stats } from '../../../platform/ui/figures/figures.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { Mark, StatusChip } from '../../../platform/ui/status/status.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { statusShape, statusTone } from '../../plans/index.ts';
import {
  type Before,
  type Content,
  doneInside,
  type FigureName,
  goalRows,
  isComparable,
  issuesOf,
  nextSteps,
  type Part,
  type Row,
  rowsOf,
} from './content.ts';
import { progressFigures } from './figure.ts';
import { proseBlocks } from './prose.ts';
import { changeWords, endsOf, nameOf, statusLines } from './words.ts';

/** A text with its paragraphs and lists, in its own language and direction. */
export const ReportText = ({ v, text, inCell }: { v: Visit; text: Texts; inCell?: boolean }) => {
  const shown = textIn(text, v.languages);
  const own = shown.language === v.language ? {} : { lang: shown.language, dir: directionOf(shown.language) };
  return (
    <div class={inCell ? 'flow' : 'prose'} {...own}>
      {proseBlocks(shown.text).map((block) =>
        typeof block === 'string' ? (
          <p>{block}</p>
        ) : (
          <ul>
            {block.map((item) => (
              <li>{item}</li>
            ))}
          </ul>
        ),
      )}
    </div>
  );
};

export const RowName = ({ v, row, href }: { v: Visit; row: Pick<Row, 'number' | 'title'>; href?: string | undefined }) => {
  const { text, language } = textIn(row.title, v.languages);
  const name = (
    <>
      {row.number && `${row.number}. `}
      <InLanguage page={v.language} text={text} language={language} />
    </>
  );
  return href ? <a href={href}>{name}</a> : name;
};

/** One chip a part, each with its percent. */
export const StatusLines = ({ v, row }: { v: Visit; row: Before }) => (
  <>
    {statusLines(v, row).map(({ status, text }) =>
      status ? (
        <div>
          <StatusChip tone={statusTone[status]} shape={statusShape[status]} label={text} />
        </div>
      ) : (
        <span class="quiet">{text}</span>
      ),
    )}
  </>
);

export const Ends = ({ v, row }: { v: Visit; row: Pick<Row, 'ends'> }) => (
  <>
    {endsOf(v, row).map((end) => (
      <div>{end}</div>
    ))}
  </>
);

const Changes = ({ v, row, content }: { v: Visit; row: Row; content: Content }) => (
  <>
    {changeWords(v, row, content).map(({ text }) => (
      <div>
        <Mark tone="attention">{text}</Mark>
      </div>
    ))}
  </>
);

/** The figures of the report; each leads to the rows that it counts. */
export const Figures = ({ v, content, base }: { v: Visit; content: Content; base: string }) => {
  const { t } = v;
  const shown: FigureName[] = [
    'issues',
    'completed',
    'open',
    'overdue',
    ...(isComparable(content) ? (['changed'] as const) : []),
    ...(rowsOf(content, 'actions').length > 0 ? (['actionsCompleted'] as const) : []),
  ];
  return (
    <Stats>
      {shown.map((name) => (
        <Stat
          t={t}
          label={t(`report.figure.${name}`)}
          figure={t.number(rowsOf(content, name).length)}
          href={`${base}/rows?figure=${name}`}
          definition={t(`report.definition.${name}`)}
        />
      ))}
    </Stats>
  );
};

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

/** Rows as they stood, with what each is part of. `present` are those that the plan still has for this reader. */
export const RowsTable = ({
  v,
  content,
  rows,
  present,
  caption,
}: {
  v: Visit;
  content: Content;
  rows: readonly Row[];
  present: ReadonlySet<string>;
  caption: string;
}) => {
  const { t } = v;
  return (
    <Table
      caption={caption}
      captionHidden
      columns={[
        { label: t('report.what') },
        { label: t('plan.kind') },
        { label: t('plan.startsOn'), nowrap: true },
        { label: t('plan.proposedEnd') },
        { label: t('plan.status') },
        { label: t('report.before') },
        { label: t('report.inPlan') },
      ]}
      rows={rows.map((row) => [
        nameOf(v, row),
        t(`plan.kind.${row.kind}`),
        row.startsOn ? t.day(row.startsOn) : '–',
        <Ends v={v} row={row} />,
        <StatusLines v={v} row={row} />,
        row.before ? (
          <Changes v={v} row={row} content={content} />
        ) : content.periods.length > 1 ? (
          <Mark>{t('report.change.new')}</Mark>
        ) : (
          '–'
        ),
        present.has(row.ref) ? <a href={`/plans/items/${row.ref}`}>{row.ref}</a> : row.ref,
      ])}
    />
  );
};
