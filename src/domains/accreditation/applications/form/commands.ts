import { sql } from 'kysely';
import { commandsOver, holding } from '../../../../platform/command.ts';
import type { Writes } from '../../../../platform/db/tables.ts';
import { conflict, invalid, notFound } from '../../../../platform/errors.ts';
import { fieldProblems } from '../../../../platform/fields.ts';
import type { Kind } from '../application/application.ts';
import type { Tables } from '../tables.ts';
import { itemChange, itemRemoval, ruleChange, withItem, withoutItem, withRules } from './edit.ts';
import { contentSchema, type FormContent, formEdition } from './form.ts';

const command = commandsOver<Tables>();
const subject = holding('application.handle');

/** A new edition of a form. Applications that were begun before keep the one in which they were begun. */
export const setForm = command({
  name: 'applicationForm.set',
  input: formEdition,
  subject,
  perform: async ({ tx, input }) => {
    const newest = await newestOf(tx, input.kind);
    return keep(tx, input.kind, (newest?.edition ?? 0) + 1, input.content);
  },
});

/** Changes or adds one criterion, question, line of the checklist, reason or way of review. */
export const changeItem = command({
  name: 'applicationForm.changeItem',
  input: itemChange,
  subject,
  perform: ({ tx, input }) => change(tx, input, (content) => withItem(content, input)),
});

export const removeItem = command({
  name: 'applicationForm.removeItem',
  input: itemRemoval,
  subject,
  perform: ({ tx, input }) => change(tx, input, (content) => withoutItem(content, input)),
});

/** Changes the days that each step is allowed, and the rule of the vote. */
export const changeRules = command({
  name: 'applicationForm.changeRules',
  input: ruleChange,
  subject,
  perform: ({ tx, input }) => change(tx, input, (content) => withRules(content, input)),
});

/** The newest edition, locked against others who change the form. */
const newestOf = async (tx: Writes<Tables>, kind: Kind) => {
  await sql`select pg_advisory_xact_lock(hashtext('application_form'), hashtext(${kind}))`.execute(tx);
  return tx.selectFrom('application_form').selectAll().where('kind', '=', kind).orderBy('edition', 'desc').executeTakeFirst();
};

/** What nobody has begun to answer is changed where it stands; otherwise a new edition begins. */
const change = async (
  tx: Writes<Tables>,
  { kind, edition }: { kind: Kind; edition: number },
  alter: (content: FormContent) => FormContent,
) => {
  const newest = await newestOf(tx, kind);
  if (!newest) throw notFound('applicationForm.unknown');
  if (newest.edition !== edition) throw conflict('applicationForm.changedMeanwhile');
  const checked = contentSchema.safeParse(alter(newest.content));
  if (!checked.success) throw invalid(fieldProblems(checked.error).map((problem) => ({ ...problem, path: [] })));
  const begun = await tx.selectFrom('application').select('id').where('form_id', '=', newest.id).executeTakeFirst();
  if (begun) return keep(tx, kind, edition + 1, checked.data);
  await tx
    .updateTable('application_form')
    .set({ content: JSON.stringify(checked.data) })
    .where('id', '=', newest.id)
    .execute();
  return { kind, edition };
};

const keep = async (tx: Writes<Tables>, kind: Kind, edition: number, content: FormContent) => {
  await tx
    .insertInto('application_form')
    .values({ kind, edition, content: JSON.stringify(content) })
    .execute();
  return { kind, edition };
};
