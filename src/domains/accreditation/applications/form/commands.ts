import { sql } from 'kysely';
import { commandsOver, holding } from '../../../../platform/command.ts';
import type { Tables } from '../tables.ts';
import { formEdition } from './form.ts';

const command = commandsOver<Tables>();

/** A new edition of a form. Applications that were begun before keep the one in which they were begun. */
export const setForm = command({
  name: 'applicationForm.set',
  input: formEdition,
  subject: holding('application.handle'),
  perform: async ({ tx, input }) => {
    await sql`select pg_advisory_xact_lock(hashtext('application_form'), hashtext(${input.kind}))`.execute(tx);
    const { last } = await tx
      .selectFrom('application_form')
      .select(sql<number>`coalesce(max(edition), 0)`.as('last'))
      .where('kind', '=', input.kind)
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('application_form')
      .values({ kind: input.kind, edition: last + 1, content: JSON.stringify(input.content) })
      .execute();
    return { kind: input.kind, edition: last + 1 };
  },
});
