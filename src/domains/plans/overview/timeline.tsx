import type { Visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { daysBetween } from '../items/item.ts';
import { dayOf } from '../items/words.ts';
import { inTree, type Listed } from './queries.ts';
import type { Scope } from './scope.ts';
import { type Bar, barOf, type Place, Row, rounded } from './timeline-row.tsx';

/**
 * Bars from start to end with the first promised end beside them, milestones as diamonds, a line for today; and the same as a table. Without
 * a period of its own it always reaches to today. Where people read from the right, time runs from the right.
 */
export const Timeline = ({ v, items, between }: { v: Visit; items: readonly Listed[]; between: Pick<Scope, 'from' | 'to'> }) => {
  const { t } = v;
  const bars = inTree(items).flatMap(({ item, depth }) => barOf(item, depth, v.today));
  if (bars.length === 0) return <p class="quiet">{t('plan.timelineNone')}</p>;
  const days = [...bars.flatMap((bar) => [bar.from, bar.to, bar.baseline]), ...(between.from || between.to ? [] : [v.today])].sort();
  const first = between.from || (days[0] as string);
  const last = between.to || (days.at(-1) as string);
  const span = Math.max(1, daysBetween(first, last));
  // A little room on either side, for what stands about its day.
  const forward = (day: string) => 2 + (Math.min(Math.max(daysBetween(first, day), 0), span) / span) * 96;
  const place: Place = (day) => rounded(t.direction === 'rtl' ? 100 - forward(day) : forward(day));
  return (
    <>
      <section class="days" aria-label={t('plan.timeline')}>
        <Scale v={v} years={yearsBetween(first, last)} today={v.today >= first && v.today <= last} place={place} />
        <ul>
          {bars.map((bar) => (
            <Row v={v} bar={bar} place={place} />
          ))}
        </ul>
      </section>
      <p class="small quiet">{t('plan.timelineAlt')}</p>
      <Disclosure summary={t('plan.timelineTable')}>
        <Twin v={v} bars={bars} />
      </Disclosure>
    </>
  );
};

/** The years with their lines through all rows, and today. On narrow screens only some of the years have room for their words. */
const Scale = ({ v, years, today, place }: { v: Visit; years: readonly string[]; today: boolean; place: Place }) => {
  const each = Math.ceil(years.length / 5);
  const now = place(v.today);
  // At an end of the scale a word in the middle of its line would stand out of the page.
  const anchor = now < 8 ? 'start' : now > 92 ? 'end' : 'middle';
  return (
    <>
      <svg class="days-axis" aria-hidden="true">
        <defs>
          <pattern id="late" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path class="chart-stroke-ink" d="M0 0V5" stroke-width="1.5" />
          </pattern>
        </defs>
        {years.map((year, at) => (
          <text
            class={at % each === 0 ? 'chart-fill-ink' : 'chart-fill-ink days-between'}
            x={`${place(year)}%`}
            y="31"
            text-anchor="middle"
          >
            {year.slice(0, 4)}
          </text>
        ))}
        {today && (
          <text class="chart-fill-ink" x={`${now}%`} y="13" text-anchor={anchor} font-weight="600">
            {v.t('plan.today')}
          </text>
        )}
      </svg>
      <svg class="days-lines" aria-hidden="true">
        {years.map((year) => (
          <line class="chart-stroke-line" x1={`${place(year)}%`} x2={`${place(year)}%`} y2="100%" />
        ))}
        {today && <line class="chart-stroke-ink" x1={`${now}%`} x2={`${now}%`} y2="100%" stroke-width="1.5" stroke-dasharray="4 3" />}
      </svg>
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
        item.parts.some((part) => part.baseline_on) ? t.day(baseline) : '–',
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
