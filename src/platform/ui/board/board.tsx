import type { Child } from 'hono/jsx';
import { Field } from '../form/field.tsx';
import { Form, Hidden } from '../form/form.tsx';
import type { Translate } from '../words.tsx';

export type Quadrant = { value: string; title: string; hint?: string | undefined };

export type BoardCard = {
  id: string;
  quadrant: string;
  reference?: string | undefined;
  title: Child;
  href: string;
  note?: Child;
  /** Where a move is sent, for those who may move it. */
  moveAction?: string | undefined;
  version?: number | undefined;
};

export type BoardProps = {
  t: Translate;
  label: string;
  /** Two across, two down, in reading order. */
  quadrants: readonly [Quadrant, Quadrant, Quadrant, Quadrant];
  cards: readonly BoardCard[];
  /** A move must say why. */
  reasonRequired?: boolean | undefined;
};

/** Four fields and the things in them. A move is a form, so that hands, keyboards and voices move alike. */
export const Board = ({ t, label, quadrants, cards, reasonRequired }: BoardProps) => (
  <section class="board" aria-label={label}>
    {quadrants.map((quadrant) => {
      const inside = cards.filter((card) => card.quadrant === quadrant.value);
      return (
        <section class="quadrant">
          <h3 class="row split">
            {quadrant.title} <span class="figure quiet">{t('ui.count', { count: inside.length })}</span>
          </h3>
          {quadrant.hint && <p class="meta">{quadrant.hint}</p>}
          {inside.length === 0 && <p class="small quiet">{t('ui.board.empty')}</p>}
          <ul>
            {inside.map((card) => (
              <li class="board-card">
                {card.reference && <span class="reference meta">{card.reference}</span>}
                <a href={card.href}>{card.title}</a>
                {card.note && <p class="meta">{card.note}</p>}
                {card.moveAction && <Move t={t} card={card} quadrants={quadrants} reasonRequired={reasonRequired} />}
              </li>
            ))}
          </ul>
        </section>
      );
    })}
  </section>
);

/** Sends `quadrant`, `reason` and, where given, `version`. */
const Move = ({ t, card, quadrants, reasonRequired }: { card: BoardCard } & Pick<BoardProps, 't' | 'quadrants' | 'reasonRequired'>) => (
  <details class="disclosure" name="move">
    <summary>
      {t('ui.board.move')}
      <span class="vh"> {card.reference ?? card.title}</span>
    </summary>
    <Form action={card.moveAction ?? ''} version={card.version}>
      <Hidden name="id" value={card.id} />
      <Field
        t={t}
        control="select"
        name="quadrant"
        id={`move-${card.id}`}
        label={t('ui.board.to')}
        value={card.quadrant}
        options={quadrants.map((quadrant) => ({ value: quadrant.value, label: quadrant.title }))}
      />
      <Field t={t} control="text" name="reason" id={`reason-${card.id}`} label={t('ui.board.reason')} required={reasonRequired} />
      <button class="button" type="submit">
        {t('ui.board.move')}
      </button>
    </Form>
  </details>
);
