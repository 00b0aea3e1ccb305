import type { Visit } from '../../../platform/http/visit.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { Section } from '../../../platform/ui/record/record.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { statuses } from '../items/item.ts';
import { HealthOf, Lines, StatusOf, Words } from '../items/views.tsx';
import { dayOf } from '../items/words.ts';
import type { Listed } from './queries.ts';

const Name = ({ v, item }: { v: Visit; item: Listed }) => (
  <a href={`/plans/items/${item.ref}`}>
    {item.number && `${item.number}. `}
    <Words v={v} text={item.title} />
  </a>
);

const ends = (v: Visit, item: Listed): string =>
  item.parts.map((part) => `${part.label ? `${part.label}) ` : ''}${dayOf(part, v.t)}`).join('; ');

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
          <span class="quiet">{ends(v, item)}</span>
        </p>
        {inside.has(item.id) && <Branch v={v} inside={inside} of={item.id} />}
      </li>
    ))}
  </ul>
);

/** A column for each status. A move is an update with its words, so that hands, keyboards and voices move alike. */
export const StatusBoard = ({ v, items }: { v: Visit; items: readonly Listed[] }) => (
  <section class="board" aria-label={v.t('plan.board')}>
    {statuses.map((status) => {
      const inside = items.filter((item) => item.status === status);
      return (
        <section class="quadrant">
          <h2 class="row split">
            {v.t(`plan.status.${status}`)} <span class="figure quiet">{v.t.number(inside.length)}</span>
          </h2>
          {inside.length === 0 && <p class="small quiet">{v.t('plan.boardNone')}</p>}
          <ul>
            {inside.map((item) => (
              <li class="board-card">
                <span class="reference meta">{item.ref}</span>
                <Name v={v} item={item} />
                {item.may_update && <Move v={v} item={item} />}
              </li>
            ))}
          </ul>
        </section>
      );
    })}
  </section>
);

const Move = ({ v, item }: { v: Visit; item: Listed }) => (
  <Disclosure
    summary={
      <>
        {v.t('plan.boardMove')}
        <span class="vh"> {item.ref}</span>
      </>
    }
  >
    <Form action={`/plans/items/${item.ref}/progress`} version={item.version}>
      <Hidden name="text.original" value={v.language} />
      <Field
        t={v.t}
        id={`status-${item.id}`}
        name="status"
        label={v.t('plan.boardMove')}
        control="select"
        options={statuses
          .filter((one) => one !== 'completed' && one !== item.status)
          .map((one) => ({ value: one, label: v.t(`plan.status.${one}`) }))}
      />
      <Field t={v.t} id={`text-${item.id}`} name={`text.${v.language}`} label={v.t('progress.what')} control="text" required />
      <Actions t={v.t} submit={v.t('form.save')} />
    </Form>
  </Disclosure>
);

/** A work plan as such pages have it: tasks, implementation, outcomes. */
export const WorkPlan = ({
  v,
  stream,
}: {
  v: Visit;
  stream: { ref: string; title: Texts; leads: string | null; tasks: readonly Listed[] };
}) => {
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

/** What one person leads. */
export const Owned = ({ v, items }: { v: Visit; items: readonly Listed[] }) => {
  const { t } = v;
  if (items.length === 0) return <p class="quiet">{t('plan.mineNone')}</p>;
  return (
    <Table
      caption={t('plan.mine')}
      captionHidden
      columns={[{ label: t('plan.title') }, { label: t('plan.proposedEnd') }, { label: t('plan.status') }, { label: t('progress.add') }]}
      rows={items.map((item) => [
        <Name v={v} item={item} />,
        ends(v, item) || '–',
        <StatusOf v={v} status={item.status} percent={item.percent} />,
        <a href={`/plans/items/${item.ref}/update`}>{t('progress.addTo', { ref: item.ref })}</a>,
      ])}
    />
  );
};
