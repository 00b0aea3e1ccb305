import type { Visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { daysBetween } from '../items/item.ts';
import { dayOf } from '../items/words.ts';
import type { Listed } from './queries.ts';

const width = 960;
const names = 330;
const height = 26;
const head = 24;

interface Bar {
  item: Listed;
  from: string;
  to: string;
  baseline: string;
}

/** Bars from start to end with the first promised end beside them, milestones as diamonds, a line for today; and the same as a table. */
export const Timeline = ({ v, items }: { v: Visit; items: readonly Listed[] }) => {
  const { t } = v;
  const bars = items.flatMap(barOf);
  if (bars.length === 0) return <p class="quiet">{t('plan.timelineNone')}</p>;
  const days = bars.flatMap((bar) => [bar.from, bar.to, bar.baseline]).sort();
  const first = days[0] as string;
  const span = Math.max(1, daysBetween(first, days.at(-1) as string));
  const x = (day: string) => Math.round((names + (daysBetween(first, day) / span) * (width - names - 12)) * 10) / 10;
  const tall = head + bars.length * height + 6;
  const years = yearsBetween(first, days.at(-1) as string);
  const today = v.today >= first && v.today <= (days.at(-1) as string) ? x(v.today) : null;
  return (
    <>
      <section class="region" aria-label={t('plan.timeline')} tabindex={0}>
        <svg
          class="chart"
          role="img"
          aria-label={t('plan.timelineAlt')}
          viewBox={`0 0 ${width} ${tall}`}
          width={String(width)}
          height={String(tall)}
          direction="ltr"
          font-size="12"
          fill="#1c1c1c"
        >
          {years.map((year) => (
            <>
              <line class="chart-stroke-line" x1={x(year)} x2={x(year)} y1={head - 6} y2={tall} stroke="#ccc" />
              <text class="chart-fill-ink" x={x(year) + 3} y={head - 10}>
                {year.slice(0, 4)}
              </text>
            </>
          ))}
          {bars.map((bar, at) => (
            <Row v={v} bar={bar} y={head + at * height} x={x} />
          ))}
          {today !== null && (
            <>
              <line
                class="chart-stroke-ink"
                x1={today}
                x2={today}
                y1={head - 6}
                y2={tall}
                stroke="#1c1c1c"
                stroke-width="1.5"
                stroke-dasharray="4 3"
              />
              <text class="chart-fill-ink" x={today} y={head - 10} text-anchor="middle" font-weight="600">
                {t('plan.today')}
              </text>
            </>
          )}
        </svg>
      </section>
      <p class="small quiet">{t('plan.timelineAlt')}</p>
      <Disclosure summary={t('plan.timelineTable')}>
        <Table
          caption={t('plan.timeline')}
          captionHidden
          columns={[
            { label: t('plan.issue') },
            { label: t('plan.startsOn'), nowrap: true },
            { label: t('plan.proposedEnd') },
            { label: t('plan.baseline'), nowrap: true },
            { label: t('plan.slip') },
          ]}
          rows={bars.map(({ item, to, baseline }) => [
            <a href={`/plans/items/${item.ref}`}>{textIn(item.title, v.languages).text}</a>,
            item.starts_on ? t.day(item.starts_on) : '–',
            item.parts.map((part) => `${part.label ? `${part.label}) ` : ''}${dayOf(part, t)}`).join('; ') || '–',
            t.day(baseline),
            to > baseline ? t('plan.slipDays', { days: daysBetween(baseline, to) }) : '–',
          ])}
        />
      </Disclosure>
    </>
  );
};

const Row = ({ v, bar, y, x }: { v: Visit; bar: Bar; y: number; x: (day: string) => number }) => {
  const { item, from, to, baseline } = bar;
  const name = textIn(item.title, v.languages).text;
  const label = `${item.number ? `${item.number}. ` : ''}${name}`;
  const middle = y + height / 2;
  const long = Math.max(3, x(to) - x(from));
  return (
    <>
      <a href={`/plans/items/${item.ref}`}>
        <text class="chart-fill-ink" x="0" y={middle + 4}>
          {label.length > 52 ? `${label.slice(0, 50)}…` : label}
        </text>
      </a>
      {item.kind === 'milestone' ? (
        <path class="chart-fill-ink" d={`M${x(to)} ${middle - 7}l7 7l-7 7l-7 -7z`} fill="#1c1c1c" />
      ) : (
        <>
          <rect
            class="chart-fill-paper chart-stroke-ink"
            x={x(from)}
            y={middle - 7}
            width={long}
            height="14"
            fill="#fff"
            stroke="#1c1c1c"
          />
          <rect class="chart-fill-1" x={x(from)} y={middle - 7} width={(long * (item.percent ?? 0)) / 100} height="14" fill="#1f6f78" />
        </>
      )}
      {baseline !== to && (
        <path
          class="chart-stroke-ink"
          d={`M${x(baseline)} ${middle - 10}v20M${x(baseline)} ${middle + 10}H${x(to)}`}
          fill="none"
          stroke="#1c1c1c"
          stroke-width="1.5"
        />
      )}
    </>
  );
};

const barOf = (item: Listed): Bar[] => {
  const ends = item.parts.flatMap((part) => part.ends_on ?? []).sort();
  const promised = item.parts.flatMap((part) => part.baseline_on ?? []).sort();
  const to = ends.at(-1) ?? item.ended_on ?? item.starts_on;
  if (!to) return [];
  return [{ item, from: item.starts_on && item.starts_on <= to ? item.starts_on : to, to, baseline: promised.at(-1) ?? to }];
};

const yearsBetween = (first: string, last: string): string[] => {
  const from = Number(first.slice(0, 4)) + 1;
  return Array.from({ length: Math.max(0, Number(last.slice(0, 4)) - from + 1) }, (_, at) => `${from + at}-01-01`);
};
