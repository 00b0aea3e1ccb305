import type { Due } from '../../../platform/domain.ts';
import { cardOf } from '../../../platform/lists/office.ts';
import { remindOfTriage, reopenTriage, returnTriage, sendTriage, signOffTriage, withdrawTriage } from './commands.ts';
import { editTriage } from './edit-command.ts';
import { proposeTriage, proposeTriageToMany } from './propose-commands.ts';
import { waitingForQuestion } from './queries.ts';
import { batchRegister } from './register.ts';
import { removeStage, setStage } from './stage-commands.ts';

export { api } from './api.ts';
export { jobs, remindAll } from './jobs.ts';
export { messages } from './messages/index.ts';
export { pages } from './pages.tsx';
export { rights } from './policy.ts';
export { sheetOf } from './sheet.ts';
export {
  editTriage,
  proposeTriage,
  proposeTriageToMany,
  remindOfTriage,
  removeStage,
  reopenTriage,
  returnTriage,
  sendTriage,
  setStage,
  signOffTriage,
  withdrawTriage,
};

export const commands = [
  proposeTriage,
  proposeTriageToMany,
  editTriage,
  sendTriage,
  signOffTriage,
  returnTriage,
  reopenTriage,
  withdrawTriage,
  remindOfTriage,
  setStage,
  removeStage,
] as const;

export const lists = [cardOf(batchRegister)];

/** What waits for this person: batches to sign for their bodies, and batches that came back to those who proposed them. */
export const dueQuestion = waitingForQuestion;

export const readDue = ([waiting]: readonly Record<string, unknown>[]): Due[] => [
  { label: 'triage.dueToSign', href: '/triage?waiting=me', count: Number(waiting?.sign ?? 0) },
  { label: 'triage.dueReturned', href: '/triage?state=returned', count: Number(waiting?.returned ?? 0) },
];
