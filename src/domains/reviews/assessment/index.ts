import { api } from './api.ts';
import { addLink, fillFeasibility, recordAnswer, removeLink, withdrawAnswer } from './commands.ts';
import { messages } from './messages/index.ts';
import { pages } from './pages.tsx';

export { AnswersPart } from './answer-views.tsx';
export { LinksPart } from './link-views.tsx';
export { answersOnQuestion, feasibilityOfQuestion, linksOfQuestion } from './queries.ts';
export { FeasibilityMeter } from './views.tsx';

export const assessment = {
  rights: ['feasibility.edit', 'answer.record'],
  commands: [fillFeasibility, recordAnswer, withdrawAnswer, addLink, removeLink],
  pages,
  api,
  messages,
};
