import { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyCommand } from '../../../platform/command.ts';
import type { AnyReads } from '../../../platform/db/tables.ts';
import { together } from '../../../platform/db/together.ts';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { id, reference } from '../../../platform/fields.ts';
import { fileAnswer, fileOutput } from '../../../platform/files/answer.ts';
import { type ApiRow, changes, listOf, reads } from '../../../platform/http/api.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { answerList, listInput } from '../../../platform/lists/api.ts';
import { adviseOnApplication } from './advice/commands.ts';
import { applicantApi } from './applicant/api.ts';
import { filesQuestion, publicFigures, threadQuestion } from './applicant/queries.ts';
import { decideApplication, recordVote } from './decision/commands.ts';
import { addNote, checkApplication } from './diligence/commands.ts';
import { formApi } from './form/api.ts';
import { dealsWithApplications } from './policy.ts';
import { moveApplication, placeApplication } from './staff/commands.ts';
import { enterApplication } from './staff/enter.ts';
import { applicationList, type ListedApplication } from './staff/list.ts';
import {
  adviceQuestion,
  applicationByRef,
  checksQuestion,
  notesQuestion,
  similarApplications,
  similarOrganisations,
  voteQuestion,
} from './staff/queries.ts';
import { askApplicant } from './thread/commands.ts';

const named = z.object({ ref: z.string() });

const listed = z.object({
  ref: z.string(),
  name: z.string().nullable(),
  kind: z.string(),
  state: z.string(),
  since: z.string(),
  days: z.number(),
  daysAllowed: z.number().nullable(),
  body: z.string().nullable(),
  country: z.string().nullable(),
  language: z.string(),
  received: z.string().nullable(),
  decided: z.string().nullable(),
  reasonClass: z.string().nullable(),
  holdSuggested: z.string().nullable(),
});

type Row = Omit<ListedApplication, 'ref' | 'wants_staff' | 'wants_advice'> & { ref: string | null };

const promised = (row: Row): z.input<typeof listed> => ({
  ref: row.ref ?? '',
  name: row.name,
  kind: row.kind,
  state: row.state,
  since: row.state_on,
  days: row.days,
  daysAllowed: row.allowed,
  body: row.body_ref,
  country: row.country,
  language: row.language,
  received: row.received_on,
  decided: row.decided_on,
  reasonClass: row.reason_class,
  holdSuggested: row.hold_suggested_on,
});

const found = async (db: AnyReads, actor: Actor, ref: string, v: Visit) => {
  const one = await applicationByRef(db, actor, ref, v.today);
  if (!one) throw notFound('application.unknown', { ref });
  return one;
};

/** A deed on one application. */
const deed = (path: string, summary: string, command: AnyCommand): ApiRow =>
  changes({
    method: 'post',
    path: `/applications/:ref/${path}`,
    summary,
    command,
    output: named,
    answer: (given: z.input<typeof named>) => given,
  });

export const api: readonly ApiRow[] = [
  ...formApi,
  ...applicantApi,
  reads({
    path: '/application-figures',
    summary:
      'How many applications of each kind are under way, were decided in the last twelve months, are begun and not handed in, and were removed unfinished. Public.',
    output: z.object({
      items: z.array(
        z.object({
          kind: z.string(),
          open: z.number(),
          accredited: z.number(),
          rejected: z.number(),
          begun: z.number(),
          removed: z.number(),
        }),
      ),
    }),
    ask: async (db, _actor, _input, v) => ({ items: await publicFigures(db, v.today).execute() }),
  }),
  reads({
    path: '/applications',
    summary: 'The queue, as far as the reader has to do with it. Filters, order and pages as in the address of the page.',
    input: listInput('q', 'waits', 'state', 'kind', 'body', 'country', 'sort'),
    output: listOf(listed),
    ask: async (db, actor, input, v) => {
      if (!dealsWithApplications(actor)) throw forbidden();
      const list = applicationList(v.today);
      return answerList(db, list, input, v, promised);
    },
  }),
  reads({
    path: '/applications/:ref',
    summary: 'One application with its answers, thread, checks, advice and vote; notes only for those who handle applications.',
    input: z.object({ ref: reference() }),
    output: listed.extend({
      version: z.number(),
      answers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
      findings: z.string().nullable(),
      unheardReason: z.string().nullable(),
      organisation: z.string().nullable(),
      thread: z.array(z.object({ sender: z.string(), text: z.string(), by: z.string(), at: z.string() })),
      checks: z.array(z.object({ key: z.string(), outcome: z.string(), on: z.string(), by: z.string(), note: z.string().nullable() })),
      notes: z.array(z.object({ text: z.string(), by: z.string(), at: z.string() })),
      advice: z.array(z.object({ body: z.string(), advice: z.string(), reason: z.string(), on: z.string(), by: z.string() })),
      vote: z
        .object({ heldOn: z.string(), yes: z.number(), no: z.number(), abstain: z.number(), notVoting: z.string().nullable() })
        .nullable(),
      files: z.array(z.object({ id: z.number(), name: z.string(), size: z.number() })),
    }),
    ask: async (db, actor, { ref }, v) => {
      const one = await found(db, actor, ref, v);
      const handles = Boolean(one.may_handle);
      const around = await together(db, {
        thread: threadQuestion(db, one.id),
        checks: checksQuestion(db, one.id, handles),
        notes: notesQuestion(db, one.id, handles),
        advice: adviceQuestion(db, one.id),
        vote: voteQuestion(db, one.id),
        files: filesQuestion(db, one.id),
      });
      const [vote] = around.vote;
      return {
        ...promised(one),
        version: one.version,
        answers: one.answers,
        findings: one.findings,
        unheardReason: one.unheard_reason,
        organisation: one.organisation_ref,
        thread: around.thread.map((each) => ({ sender: each.sender, text: each.text, by: each.by_name, at: each.created_at })),
        checks: around.checks.map((each) => ({ ...each, on: each.checked_on, by: each.by_name })),
        notes: around.notes.map((each) => ({ text: each.text, by: each.by_name, at: each.created_at })),
        advice: around.advice.map((each) => ({ ...each, on: each.given_on, by: each.by_name })),
        vote: vote ? { ...vote, heldOn: vote.held_on, notVoting: vote.not_voting } : null,
        files: around.files,
      };
    },
  }),
  reads({
    path: '/applications/:ref/files/:file',
    summary: 'One file of an application.',
    input: z.object({ ref: reference(), file: id() }),
    output: fileOutput,
    ask: async (db, actor, { ref, file }, v) => {
      const one = await found(db, actor, ref, v);
      return fileAnswer(v, await filesQuestion(db, one.id).where('application_file.id', '=', file).executeTakeFirst());
    },
  }),
  reads({
    path: '/applications/:ref/similar',
    summary: 'Organisations and applications, past ones too, whose name reads alike, and applications from the same address.',
    input: z.object({ ref: reference() }),
    output: z.object({
      organisations: z.array(z.object({ ref: z.string(), name: z.string(), state: z.string(), same: z.boolean() })),
      applications: z.array(
        z.object({ ref: z.string(), name: z.string().nullable(), state: z.string(), same: z.boolean(), sameAddress: z.boolean() }),
      ),
    }),
    ask: async (db, actor, { ref }, v) => {
      const one = await found(db, actor, ref, v);
      const { organisations, applications } = await together(db, {
        organisations: similarOrganisations(db, one),
        applications: similarApplications(db, actor, one),
      });
      return {
        organisations,
        applications: applications.map((each) => ({ ...each, ref: each.ref ?? '', sameAddress: each.same_address })),
      };
    },
  }),
  changes({
    method: 'post',
    path: '/applications',
    summary: 'Writes down an application that came another way. The applicant is told by mail.',
    command: enterApplication,
    output: named,
    answer: (given) => given,
  }),
  deed('move', 'Brings an application to its next step, back, or on hold.', moveApplication),
  deed('place', 'Says to which region an application belongs.', placeApplication),
  deed('checks', 'Keeps what came of one line of the checklist.', checkApplication),
  deed('notes', 'Keeps a note for those who handle applications.', addNote),
  deed('questions', 'Asks the applicant, by mail.', askApplicant),
  deed('advice', 'Gives the advice of the region, with its reason.', adviseOnApplication),
  deed('vote', 'Records the vote of the committee as it was held.', recordVote),
  deed('decision', 'Decides. An accredited applicant enters the register at once.', decideApplication),
];
