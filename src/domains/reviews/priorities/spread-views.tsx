import { ChartView } from '../../../platform/charts/chart-view.tsx';
import { spread as spreadChart } from '../../../platform/charts/charts.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Spread as SpreadLine } from '../../../platform/ui/figures/figures.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { ShortText } from '../recommendations/views.tsx';
import { disagreement, mediansOf, type Range, suggestedLevel } from './priority.ts';
import type { Round, SheetRow } from './queries.ts';

export const SpreadTable = ({
  v,
  round,
  rows,
  before,
}: {
  v: Visit;
  round: Round;
  rows: readonly SheetRow[];
  before: readonly SheetRow[];
}) => {
  const { t } = v;
  const earlier = new Map(before.map((row) => [row.id, row.spread]));
  const names = round.may_manage || round.is_scorer;
  return (
    <Table
      caption={t('priority.spread')}
      captionHidden
      columns={[
        { label: t('priority.recommendation') },
        { label: t('priority.urgency') },
        { label: t('priority.importance') },
        ...(before.length > 0 ? [{ label: t('priority.before') }] : []),
        { label: t('priority.answered'), number: true },
        ...(names ? [{ label: t('priority.notAnswered') }] : []),
        { label: t('priority.suggested') },
      ]}
      rows={byDisagreement(rows).map((row) => {
        const old = earlier.get(row.id);
        return [
          <a href={round.is_scorer || round.may_manage ? `/rounds/${round.id}/scores/${row.ref}` : `/recommendations/${row.ref}`}>
            <span class="reference">{row.ref}</span> <ShortText v={v} text={row.title} />
          </a>,
          row.spread ? <InWords v={v} range={row.spread.urgency} /> : <Unseen v={v} round={round} row={row} />,
          row.spread && <InWords v={v} range={row.spread.importance} />,
          ...(before.length > 0
            ? [
                old &&
                  t('priority.medians', {
                    urgency: t.number(old.urgency.median),
                    importance: t.number(old.importance.median),
                    level: t(`priority.${suggestedLevel(mediansOf(old))}`),
                  }),
              ]
            : []),
          t('priority.answeredOf', { answered: Number(row.answered), scorers: Number(row.scorers) }),
          ...(names ? [<Missing v={v} row={row} />] : []),
          row.spread && t(`priority.${suggestedLevel(mediansOf(row.spread))}`),
        ];
      })}
    />
  );
};

/** Recommendations by disagreement, those of which the reader may see nothing last. */
export const byDisagreement = (rows: readonly SheetRow[]): SheetRow[] =>
  [...rows].sort((a, b) => (b.spread ? disagreement(b.spread) : -1) - (a.spread ? disagreement(a.spread) : -1) || a.position - b.position);

const InWords = ({ v, range }: { v: Visit; range: Range }) => (
  <SpreadLine
    t={v.t}
    from={1}
    to={4}
    {...range}
    words={{ low: v.t.number(range.low), median: v.t.number(range.median), high: v.t.number(range.high) }}
  />
);

/** Why there is no spread to see. */
const Unseen = ({ v, round, row }: { v: Visit; round: Round; row: SheetRow }) => {
  const ownFirst = round.is_scorer && !round.over && !row.own;
  return (
    <span class="quiet">
      {v.t(ownFirst ? 'priority.afterOwn' : Number(row.answered) === 0 ? 'priority.nobodyYet' : 'priority.forScorers')}
    </span>
  );
};

/** All of them are listed once, below: a row that nobody has scored need not name everybody. */
const Missing = ({ v, row }: { v: Visit; row: SheetRow }) =>
  row.missing && row.missing.length > 0 && Number(row.answered) > 0 ? (
    <span class="small">
      {v.t.list(row.missing.map((one) => (one.body ? v.t('priority.nameOfBody', { name: one.name, body: one.body }) : one.name)))}
    </span>
  ) : null;

/** Both scales drawn, with the same figures as tables. */
export const SpreadCharts = ({ v, rows }: { v: Visit; rows: readonly SheetRow[] }) => {
  const seen = rows.filter((row) => row.spread);
  if (seen.length === 0) return null;
  return (
    <>
      {(['urgency', 'importance'] as const).map((side) => (
        <SpreadChart v={v} side={side} rows={seen} />
      ))}
    </>
  );
};

const SpreadChart = ({ v, side, rows }: { v: Visit; side: 'urgency' | 'importance'; rows: readonly SheetRow[] }) => {
  const { t } = v;
  const figure = spreadChart({
    title: t(`priority.chart.${side}`),
    language: v.language,
    rowTitle: t('priority.recommendation'),
    rows: rows.map((row) => ({
      label: `${row.number} ${textIn(row.title, v.languages).text}`,
      ...(row.spread?.[side] ?? { low: 1, median: 1, high: 1 }),
      n: Number(row.answered),
    })),
    words: { low: t('priority.lowest'), median: t('priority.median'), high: t('priority.highest'), n: t('priority.answered') },
    scale: [1, 4],
  });
  return <ChartView figure={figure} asTable={t('priority.asTable')} />;
};
