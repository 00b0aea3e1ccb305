import { z } from 'zod';
import { clientOf } from '../../../../platform/access/client.ts';
import { together } from '../../../../platform/db/together.ts';
import { conflict, notFound } from '../../../../platform/errors.ts';
import { id } from '../../../../platform/fields.ts';
import { fileAnswer, fileOutput } from '../../../../platform/files/answer.ts';
import { type ApiRow, changes, reads } from '../../../../platform/http/api.ts';
import type { Visit } from '../../../../platform/http/visit.ts';
import { tokenOf } from '../application/application.ts';
import { problemsOf } from '../form/answers.ts';
import { replyToStaff } from '../thread/commands.ts';
import { beginning, renewal } from './applicant.ts';
import { attachFile, beginApplication, renewLink, saveApplication, submitApplication, withdrawApplication } from './commands.ts';
import { applicationByLink, aroundOwn, filesQuestion } from './queries.ts';

const nothing = z.object({});
const client = (c: Parameters<typeof clientOf>[0]) => ({ client: clientOf(c) });

const opened = async (v: Visit, token: string) => {
  const found = await applicationByLink(v.db, token, v.now).executeTakeFirst();
  if (!found) throw notFound('application.linkUnknown');
  if (found.expired) throw conflict('application.linkExpired');
  return found;
};

/** What an applicant does, for programs: the link that was mailed is the key, and no token is needed. */
export const applicantApi: readonly ApiRow[] = [
  changes({
    method: 'post',
    path: '/apply',
    byLink: true,
    summary: 'Begins an application or leads back to the one under way: a link is mailed. The answer is the same in both cases.',
    command: beginApplication,
    input: beginning.omit({ client: true }),
    adds: client,
    output: nothing,
    answer: () => ({}),
  }),
  reads({
    path: '/apply/:token',
    summary: 'The application that a link opens: what was answered, what is missing, where it stands, and what was written about it.',
    input: z.object({ token: tokenOf() }),
    output: z.object({
      ref: z.string().nullable(),
      kind: z.string(),
      state: z.string(),
      since: z.string(),
      language: z.string(),
      answers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
      missing: z.array(z.string()),
      removalOn: z.string().nullable(),
      decidedOn: z.string().nullable(),
      reasonClass: z.string().nullable(),
      decisionText: z.string().nullable(),
      organisation: z.string().nullable(),
      linkCountsUntil: z.string(),
      steps: z.array(z.object({ state: z.string(), on: z.string() })),
      thread: z.array(z.object({ sender: z.string(), text: z.string(), by: z.string(), at: z.string() })),
      files: z.array(z.object({ id: z.number(), name: z.string(), size: z.number() })),
    }),
    ask: async (db, _actor, { token }, v) => {
      const one = await opened(v, token);
      const { steps, thread, files } = await together(db, aroundOwn(db, one.id));
      const open = one.state === 'draft' || one.state === 'incomplete';
      return {
        ...one,
        since: one.state_on,
        missing: open ? problemsOf(one.content, one.answers).map(({ path }) => String(path[1])) : [],
        removalOn: one.removal_on,
        decidedOn: one.decided_on,
        reasonClass: one.reason_class,
        decisionText: one.decision_text,
        organisation: one.organisation_ref,
        linkCountsUntil: one.expires_at,
        steps: steps.map((step) => ({ state: step.state, on: step.began_on })),
        thread: thread.map((said) => ({ sender: said.sender, text: said.text, by: said.by_name, at: said.created_at })),
        files,
      };
    },
  }),
  changes({
    method: 'post',
    path: '/apply/:token/link',
    byLink: true,
    summary: 'Mails another link to the address of the application, for whoever holds one that has run out.',
    command: renewLink,
    input: renewal.omit({ client: true }),
    adds: client,
    output: nothing,
    answer: () => ({}),
  }),
  changes({
    method: 'put',
    path: '/apply/:token/answers',
    byLink: true,
    summary: 'Keeps answers, unfinished ones too; questions that are not spoken of keep theirs.',
    command: saveApplication,
    output: z.object({ missing: z.number() }),
    answer: (saved) => saved,
  }),
  changes({
    method: 'post',
    path: '/apply/:token/submission',
    byLink: true,
    summary: 'Hands it in. Where answers are missing it stays a draft, and `missing` says how many.',
    command: submitApplication,
    output: z.object({ ref: z.string().nullable(), missing: z.number() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/apply/:token/files',
    byLink: true,
    summary: 'Attaches a file.',
    command: attachFile,
    output: nothing,
    answer: () => ({}),
  }),
  reads({
    path: '/apply/:token/files/:file',
    summary: 'One file of the application.',
    input: z.object({ token: tokenOf(), file: id() }),
    output: fileOutput,
    ask: async (db, _actor, { token, file }, v) => {
      const one = await opened(v, token);
      return fileAnswer(v, await filesQuestion(db, one.id).where('application_file.id', '=', file).executeTakeFirst());
    },
  }),
  changes({
    method: 'post',
    path: '/apply/:token/replies',
    byLink: true,
    summary: 'Answers a question of staff, or says something unasked.',
    command: replyToStaff,
    output: nothing,
    answer: () => ({}),
  }),
  changes({
    method: 'post',
    path: '/apply/:token/withdrawal',
    byLink: true,
    summary: 'Withdraws it. What was never handed in is removed at once, and its link opens nothing any more.',
    command: withdrawApplication,
    output: z.object({ removed: z.boolean() }),
    answer: (given) => given,
  }),
];
