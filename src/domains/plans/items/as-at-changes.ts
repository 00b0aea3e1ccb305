import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads, Day } from '../../../platform/db/tables.ts';
import { planAsAt } from './as-at.ts';
import { type Difference, differences } from './differences.ts';

/** What lies between two days, of which either may be the earlier. */
export const changesBetween = async (
  db: AnyReads,
  actor: Actor,
  since: Day,
  on: Day,
  review: number | undefined,
): Promise<Difference[]> => {
  const part = { review, writtenAfter: since < on ? since : on };
  const [before, after] = await Promise.all([planAsAt(db, actor, since, part), planAsAt(db, actor, on, part)]);
  return differences(before, after);
};
