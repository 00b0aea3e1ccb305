import type { Visit } from '../../../../platform/http/visit.ts';
import { Facts } from '../../../../platform/ui/record/record.tsx';
import { Mark } from '../../../../platform/ui/status/status.tsx';
import { Table } from '../../../../platform/ui/table/table.tsx';
import { BudgetTable, dayOf, Lines, StatusOf } from '../../../plans/index.ts';
import { ShortText } from '../../../reviews/index.ts';
import type { Planned, Story } from '../promise.ts';
import { endWords, leadWords, nameOf } from '../words.ts';

export const ItemTitle = ({ v, item }: { v: Visit; item: Planned }) => (
  <h3>
    <a href={`/plans/items/${item.ref}`}>
      {item.number && `${item.number}. `}
      <ShortText v={v} text={item.title} />
    </a>{' '}
    <span class="reference quiet small">{item.ref}</span>
  </h3>
);

const planTexts = ['goal', 'steps', 'metrics', 'method'] as const;

export const PlannedPart = ({ v, item }: { v: Visit; item: Planned }) => {
  const { t } = v;
  const whole = item.ends.length === 1 && item.ends[0]?.label === '' ? item.ends[0] : undefined;
  return (
    <article class="flow">
      <ItemTitle v={v} item={item} />
      {planTexts.map((name) => {
        const text = item[name];
        return (
          text && (
            <>
              <h4>{t(`plan.${name}`)}</h4>
              <Lines v={v} text={text} />
            </>
          )
        );
      })}
      <Facts
        facts={[
          { label: t('plan.startsOn'), value: item.startsOn && t.day(item.startsOn) },
          { label: t('plan.proposedEnd'), value: whole && <EndNow v={v} end={whole} /> },
          ...leadWords(v, item.leads).map(({ role, who }) => ({ label: role, value: who })),
          { label: t('plan.body'), value: item.body && <a href={`/bodies/${item.body.ref}`}>{nameOf(item.body, v)}</a> },
          { label: t('plan.phase'), value: item.phase },
        ]}
      />
      {!whole && item.ends.length > 0 && (
        <Table
          caption={t('plan.parts')}
          columns={[{ label: t('plan.part') }, { label: t('plan.baseline') }, { label: t('plan.proposedEnd') }]}
          rows={item.ends.map((end) => [
            [end.label && `${end.label})`, end.title].filter(Boolean).join(' ') || '–',
            end.baselineOn ? t.day(end.baselineOn) : '–',
            endWords(v, end).now || '–',
          ])}
        />
      )}
      <BudgetTable v={v} budget={item.budget} />
      {item.outside.length > 0 && (
        <>
          <h4>{t('dependency.outside')}</h4>
          <ul>
            {item.outside.map((one) => (
              <li>
                <b>{one.owner}</b> {one.promise}{' '}
                <span class="quiet small">
                  {[
                    one.promisedOn &&
                      `${t('dependency.promisedOn')} ${dayOf({ ends_on: one.promisedOn, ends_precision: one.precision }, t)}`,
                    one.keptOn
                      ? `${t('dependency.kept')} ${t.day(one.keptOn)}`
                      : one.lastAskedOn && `${t('dependency.lastAskedOn')} ${t.day(one.lastAskedOn)}`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </article>
  );
};

const EndNow = ({ v, end }: { v: Visit; end: Planned['ends'][number] }) => {
  const { now, first } = endWords(v, end);
  return (
    <>
      {now} {first && <span class="quiet">({v.t('promise.firstEnd', { day: first })})</span>}
    </>
  );
};

const mostInside = 20;

/** What lies inside what is planned, in lines; the plan has the rest. */
export const InsidePart = ({ v, story }: { v: Visit; story: Story }) => {
  const { t } = v;
  if (story.inside.length === 0) return null;
  return (
    <>
      <h3>{t('promise.inside', { count: story.inside.length })}</h3>
      <ul>
        {story.inside.slice(0, mostInside).map((item) => (
          <li class="row">
            <a href={`/plans/items/${item.ref}`}>
              <ShortText v={v} text={item.title} />
            </a>
            {item.status && <StatusOf v={v} status={item.status} percent={item.percent} />}
            {item.late && <Mark tone="attention">{t('promise.late')}</Mark>}
          </li>
        ))}
      </ul>
      {story.inside.length > mostInside && (
        <p>
          <a href="/plans/tree">{t('promise.insideMore', { count: story.inside.length - mostInside })}</a>
        </p>
      )}
    </>
  );
};
