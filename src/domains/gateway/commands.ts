import { sql } from 'kysely';
import { z } from 'zod';
import { commandsOver, holding } from '../../platform/command.ts';
import { conflict } from '../../platform/errors.ts';
import { line } from '../../platform/fields.ts';

const command = commandsOver<Record<never, never>>();

/** Gives the community its name: the first thing that an administrator does. */
export const beginCommunity = command({
  name: 'community.begin',
  input: z.object({ name: line({ max: 120 }) }),
  subject: holding('community.begin'),
  perform: async ({ tx, input }) => {
    const { numAffectedRows } =
      await sql`insert into setting (key, value) values ('community.name', ${JSON.stringify(input.name)}::jsonb) on conflict do nothing`.execute(
        tx,
      );
    if (!numAffectedRows) throw conflict('gateway.alreadyBegun');
    return { name: input.name };
  },
});
