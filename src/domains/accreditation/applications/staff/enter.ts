import { z } from 'zod';
import { addressKey } from '../../../../platform/addresses/email.ts';
import { commandsOver, holding } from '../../../../platform/command.ts';
import { invalid, unavailable } from '../../../../platform/errors.ts';
import { choice, email, language } from '../../../../platform/fields.ts';
import { kinds } from '../application/application.ts';
import { handIn } from '../application/hand-in.ts';
import { answersSchema, mergeAnswers, problemsOf } from '../form/answers.ts';
import type { Tables } from '../tables.ts';

const command = commandsOver<Tables>();

/**
 * An application that came another way, on paper or by mail, written down by staff. It needs what the register needs; what else is missing
 * can be asked for. The applicant is told as always, and goes on by link.
 */
export const enterApplication = command({
  name: 'application.enter',
  input: z.object({ kind: choice(kinds), address: email(), language: language(), answers: answersSchema }),
  subject: holding('application.handle'),
  perform: async ({ tx, input, actor, today }) => {
    const form = await tx
      .selectFrom('application_form')
      .select(['id', 'content'])
      .where('kind', '=', input.kind)
      .where('archived_at', 'is', null)
      .orderBy('edition', 'desc')
      .executeTakeFirst();
    if (!form) throw unavailable('application.noForm');
    const answers = mergeAnswers(form.content, {}, input.answers);
    const vital = form.content.questions.filter(({ means }) => means === 'name' || means === 'country').map(({ key }) => key);
    const problems = problemsOf(form.content, answers).filter(
      ({ path, key }) => vital.includes(String(path[1])) || key !== 'field.required',
    );
    const wrong = problems.filter(({ key }) => key !== 'application.confirmNeeded');
    if (wrong.length > 0) throw invalid(wrong);
    const draft = {
      form_id: form.id,
      kind: input.kind,
      language: input.language,
      state: 'draft' as const,
      state_on: today,
      address: input.address,
      address_key: addressKey(input.address),
      answers: '{}',
    };
    const { id } = await tx.insertInto('application').values(draft).returning('id').executeTakeFirstOrThrow();
    const { language: spoken, address } = draft;
    const ref = await handIn(
      tx,
      { id, number: null, ref: null, body_id: null, received_on: null, language: spoken, address, content: form.content },
      answers,
      { today, by: actor.name },
    );
    return { ref };
  },
});
