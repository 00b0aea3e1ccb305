import { z } from 'zod';
import { choice, day, email, id, optional, reference, text, texts, url, version, whole, yesNo } from '../../../platform/fields.ts';

/** How urgent and how important a recommendation is: scored by several people, agreed by one decision. */

export const levels = ['P1', 'P2', 'P3', 'P4'] as const;
export type Level = (typeof levels)[number];

/** The four fields of the board in reading order. */
export const quadrants = ['both', 'important', 'urgent', 'neither'] as const;
export type Quadrant = (typeof quadrants)[number];

export const scale = [1, 2, 3, 4] as const;
const point = whole(1, 4);

/** 3 and 4 are on the upper half of the scale; a median of 2.5 is not. */
const upper = (points: number): boolean => points >= 3;

export interface Points {
  urgency: number;
  importance: number;
}

export const quadrantOf = ({ urgent, important }: { urgent: boolean; important: boolean }): Quadrant =>
  urgent ? (important ? 'both' : 'urgent') : important ? 'important' : 'neither';

export const quadrantOfPoints = ({ urgency, importance }: Points): Quadrant =>
  quadrantOf({ urgent: upper(urgency), important: upper(importance) });

/** The points of a card put into a quadrant: a number that is already on the right side stays. */
export const pointsIn = (quadrant: Quadrant, before?: Points): Points => {
  const move = (points: number | undefined, up: boolean): number => (points !== undefined && upper(points) === up ? points : up ? 3 : 2);
  return {
    urgency: move(before?.urgency, quadrant === 'both' || quadrant === 'urgent'),
    importance: move(before?.importance, quadrant === 'both' || quadrant === 'important'),
  };
};

const suggestions: Record<Quadrant, Level> = { both: 'P1', important: 'P2', urgent: 'P3', neither: 'P4' };

/** What the medians suggest. Only shown: a level is agreed by people. */
export const suggestedLevel = (medians: Points): Level => suggestions[quadrantOfPoints(medians)];

export interface Range {
  low: number;
  median: number;
  high: number;
}
export interface Spread {
  urgency: Range;
  importance: Range;
}

export const mediansOf = (spread: Spread): Points => ({ urgency: spread.urgency.median, importance: spread.importance.median });

/** How far apart the answers lie, in points of both scales together: 0 where all agree, 6 at the most. */
export const disagreement = ({ urgency, importance }: Spread): number => urgency.high - urgency.low + importance.high - importance.low;

/** A round takes scores until somebody closes it or its last day is over. */
export const isOver = (round: { state: 'open' | 'closed'; closes_on: string | null }, today: string): boolean =>
  round.state === 'closed' || (round.closes_on !== null && round.closes_on < today);

/**
 * The recommendations in the order in which they can be taken up: by agreed level, those without one last, but none before another one on
 * which it depends. What waits for something outside the list is not held back. A circle, should one exist, is opened at its best member.
 */
export const nextInLine = <Item extends { id: number; level: Level | null; position: number; dependsOn: readonly { id: number }[] }>(
  items: readonly Item[],
): Item[] => {
  const rank = (item: Item) => (item.level ? levels.indexOf(item.level) : levels.length);
  const waiting = [...items].sort((a, b) => rank(a) - rank(b) || a.position - b.position);
  const line: Item[] = [];
  while (waiting.length > 0) {
    const open = new Set(waiting.map((item) => item.id));
    const free = waiting.findIndex((item) => item.dependsOn.every((other) => !open.has(other.id)));
    line.push(...waiting.splice(Math.max(0, free), 1));
  }
  return line;
};

/** A person by number or by address, and the body for which they speak. A form sends a line for everyone who could be invited; lines without a person are passed over. */
const invitation = z
  .object({ person: optional(id()), address: optional(email()), body: optional(reference()) })
  .refine((one) => one.person || one.address, { error: 'field.required', path: ['address'] });
const invitations = z.preprocess(
  (raw) => (Array.isArray(raw) ? raw.filter(namesSomebody) : raw),
  z.array(invitation).max(200, { error: 'field.tooMany' }),
);

function namesSomebody(line: unknown): boolean {
  if (typeof line !== 'object' || line === null) return true;
  const { person, address } = line as { person?: unknown; address?: unknown };
  return Boolean(person || (typeof address === 'string' ? address.trim() : address));
}

/** Where this community stands on the web, for the link in a letter; the pages say it themselves. */

export const newRound = z.object({
  review: reference(),
  title: texts({ max: 300 }),
  closesOn: optional(day()),
  scorers: invitations.optional(),
  /** A round of the same review: its scorers are invited again. */
  after: optional(id()),
});

export const roundChange = z.object({
  round: id(),
  version: optional(version()),
  title: optional(texts({ max: 300 })),
  closesOn: optional(day()),
});
export const roundClosure = z.object({ round: id(), version: optional(version()) });
export const roundInvitation = z.object({ round: id(), scorers: invitations });
export const roundDismissal = z.object({ round: id(), person: id() });

const rationale = text({ min: 3, max: 5000 });
const scored = { round: id(), recommendation: reference() };
/** `version` 0 says: the reader saw that there was no score yet. */
export const newScore = z.object({ ...scored, urgency: point, importance: point, rationale, version: optional(whole(0)) });
export const scoreMove = z.object({ ...scored, quadrant: choice(quadrants), rationale, version: optional(whole(0)) });

export const agreement = z.object({
  recommendation: reference(),
  level: choice(levels),
  urgent: yesNo(),
  important: yesNo(),
  rationale,
  on: day(),
  link: optional(url()),
  version: optional(whole(0)),
});

export const agreementWithdrawal = z.object({ recommendation: reference(), version: optional(version()) });
