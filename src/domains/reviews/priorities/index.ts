import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import type { Due } from '../../../platform/domain.ts';
import type { Tables } from '../tables.ts';
import { api } from './api.ts';
import {
  agreePriority,
  changeRound,
  closeRound,
  dismissScorer,
  inviteScorers,
  movePriority,
  openRound,
  scorePriority,
  withdrawPriority,
} from './commands.ts';
import { messages } from './messages/index.ts';
import { pages } from './pages.tsx';
import { stillToScore } from './queries.ts';

export { priorityOf } from './queries.ts';
export { LevelChip, PriorityPart } from './views.tsx';

/** Recommendations that the actor is invited to score and has not scored, round by round. */
const due = async (db: Reads<Tables>, actor: Actor, today: Day): Promise<Due[]> =>
  actor.personId === null
    ? []
    : (await stillToScore(db, actor, today)).map((round) => ({
        label: 'priority.due',
        href: `/rounds/${round.id}`,
        count: Number(round.count),
      }));

export const priorities = {
  rights: ['priority.manage', 'priority.agree'],
  commands: [
    openRound,
    changeRound,
    closeRound,
    inviteScorers,
    dismissScorer,
    scorePriority,
    movePriority,
    agreePriority,
    withdrawPriority,
  ],
  pages,
  api,
  due,
  messages,
};
