import type { ItemThen } from './as-at.ts';

export type Difference =
  | { kind: 'new' | 'gone'; item: ItemThen }
  | { kind: 'changed'; item: ItemThen; fields: { field: (typeof compared)[number]; before: string; after: string }[] };

const compared = ['status', 'percent', 'health', 'startsOn', 'ends', 'endedOn'] as const;

/** What lies between two states of the plan, in the order of the later one; what is gone comes last. */
export const differences = (before: readonly ItemThen[], after: readonly ItemThen[]): Difference[] => {
  const earlier = new Map(before.map((item) => [item.id, item]));
  const later = new Set(after.map((item) => item.id));
  return [
    ...after.flatMap((item): Difference[] => {
      const was = earlier.get(item.id);
      if (!was) return [{ kind: 'new', item }];
      const [old, now] = [valuesOf(was), valuesOf(item)];
      const fields = compared
        .filter((field) => old[field] !== now[field])
        .map((field) => ({ field, before: old[field], after: now[field] }));
      return fields.length > 0 ? [{ kind: 'changed', item, fields }] : [];
    }),
    ...before.filter((item) => !later.has(item.id)).map((item): Difference => ({ kind: 'gone', item })),
  ];
};

const valuesOf = (item: ItemThen): Record<(typeof compared)[number], string> => ({
  status: item.status,
  percent: item.percent === null ? '' : String(item.percent),
  health: item.health ?? '',
  startsOn: item.starts_on ?? '',
  ends: item.parts.map((part) => `${part.label ? `${part.label}) ` : ''}${part.ends_on ?? ''}`).join('; '),
  endedOn: item.ended_on ?? '',
});
