import type { Visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { daysBetween } from '../items/item.ts';
import { dayOf } from '../items/words.ts';
import { inTree, type Listed } from './queries.ts';
import type { Scope } from './scope.ts';
import { type Bar, barOf, head, height, names, Row, width } from './timeline-row.tsx';

/**
 * Bars from start to end with the first promised end beside them, milestones as diamonds, a line for today; and the same as a table. Without
 * a period of its own it always reaches to today. Where people read from the right, time runs from the right.
 */
export const Timeline = ({ v, items, between }: { v: Visit; items: readonly Listed[]; between: Pick<Scope, 'from' | 'to'> }) => {
  const { t } = v;
  const bars = inTree(items).flatMap(({ item, depth }) => barOf(item, depth));
  if (bars.length === 0) return <p class="quiet">{t('plan.timelineNone')}</p>;
  const days = [...bars.flatMap((bar) => [bar.from, bar.to, bar.baseline]), ...(between.from || between.to ? [] : [v.today])].sort();
  const first = between.from || (days[0] as string);
  const last = between.to || (days.at(-1) as string);
  const span = Math.max(1, daysBetween(first, last));
  const mirrored = t.direction === 'rtl';
  const forward = (day: string) => names + (Math.min(Math.max(daysBetween(first, day), 0), span) / span) * (width - names - 70);
  const x = (day: string) => Math.round((mirrored ? width - forward(day) : forward(day)) * 10) / 10;
  const tall = head + bars.length * height + 6;
  const today = v.today >= first && v.today <= last ? x(v.today) : null;
  return (
    <>
      <section class="region" aria-label={t('plan.timeline')} tabindex={0}>
        <svg class="chart chart-days" viewBox={`0 0 ${width} ${tall}`} font-size="13" fill="#1c1c1c">
          <title>{t('plan.timeline')}</title>
          <defs>
            <pattern id="late" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <path class="chart-stroke-ink" d="M0 0V5" stroke="#1c1c1c" stroke-width="1.5" />
            </pattern>
          </defs>
          {yearsBetween(first, last).map((year) => (
            <>
              <path class="chart-stroke-line" d={`M${x(year)} ${head - 8}V${tall}`} stroke="#ccc" />
              <text class="chart-fill-ink" x={x(year)} y={head - 12} text-anchor="middle">
                {year.slice(0, 4)}
              </text>
            </>
          ))}
          {today !== null && (
            <>
              <path class="chart-stroke-ink" d={`M${today} 18V${tall}`} stroke="#1c1c1c" stroke-width="1.5" stroke-dasharray="4 3" />
              <text class="chart-fill-ink" x={today} y="13" text-anchor="middle" font-weight="600">
                {t('plan.today')}
              </text>
            </>
          )}
          {bars.map((bar, at) => (
            <Row v={v} bar={bar} y={head + at * height} x={x} mirrored={mirrored} />
          ))}
        </svg>
      </section>
      <p class="small quiet">{t('plan.timelineAlt')}</p>
      <Disclosure summary={t('plan.timelineTable')}>
        <Twin v={v} bars={bars} />
      </Disclosure>
    </>
  );
};

const Twin = ({ v, bars }: { v: Visit; bars: readonly Bar[] }) => {
  const { t } = v;
  return (
    <Table
      caption={t('plan.timeline')}
      captionHidden
      columns={[
        { label: t('plan.issue') },
        { label: t('plan.startsOn'), nowrap: true },
        { label: t('plan.proposedEnd') },
        { label: t('plan.baseline'), nowrap: true },
        { label: t('plan.slip') },
        { label: t('plan.status') },
      ]}
      rows={bars.map(({ item, to, baseline }) => [
        <a href={`/plans/items/${item.ref}`}>{textIn(item.title, v.languages).text}</a>,
        item.starts_on ? t.day(item.starts_on) : '–',
        item.parts.map((part) => `${part.label ? `${part.label}) ` : ''}${dayOf(part, t)}`).join('; ') || '–',
        t.day(baseline),
        to > baseline ? t('plan.slipDays', { days: daysBetween(baseline, to) }) : '–',
        t(`plan.status.${item.status}`),
      ])}
    />
  );
};

/** The first days of the years between, at most a dozen of them. */
const yearsBetween = (first: string, last: string): string[] => {
  const from = Number(first.slice(0, 4)) + 1;
  const count = Math.max(0, Number(last.slice(0, 4)) - from + 1);
  const step = Math.ceil(count / 12) || 1;
  return Array.from({ length: Math.ceil(count / step) }, (_, at) => `${from + at * step}-01-01`);
};
