import type { Child } from 'hono/jsx';
import type { Visit } from '../http/visit.ts';
import type { OpenView } from './office.ts';
import type { SavedView } from './saved.ts';

/** What somebody can do with a saved view beside opening and exporting it; a domain adds its own, such as writing to those in it. */
export interface UseOfView {
  /** The part of the page; nothing where the reader cannot do it with this view. */
  shown: (v: Visit, view: SavedView, open: OpenView) => Child | Promise<Child>;
}

const house: { uses: readonly UseOfView[] } = { uses: [] };

/** Told once at start what the cards of all domains say. */
export const learnUses = (cards: readonly { usesOfView?: readonly UseOfView[] }[]): void => {
  house.uses = cards.flatMap((card) => card.usesOfView ?? []);
};

export const usesOfView = (): readonly UseOfView[] => house.uses;
