import type { Due } from '../../../platform/domain.ts';
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
import { stillToScoreQuestion } from './queries.ts';

export { PriorityPart } from './agreement-views.tsx';
export { priorityOfQuestion } from './queries.ts';

/** Recommendations that the actor is invited to score and has not scored, round by round. */
const readDue = (rounds: readonly Record<string, unknown>[]): Due[] =>
  rounds.map((round) => ({ label: 'priority.due', href: `/rounds/${round.id}`, count: Number(round.count) }));

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
  dueQuestion: stillToScoreQuestion,
  readDue,
  messages,
};
