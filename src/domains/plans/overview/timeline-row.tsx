import type { Visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { daysBetween, endless } from '../items/item.ts';
import type { Listed } from './queries.ts';

export const width = 1136;
export const names = 380;
export const height = 26;
export const head = 44;

export interface Bar {
  item: Listed;
  depth: number;
  from: string;
  to: string;
  baseline: string;
}

export const barOf = (item: Listed, depth: number): Bar[] => {
  const ends = item.parts.flatMap((part) => part.ends_on ?? []).sort();
  const promised = item.parts.flatMap((part) => part.baseline_on ?? []).sort();
  const to = ends.at(-1) ?? item.ended_on ?? item.starts_on;
  if (!to) return [];
  return [{ item, depth, from: item.starts_on && item.starts_on <= to ? item.starts_on : to, to, baseline: promised.at(-1) ?? to }];
};

/**
 * One item: its name and its bar, one link with the whole of it in words. What is done is filled, what is late and open is hatched, what is
 * held has a broken outline, so that nothing is said by colour alone.
 */
export const Row = ({ v, bar, y, x, mirrored }: { v: Visit; bar: Bar; y: number; x: (day: string) => number; mirrored: boolean }) => {
  const { t } = v;
  const { item, depth, from, to, baseline } = bar;
  const title = `${item.number ? `${item.number}. ` : ''}${textIn(item.title, v.languages).text}`;
  const middle = y + height / 2;
  const [start, end] = [x(from), x(to)];
  const [left, long] = [Math.min(start, end), Math.max(4, Math.abs(end - start))];
  const filled = (long * (item.percent ?? (item.status === 'completed' ? 100 : 0))) / 100;
  const late = !endless.includes(item.status) && to < v.today;
  const held = item.status === 'heldOver' || item.status === 'onHold';
  const slip = to > baseline ? daysBetween(baseline, to) : 0;
  const indent = 14 * Math.min(depth, 4);
  const most = 52 - 2 * Math.min(depth, 4);
  const shown = title.length > most ? `${title.slice(0, most - 1)}…` : title;
  return (
    <a href={`/plans/items/${item.ref}`} aria-label={sentence(v, bar, { title, shown }, slip)}>
      <text class="chart-fill-ink" x={mirrored ? width - indent : indent} y={middle + 4}>
        {shown}
      </text>
      {item.kind === 'milestone' ? (
        <path class="chart-fill-ink" d={`M${end} ${middle - 8}l8 8l-8 8l-8 -8z`} fill="#1c1c1c" />
      ) : (
        <>
          <rect
            class="chart-fill-paper chart-stroke-ink"
            x={left}
            y={middle - 7}
            width={long}
            height="14"
            fill="#fff"
            stroke="#1c1c1c"
            stroke-dasharray={held ? '3 3' : undefined}
          />
          {late && <rect x={left} y={middle - 7} width={long} height="14" fill="url(#late)" opacity="0.35" />}
          {filled > 0 && (
            <rect
              class="chart-fill-1"
              x={mirrored ? left + long - filled : left}
              y={middle - 7}
              width={filled}
              height="14"
              fill="#1f6f78"
            />
          )}
        </>
      )}
      {baseline !== to && (
        <path
          class="chart-stroke-ink"
          d={`M${x(baseline)} ${middle - 10}v20M${x(baseline)} ${middle + 10}H${end}`}
          fill="none"
          stroke="#1c1c1c"
          stroke-width="1.5"
        />
      )}
      {slip > 0 && (
        <text class="chart-fill-ink" x={mirrored ? end - 12 : end + 12} y={middle + 4} font-size="11">
          {t('plan.slipShort', { days: slip })}
        </text>
      )}
    </a>
  );
};

/** The name of the link begins with what is seen of it, so that whoever speaks to a screen can name it. */
const sentence = (v: Visit, { item, from, to }: Bar, { title, shown }: { title: string; shown: string }, slip: number): string =>
  [
    slip > 0 ? `${shown} ${v.t('plan.slipShort', { days: slip })}` : shown,
    ...(shown === title ? [] : [title]),
    from === to ? v.t.day(to) : `${v.t.day(from)} – ${v.t.day(to)}`,
    item.percent === null
      ? v.t(`plan.status.${item.status}`)
      : v.t('plan.statusWithPercent', { status: v.t(`plan.status.${item.status}`), percent: v.t.percent(item.percent) }),
  ].join(', ');
