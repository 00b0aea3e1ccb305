import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { regionsQuestion } from '../activity/queries.ts';
import type { Tables } from './tables.ts';

export { nameOfBody } from '../activity/views.tsx';

/** The bodies that have members, to choose one from. */
export const regionChoices = (db: Reads<Tables>, actor: Actor, day: Day) => regionsQuestion(db, actor, day);
