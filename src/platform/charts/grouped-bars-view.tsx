import { Disclosure } from '../ui/navigation/navigation.tsx';
import { Values } from './chart-view.tsx';
import { isRtl } from './frame.ts';
import { type GroupedBars, inWords, mostIn } from './grouped-bars.ts';

/**
 * Grouped bars on a page: the names are words of the page and break where it is narrow, each bar has the width that there is and says its
 * series and value itself, so that nothing has to be scrolled or told by its colour. The last series stands out. Folded beneath, its values.
 */
export const GroupedBarsView = ({ chart, asTable }: { chart: GroupedBars; asTable: string }) => {
  const words = inWords(chart);
  const most = mostIn(chart);
  const rtl = isRtl(chart);
  return (
    <figure class="flow">
      <figcaption class="small">{chart.title}</figcaption>
      <ul class="days">
        {chart.rows.map(({ label, values }) => (
          <li>
            <p>{label}</p>
            <div>
              {chart.series.map((series, at) => {
                const value = values[at] ?? null;
                return (
                  <Bar
                    words={`${words(value)} · ${series.label}`}
                    share={Math.max(0, value ?? 0) / most}
                    last={at === chart.series.length - 1}
                    rtl={rtl}
                  />
                );
              })}
            </div>
          </li>
        ))}
      </ul>
      <Disclosure summary={asTable}>
        <Values
          caption={chart.title}
          header={[chart.rowTitle, ...chart.series.map(({ label }) => label)]}
          rows={chart.rows.map(({ label, values }) => [label, ...chart.series.map((_, at) => words(values[at]))])}
        />
      </Disclosure>
    </figure>
  );
};

/** So much of the width takes the longest bar; the rest is for the words at its end. */
const longest = 55;

const Bar = ({ words, share, last, rtl }: { words: string; share: number; last: boolean; rtl: boolean }) => {
  const long = Math.round(share * longest * 10) / 10;
  return (
    <svg role="img" aria-label={words}>
      {long > 0 && (
        <rect class={last ? 'chart-fill-1' : 'chart-fill-6'} x={rtl ? `${100 - long}%` : undefined} y="3" width={`${long}%`} height="14" />
      )}
      <text
        class="chart-fill-ink"
        x={`${rtl ? 100 - long : long}%`}
        y="15"
        dx={(long > 0 ? 6 : 0) * (rtl ? -1 : 1)}
        font-weight={last ? '600' : undefined}
      >
        {words}
      </text>
    </svg>
  );
};
