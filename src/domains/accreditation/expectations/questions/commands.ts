import { type SqlBool, sql } from 'kysely';
import { commandsOver, existing, type FindSubject, holding, type RowOf } from '../../../../platform/command.ts';
import type { Writes } from '../../../../platform/db/tables.ts';
import { conflict, invalidField, notFound } from '../../../../platform/errors.ts';
import type { Question } from '../campaign.ts';
import { mostItems, questionChange, questionRemoval, withLine, withoutLine } from '../items.ts';
import type { Tables } from '../tables.ts';

const command = commandsOver<Tables>();

const mayAll = holding('campaign.manage');
const yes = sql<SqlBool>`true`;

type Newest = Pick<RowOf<Tables, 'campaign_form'>, 'id' | 'questions'>;

/** The newest version of the questions, where it is the one that the writer saw; null where there is none yet. */
const newestSeen: FindSubject<{ form?: number | null | undefined }, Newest | null> = async (tx, input, actor) => {
  await mayAll(tx, input, actor);
  const newest = await (tx as Writes<Tables>)
    .selectFrom('campaign_form')
    .select('id')
    .where('archived_at', 'is', null)
    .orderBy('starts_on', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  if (newest?.id !== (input.form ?? undefined)) throw conflict('question.changedMeanwhile');
  if (!newest) return null;
  return existing<Tables, 'campaign_form'>('campaign_form')<object>({
    by: (row) => row.and([row('campaign_form.id', '=', newest.id)]),
    mayRead: () => yes,
    may: () => yes,
  })(tx, input, actor);
};

/** Changes, moves or adds one question of periodic reports. */
export const changeQuestion = command({
  name: 'campaign.changeQuestion',
  input: questionChange,
  subject: newestSeen,
  perform: async ({ tx, input, subject, today }) => {
    const before = subject?.questions ?? [];
    const known = before.find(({ key }) => key === input.key);
    const questions = withLine(before, { ...input, kind: input.kind ?? known?.kind ?? 'text' });
    if (!questions) throw input.key ? notFound() : invalidField('text', 'field.required');
    if (questions.length > mostItems) throw conflict('item.tooMany', { most: mostItems });
    return keep(tx, subject?.id, questions, today);
  },
});

export const removeQuestion = command({
  name: 'campaign.removeQuestion',
  input: questionRemoval,
  subject: newestSeen,
  perform: async ({ tx, input, subject, today }) => {
    const questions = withoutLine(subject?.questions ?? [], input.key);
    if (questions.length === 0) throw conflict('question.oneAtLeast');
    return keep(tx, subject?.id, questions, today);
  },
});

/** What no campaign uses is changed where it stands; otherwise a next version begins, today, and the campaign keeps the one it began with. */
const keep = async (tx: Writes<Tables>, form: number | undefined, questions: Question[], today: string) => {
  const used = form && (await tx.selectFrom('campaign').select('id').where('form_id', '=', form).executeTakeFirst());
  const values = { questions: JSON.stringify(questions) };
  if (form && !used) {
    await tx.updateTable('campaign_form').set(values).where('id', '=', form).execute();
    return { form };
  }
  const { id } = await tx
    .insertInto('campaign_form')
    .values({ ...values, starts_on: today })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { form: id };
};
