import { api } from './api.ts';
import { addComment, changeComment, removeComment } from './commands.ts';
import { messages } from './messages/index.ts';
import { pages } from './pages.tsx';

export { commentsQuestion } from './queries.ts';
export { CommentsPart, shownOnRecord } from './views.tsx';

export const comments = { commands: [addComment, changeComment, removeComment], pages, api, messages };
