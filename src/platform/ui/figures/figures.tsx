import type { Child } from 'hono/jsx';
import type { Link, Translate } from '../words.tsx';

export type StatProps = {
  label: string;
  /** The figure as it is read: "214", "62 %". */
  figure: string;
  /** How it is counted, in a sentence. */
  definition: Child;
  /** The rows behind it, as far as the reader may see them; absent where they may not. */
  href?: string | undefined;
  /** A comparison or a mark: "+12 since March". */
  note?: Child;
  t: Translate;
};

/** Every figure is a door: it leads to its rows and says how it is counted. */
export const Stat = ({ label, figure, definition, href, note, t }: StatProps) => (
  <div class="stat">
    <p class="stat-label">{label}</p>
    <p class="stat-figure">
      {href ? (
        <a href={href} aria-label={t('ui.stat.rows', { label, figure })}>
          {figure}
        </a>
      ) : (
        figure
      )}
    </p>
    {note && <p class="small">{note}</p>}
    <p class="meta">{definition}</p>
  </div>
);

export const Stats = ({ children }: { children?: Child }) => <div class="stats">{children}</div>;

/** `percent` from 0 to 100; the figure beside the bar says it in words. */
export const Progress = ({ t, percent, note }: { t: Translate; percent: number; note?: Child }) => (
  <span class="progress">
    <Bar share={percent / 100} />
    <span class="figure">{t('ui.percent', { share: percent / 100 })}</span>
    {note && <span class="quiet">{note}</span>}
  </span>
);

/** So many of so many. */
export const Meter = ({ t, value, of, label }: { t: Translate; value: number; of: number; label?: string | undefined }) => (
  <span class="progress">
    <Bar share={of === 0 ? 0 : value / of} />
    <span class="figure">{t('ui.meter', { value, of })}</span>
    {label && <span class="quiet">{label}</span>}
  </span>
);

const Bar = ({ share }: { share: number }) => (
  <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect class="bar-ground" width="100" height="6" />
    <rect class="bar-fill" width={String(Math.round(Math.min(1, Math.max(0, share)) * 100))} height="6" />
  </svg>
);

export type SpreadProps = {
  t: Translate;
  low: number;
  median: number;
  high: number;
  /** The ends of the scale. */
  from: number;
  to: number;
  /** How each end reads; otherwise the numbers themselves. */
  words?: { low: string; median: string; high: string } | undefined;
};

/** Where the answers lie: lowest, middle, highest, drawn and said. */
export const Spread = ({ t, low, median, high, from, to, words }: SpreadProps) => {
  const at = (value: number) => (to === from ? 50 : 4 + (92 * (value - from)) / (to - from));
  return (
    <span class="spread">
      <svg viewBox="0 0 100 12" aria-hidden="true">
        <path class="spread-scale" d="M4 6h92" />
        <path class="spread-range" d={`M${at(low)} 6H${at(high)}M${at(low)} 3v6M${at(high)} 3v6`} />
        <circle cx={String(at(median))} cy="6" r="3.5" />
      </svg>
      <span class="figure">{t('ui.spread', { low: words?.low ?? low, median: words?.median ?? median, high: words?.high ?? high })}</span>
    </span>
  );
};

/** A figure in a line of text that leads to its rows. */
export const FigureLink = ({ href, label }: Link) => (
  <a class="figure" href={href}>
    {label}
  </a>
);
