import { z } from 'zod';
import { forbidden, notFound } from '../../../../platform/errors.ts';
import { choice, optional, whole } from '../../../../platform/fields.ts';
import { type ApiRow, changes, reads } from '../../../../platform/http/api.ts';
import { kinds } from '../application/application.ts';
import { dealsWithApplications } from '../policy.ts';
import { changeItem, changeRules, removeItem, setForm } from './commands.ts';
import { contentSchema } from './form.ts';
import { formOf, formsInForce } from './queries.ts';

const edition = z.object({ kind: z.string(), edition: z.number() });
const form = edition.extend({ content: contentSchema });
const line = '/application-forms/:kind/:part/:key';

export const formApi: readonly ApiRow[] = [
  reads({
    path: '/application-forms',
    summary: 'The forms in force: what is asked of whom, what is wanted at least, and the rules. Public.',
    output: z.object({ items: z.array(form) }),
    ask: async (db) => ({ items: (await formsInForce(db).execute()) as never }),
  }),
  reads({
    path: '/application-forms/:kind',
    summary: 'One edition of a form, without `edition` the newest, for those who deal with applications.',
    input: z.object({ kind: choice(kinds), edition: optional(whole(1)) }),
    output: form,
    ask: async (db, actor, input) => {
      if (!dealsWithApplications(actor)) throw forbidden();
      const found = await formOf(db, input.kind, input.edition ?? undefined).executeTakeFirst();
      if (!found) throw notFound('applicationForm.unknown');
      return found as never;
    },
  }),
  changes({
    method: 'post',
    path: '/application-forms',
    summary: 'Sets a new edition of a form. Applications that were begun keep theirs.',
    command: setForm,
    output: edition,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: line,
    summary:
      'Changes or adds one criterion, question, line of the checklist, reason or way of review. `edition` is the one that the writer saw.',
    command: changeItem,
    output: edition,
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: line,
    summary: 'Takes one of them out.',
    command: removeItem,
    output: edition,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/application-forms/:kind/rules',
    summary: 'Changes the days of the steps, the months for which drafts are kept, and the rule of the vote.',
    command: changeRules,
    output: edition,
    answer: (given) => given,
  }),
];
