import type { Visit } from '../../../platform/http/visit.ts';
import { daysBetween, endless } from '../items/item.ts';
import { Words } from '../items/views.tsx';
import type { Listed } from './queries.ts';

export interface Bar {
  item: Listed;
  depth: number;
  from: string;
  to: string;
  baseline: string;
}

/** What goes on without an end has come as far as today. */
export const barOf = (item: Listed, depth: number, today: string): Bar[] => {
  const ends = item.parts.flatMap((part) => part.ends_on ?? []).sort();
  const promised = item.parts.flatMap((part) => part.baseline_on ?? []).sort();
  const open = item.status === 'ongoing' && item.starts_on !== null && item.starts_on < today ? today : item.starts_on;
  const to = ends.at(-1) ?? item.ended_on ?? open;
  if (!to) return [];
  return [{ item, depth, from: item.starts_on && item.starts_on <= to ? item.starts_on : to, to, baseline: promised.at(-1) ?? to }];
};

/** Where a day stands, in percent of the width from the left. */
export type Place = (day: string) => number;

/**
 * One item: its name, a link with the whole of it in words, and its bar. What is done is filled, what is late and open is hatched, what is
 * held has a broken outline, so that nothing is said by colour alone.
 */
export const Row = ({ v, bar, place }: { v: Visit; bar: Bar; place: Place }) => {
  const { t } = v;
  const { item, depth, to, baseline } = bar;
  return (
    <li>
      <p class={depth > 0 ? `days-in-${Math.min(depth, 3)}` : undefined}>
        <a href={`/plans/items/${item.ref}`}>
          {item.number && `${item.number}. `}
          <Words v={v} text={item.title} />
          <span class="vh">, {sentence(v, bar)}</span>
        </a>{' '}
        {to > baseline && <span class="quiet">{t('plan.slipShort', { days: daysBetween(baseline, to) })}</span>}
      </p>
      <svg class="days-bar" aria-hidden="true">
        {item.kind === 'milestone' ? <Diamond at={place(to)} /> : <Length v={v} bar={bar} place={place} />}
        {baseline !== to && <Bracket from={place(baseline)} to={place(to)} />}
      </svg>
    </li>
  );
};

const Diamond = ({ at }: { at: number }) => (
  <svg x={`${at}%`} y="50%" aria-hidden="true">
    <path class="chart-fill-ink" d="M0 -8l8 8l-8 8l-8 -8z" />
  </svg>
);

const Length = ({ v, bar: { item, from, to }, place }: { v: Visit; bar: Bar; place: Place }) => {
  const [start, end] = [place(from), place(to)];
  const [left, long] = [Math.min(start, end), Math.max(0.6, Math.abs(end - start))];
  const filled = rounded((long * (item.percent ?? (item.status === 'completed' ? 100 : 0))) / 100);
  const late = !endless.includes(item.status) && to < v.today;
  const held = item.status === 'heldOver' || item.status === 'onHold';
  const area = { x: `${left}%`, y: '3', width: `${rounded(long)}%`, height: '14' };
  return (
    <>
      <rect class="chart-fill-paper chart-stroke-ink" {...area} stroke-dasharray={held ? '3 3' : undefined} />
      {late && <rect {...area} fill="url(#late)" opacity="0.35" />}
      {filled > 0 && (
        <rect class="chart-fill-1" {...area} x={`${start > end ? rounded(left + long - filled) : left}%`} width={`${filled}%`} />
      )}
    </>
  );
};

/** From the end that was promised first to the present one. */
const Bracket = ({ from, to }: { from: number; to: number }) => (
  <>
    <line class="chart-stroke-ink" x1={`${from}%`} x2={`${from}%`} y1="0" y2="20" stroke-width="1.5" />
    <line class="chart-stroke-ink" x1={`${from}%`} x2={`${to}%`} y1="20" y2="20" stroke-width="1.5" />
  </>
);

export const rounded = (number: number): number => Math.round(number * 10) / 10;

const sentence = ({ t }: Visit, { item, from, to }: Bar): string =>
  [
    from === to ? t.day(to) : `${t.day(from)} – ${t.day(to)}`,
    item.percent === null
      ? t(`plan.status.${item.status}`)
      : t('plan.statusWithPercent', { status: t(`plan.status.${item.status}`), percent: t.percent(item.percent) }),
  ].join(', ');
