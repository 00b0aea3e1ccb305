import { sql } from 'kysely';
import { z } from 'zod';
import { commandsOver } from '../../../platform/command.ts';
import type { Day, Writes } from '../../../platform/db/tables.ts';
import { forbidden } from '../../../platform/errors.ts';
import { id } from '../../../platform/fields.ts';
import type { Tables } from '../tables.ts';

const command = commandsOver<Tables>();

/** Everything that a person belongs to and every seat that they hold ends today; what has ended already stays as it was. */
export const endAllOf = command({
  name: 'membership.endAll',
  input: z.object({ person: id() }),
  subject: async (_tx, _input, actor) => {
    if (actor.kind !== 'system') throw forbidden();
  },
  perform: async ({ tx, input, today }) => {
    for (const table of ['membership', 'tenure'] as const) {
      await tx
        .updateTable(table)
        .set({ ends_on: sql`greatest(${today}::date, starts_on)`, ends_span: null })
        .where('person_id', '=', input.person)
        .where(sql<boolean>`(ends_on is null or ends_on > ${today}::date)`)
        .execute();
    }
    await tx
      .updateTable('join_request')
      .set({ message: null })
      .where('person_id', '=', input.person)
      .where('message', 'is not', null)
      .execute();
    await tx
      .updateTable('join_request')
      .set({ state: 'declined' })
      .where('person_id', '=', input.person)
      .where('state', '=', 'waiting')
      .execute();
    return {};
  },
});

/**
 * With an organisation goes whoever speaks for it; with one that no longer exists, everybody who belonged to it. `on` is the first day on which
 * they do not. What has ended by then stays as it was.
 */
export const endWithOrganisation = async (tx: Writes<Tables>, organisation: number, on: Day, dissolved: boolean): Promise<void> => {
  await tx
    .updateTable('membership')
    .set({ ends_on: sql`greatest(${on}::date, starts_on)`, ends_span: null })
    .where('organisation_id', '=', organisation)
    .where('archived_at', 'is', null)
    .where(sql<boolean>`(ends_on is null or ends_on > ${on}::date)`)
    .$if(!dissolved, (ending) => ending.where('role', 'in', ['primary', 'alternate']))
    .execute();
};
