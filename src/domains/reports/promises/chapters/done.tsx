import { ChartView } from '../../../../platform/charts/chart-view.tsx';
import { lines } from '../../../../platform/charts/charts.ts';
import type { Visit } from '../../../../platform/http/visit.ts';
import { Progress } from '../../../../platform/ui/figures/figures.tsx';
import { StatusChip } from '../../../../platform/ui/status/status.tsx';
import { HealthOf, Lines, StatusOf } from '../../../plans/index.ts';
import type { Planned, Story } from '../promise.ts';
import { labelled, percentsOver } from '../words.ts';
import { ItemTitle } from './planned.tsx';
import { ClaimsPart, ReportedTable, StatementsTable } from './said.tsx';

export const DonePart = ({ v, story }: { v: Visit; story: Story }) => (
  <>
    <PercentChart v={v} story={story} />
    {story.planned.map((item) => (
      <DoneItem v={v} item={item} titled={story.planned.length > 1} />
    ))}
  </>
);

const PercentChart = ({ v, story }: { v: Visit; story: Story }) => {
  const { t } = v;
  const over = percentsOver(v, story.planned);
  if (!over) return null;
  const figure = lines({
    title: t('promise.percentOver'),
    language: v.language,
    rowTitle: t('promise.day'),
    periods: over.days,
    series: over.series,
  });
  return <ChartView figure={figure} asTable={t('promise.asTable')} />;
};

const mostUpdates = 6;

const DoneItem = ({ v, item, titled }: { v: Visit; item: Planned; titled: boolean }) => {
  const { t } = v;
  return (
    <article class="flow">
      {titled && <ItemTitle v={v} item={item} />}
      <p class="row">
        {item.status ? <StatusOf v={v} status={item.status} /> : <span class="quiet">{t('promise.statusUnknown')}</span>}
        {item.health && <HealthOf v={v} health={item.health} />}
        {item.late && <StatusChip tone="problem" label={t('promise.late')} />}
        {item.percent !== null && <Progress t={t} percent={Number(item.percent)} />}
        {item.endedOn && <span class="quiet">{t('promise.endedOnDay', { day: t.day(item.endedOn) })}</span>}
      </p>
      {item.ends.some((end) => end.label && (end.status || end.percent !== null)) && (
        <ul>
          {item.ends
            .filter((end) => end.label)
            .map((end) => (
              <li class="row">
                <span>{labelled(end.label, end.title ?? '')}</span>
                {(end.status ?? item.status) && <StatusOf v={v} status={end.status ?? item.status ?? 'notStarted'} percent={end.percent} />}
              </li>
            ))}
        </ul>
      )}
      {item.outcome && (
        <>
          <h4>{t('plan.outcome')}</h4>
          <Lines v={v} text={item.outcome} />
        </>
      )}
      {item.note && <Lines v={v} text={item.note} />}
      <ClaimsPart v={v} item={item} />
      {item.progress.length > 0 && (
        <ul class="flow">
          {item.progress.slice(0, mostUpdates).map((one) => (
            <li>
              <p class="row small">
                <time datetime={one.on}>{t.day(one.on)}</time>
                {one.percent !== null && <span class="figure">{t.percent(Number(one.percent))}</span>}
                {one.status && <StatusOf v={v} status={one.status} />}
                {one.by && <span class="quiet">{one.by}</span>}
              </p>
              <Lines v={v} text={one.text} />
              {one.endedAfter && (
                <p class="small quiet">
                  {t('promise.moved', {
                    before: one.endedBefore ? t.day(one.endedBefore) : '–',
                    after: t.day(one.endedAfter),
                    reason: one.reason ?? '–',
                  })}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      {item.progress.length > mostUpdates && (
        <p>
          <a href={`/plans/items/${item.ref}#progress`}>{t('promise.moreUpdates', { count: item.progress.length - mostUpdates })}</a>
        </p>
      )}
      <ReportedTable v={v} item={item} />
      <StatementsTable v={v} item={item} />
    </article>
  );
};
