import type { Child } from 'hono/jsx';
import type { Link } from '../words.tsx';

export type Door = Link & { text: Child };

/** The two or three big choices of a first page. */
export const Doors = ({ doors, label }: { doors: readonly Door[]; label: string }) => (
  <nav class="doors" aria-label={label}>
    {doors.map((door) => (
      <div class="door">
        <a class="door-title" href={door.href}>
          {door.label}
          {'\u00a0'}
          <span class="arrow" aria-hidden="true" />
        </a>
        <p>{door.text}</p>
      </div>
    ))}
  </nav>
);

export type Card = { title: Child; href: string; text?: Child; meta?: Child; status?: Child };

/** Things to choose from, two or three across. */
export const CardGrid = ({ cards }: { cards: readonly Card[] }) => (
  <ul class="grid cards">
    {cards.map((card) => (
      <li class="card">
        {card.meta && <p class="meta row">{card.meta}</p>}
        <h2>
          <a href={card.href}>{card.title}</a>
        </h2>
        {card.text && <p>{card.text}</p>}
        {card.status && <p>{card.status}</p>}
      </li>
    ))}
  </ul>
);
