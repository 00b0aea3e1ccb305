import { z } from 'zod';
import { day, flexibleDay, id, line, optional, reference, text } from '../../../platform/fields.ts';
import { dayPlus, daysBetween } from '../items/item.ts';

/** What an item waits for: another item, or a promise of somebody outside. */

export const newInside = z.object({ ref: reference(), on: reference(), note: optional(text({ max: 2000 })) });

export const newPromise = z.object({
  ref: reference(),
  owner: line({ max: 200 }),
  promise: line({ max: 300 }),
  promisedOn: optional(flexibleDay()),
  lastAskedOn: optional(day()),
  note: optional(text({ max: 2000 })),
});

export const promiseChange = z.object({
  id: id(),
  promisedOn: optional(flexibleDay()),
  lastAskedOn: optional(day()),
  keptOn: optional(day()),
  note: optional(text({ max: 2000 })),
});

export const endOfDependency = z.object({ id: id() });

export interface Edge {
  item: string;
  on: string;
}

/** The way round from `from` back to itself, were `item` made to wait for `on`; undefined where there is none. */
export const cycleWith = (edges: readonly Edge[], item: string, on: string): readonly string[] | undefined => {
  const waitsFor = Map.groupBy(edges, (edge) => edge.item);
  const seen = new Set<string>();
  const walk = (at: string, path: readonly string[]): readonly string[] | undefined => {
    if (at === item) return path;
    if (seen.has(at)) return undefined;
    seen.add(at);
    for (const edge of waitsFor.get(at) ?? []) {
      const found = walk(edge.on, [...path, edge.on]);
      if (found) return found;
    }
    return undefined;
  };
  return walk(on, [item, on]);
};

export interface Scheduled {
  ref: string;
  starts_on: string | null;
  ends_on: string | null;
}

export interface Move {
  ref: string;
  before: string;
  after: string;
  /** What pushes it. */
  because: string;
}

/** What else would have to end later, were `ref` to end on `endsOn`, nearest first. Nothing is moved by it. */
export const wouldMove = (items: readonly Scheduled[], edges: readonly Edge[], ref: string, endsOn: string): Move[] => {
  const byRef = new Map(items.map((item) => [item.ref, item]));
  const heldUp = Map.groupBy(edges, (edge) => edge.on);
  const moves = new Map<string, Move>();
  const queue: [string, string][] = [[ref, endsOn]];
  for (let at = 0; at < queue.length && at < 10_000; at += 1) {
    const [pusher, until] = queue[at] as [string, string];
    for (const { item: pushed } of heldUp.get(pusher) ?? []) {
      const item = byRef.get(pushed);
      if (!item?.ends_on || pushed === ref) continue;
      const after = pushedTo(item as Scheduled & { ends_on: string }, until);
      if (after === null || after <= (moves.get(pushed)?.after ?? item.ends_on)) continue;
      moves.set(pushed, { ref: pushed, before: item.ends_on, after, because: pusher });
      queue.push([pushed, after]);
    }
  }
  return [...moves.values()];
};

/** Something that has a start keeps its length and begins on the day after; something with an end alone ends that day at the earliest. */
const pushedTo = (item: Scheduled & { ends_on: string }, until: string): string | null => {
  if (!item.starts_on) return item.ends_on < until ? until : null;
  const late = daysBetween(item.starts_on, until) + 1;
  return late > 0 ? dayPlus(item.ends_on, late) : null;
};
