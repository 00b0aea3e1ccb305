import type { Visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { statuses } from '../items/item.ts';
import type { Listed } from './queries.ts';
import { queryOf, type Scope } from './scope.ts';
import { LeadNames, Name } from './views.tsx';

/** Up to so many cards carry the form with which they move; more of them lead to the page of an update. */
const withForms = 40;

/** A column for each status. A move is an update with its words, so that hands, keyboards and voices move alike. */
export const StatusBoard = ({ v, items, scope }: { v: Visit; items: readonly Listed[]; scope: Scope }) => (
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
              <li class="board-card" id={item.ref}>
                <span class="reference meta">{item.ref}</span>
                <Name v={v} item={item} />
                <LeadNames v={v} item={item} />
                {item.may_update && (items.length <= withForms ? <Move v={v} item={item} scope={scope} /> : <MoveLink v={v} item={item} />)}
              </li>
            ))}
          </ul>
        </section>
      );
    })}
  </section>
);

/** Afterwards the reader stands before the same board, at the card. */
const Move = ({ v, item, scope }: { v: Visit; item: Listed; scope: Scope }) => (
  <Disclosure
    summary={
      <>
        {v.t('ui.board.move')}
        <span class="vh"> {item.ref}</span>
      </>
    }
  >
    <Form action={`/plans/items/${item.ref}/progress`} version={item.version}>
      <Hidden name="text.original" value={v.language} />
      <Hidden name="board" value={queryOf(scope)} />
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

const MoveLink = ({ v, item }: { v: Visit; item: Listed }) => (
  <a class="small no-print" href={`/plans/items/${item.ref}/update`}>
    {v.t('ui.board.move')}
    <span class="vh"> {item.ref}</span>
  </a>
);
