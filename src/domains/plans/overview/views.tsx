import type { Visit } from '../../../platform/http/visit.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { Section } from '../../../platform/ui/record/record.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { HealthOf, Lines, StatusOf, Words } from '../items/views.tsx';
import { dayOf } from '../items/words.ts';
import type { Listed } from './queries.ts';

export const Name = ({ v, item }: { v: Visit; item: Listed }) => (
  <a href={`/plans/items/${item.ref}`}>
    {item.number && `${item.number}. `}
    <Words v={v} text={item.title} />
  </a>
);

const ends = (v: Visit, item: Listed): string =>
  item.parts.map((part) => `${part.label ? `${part.label}) ` : ''}${dayOf(part, v.t)}`).join('; ');

/** Who leads, by name; whoever has left is said to. */
export const LeadNames = ({ v, item }: { v: Visit; item: Listed }) =>
  item.leads.every((lead) => lead.name === null) ? null : (
    <span class="small quiet">
      {v.t.list(item.leads.flatMap(({ name, left }) => (name === null ? [] : left ? v.t('plan.leadHasLeft', { name }) : name)))}
    </span>
  );

/** Items with what lies inside them; those whose parent is not shown stand at the top. */
export const Tree = ({ v, items }: { v: Visit; items: readonly Listed[] }) => {
  const shown = new Set(items.map((item) => item.id));
  const inside = Map.groupBy(items, (item) => (item.parent_id !== null && shown.has(item.parent_id) ? item.parent_id : 0));
  return <Branch v={v} inside={inside} of={0} />;
};

const Branch = ({ v, inside, of }: { v: Visit; inside: ReadonlyMap<number, readonly Listed[]>; of: number }) => (
  <ul class="tree">
    {(inside.get(of) ?? []).map((item) => (
      <li>
        <p class="row">
          <span class="reference">{item.ref}</span>
          <Name v={v} item={item} />
          <StatusOf v={v} status={item.status} percent={item.percent} />
          {item.health && <HealthOf v={v} health={item.health} />}
          <span class="quiet small">{ends(v, item)}</span>
          <LeadNames v={v} item={item} />
        </p>
        {inside.has(item.id) && <Branch v={v} inside={inside} of={item.id} />}
      </li>
    ))}
  </ul>
);

export interface Stream {
  ref: string;
  title: Texts;
  leads: string | null;
  tasks: readonly Listed[];
}

/** Work plans, and the way to those for which the page has no room. */
export const WorkPlans = ({ v, streams, others }: { v: Visit; streams: readonly Stream[]; others: readonly Stream[] }) => (
  <>
    {streams.length === 0 && <p class="quiet">{v.t('plan.workstreamNone')}</p>}
    {streams.map((stream) => (
      <WorkPlan v={v} stream={stream} />
    ))}
    {others.length > 0 && (
      <Section title={v.t('plan.workstreamsMore')}>
        <ul class="bulleted">
          {others.slice(0, 100).map((stream) => (
            <li>
              <a href={`/plans/workstreams?workstream=${stream.ref}`}>
                <Words v={v} text={stream.title} />
              </a>{' '}
              {stream.leads && <span class="quiet small">{v.t('plan.ledBy', { names: stream.leads })}</span>}
            </li>
          ))}
        </ul>
      </Section>
    )}
  </>
);

/** A work plan as such pages have it: tasks, implementation, outcomes. */
const WorkPlan = ({ v, stream }: { v: Visit; stream: Stream }) => {
  const { t } = v;
  return (
    <Section
      id={stream.ref}
      title={<Words v={v} text={stream.title} />}
      note={stream.leads ? t('plan.ledBy', { names: stream.leads }) : undefined}
    >
      {stream.tasks.length > 0 && (
        <Table
          caption={t('plan.tasks')}
          captionHidden
          columns={[{ label: t('plan.tasks') }, { label: t('plan.implementation') }, { label: t('plan.outcome') }]}
          rows={stream.tasks.map((task) => [
            <>
              <Name v={v} item={task} /> <StatusOf v={v} status={task.status} percent={task.percent} />
            </>,
            task.steps && <Lines v={v} text={task.steps} />,
            task.outcome ? <Lines v={v} text={task.outcome} /> : <span class="quiet">{t('plan.noOutcome')}</span>,
          ])}
        />
      )}
    </Section>
  );
};

/** What one person leads; `acts` where the reader is that person. */
export const Owned = ({ v, items, acts = false }: { v: Visit; items: readonly Listed[]; acts?: boolean }) => {
  const { t } = v;
  if (items.length === 0) return <p class="quiet">{t('plan.mineNone')}</p>;
  return (
    <Table
      caption={t('plan.mine')}
      captionHidden
      columns={[
        { label: t('plan.title') },
        { label: t('plan.proposedEnd') },
        { label: t('plan.status') },
        ...(acts ? [{ label: t('progress.add'), acts: true }] : []),
      ]}
      rows={items.map((item) => [
        <Name v={v} item={item} />,
        ends(v, item) || '–',
        <StatusOf v={v} status={item.status} percent={item.percent} />,
        ...(acts ? [<a href={`/plans/items/${item.ref}/update`}>{t('progress.addTo', { ref: item.ref })}</a>] : []),
      ])}
    />
  );
};
