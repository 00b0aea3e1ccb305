import { saidColumns, type Values } from './triage.ts';

/** A change that somebody else made to a row meanwhile: the column and what stood there before. */
export interface Meanwhile {
  field: string;
  before: unknown;
}

/**
 * What of a sent row is really new, given what stands there and what others changed since the sender looked. A value equal to the one
 * that the sender saw was not touched by them, so the others' change stays; one that both changed is a clash.
 */
export const merge = (
  stored: Values,
  sent: Partial<Values>,
  meanwhile: readonly Meanwhile[],
): { changed: Partial<Values>; clashes: (keyof Values)[] } => {
  const changed: Partial<Values> = {};
  const clashes: (keyof Values)[] = [];
  for (const column of saidColumns) {
    const wanted = sent[column];
    if (wanted === undefined || wanted === stored[column]) continue;
    const first = meanwhile.find((change) => change.field === column);
    if (first && wanted === (first.before ?? null)) continue;
    if (first) clashes.push(column);
    changed[column] = wanted;
  }
  return { changed, clashes };
};

/** How a refused edit names the field of a row: `REC-WS2-1.7 priority`. */
export const rowField = (recommendation: string, column: string): string => `${recommendation} ${column}`;

export const readRowField = (field: string): { recommendation: string; column: string } => {
  const [recommendation = '', column = ''] = field.split(' ');
  return { recommendation, column };
};
