import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads } from '../../../platform/db/tables.ts';
import type { Due } from '../../../platform/domain.ts';
import { proposeTriage, remindOfTriage, reopenTriage, returnTriage, sendTriage, signOffTriage, withdrawTriage } from './commands.ts';
import { editTriage } from './edit-command.ts';
import { waitingFor } from './queries.ts';
import { batchRegister } from './register.ts';
import { removeStage, setStage } from './stage-commands.ts';

export { api } from './api.ts';
export { jobs, remindAll } from './jobs.ts';
export { learnLetterhead } from './letters.ts';
export { messages } from './messages/index.ts';
export { pages } from './pages.tsx';
export { rights } from './policy.ts';
export { sheetOf } from './sheet.ts';
export {
  editTriage,
  proposeTriage,
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

export const lists = [batchRegister];

/** What waits for this person: batches to sign for their bodies, and batches that came back to those who proposed them. */
export const due = async (db: AnyReads, actor: Actor): Promise<Due[]> => {
  if (actor.kind !== 'person') return [];
  const { sign, returned } = await waitingFor(db, actor);
  return [
    { label: 'triage.dueToSign', href: '/triage?waiting=me', count: sign },
    { label: 'triage.dueReturned', href: '/triage?state=returned', count: returned },
  ];
};
