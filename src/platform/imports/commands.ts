import { z } from 'zod';
import { holdsSomewhere } from '../access/actor.ts';
import { type AnyCommand, commandsOver } from '../command.ts';
import { forbidden, invalidField } from '../errors.ts';
import { line, optional } from '../fields.ts';
import { beginningCommands } from './beginning.ts';
import type { Desk } from './desk.ts';
import type { Importer } from './importer.ts';
import type { Read } from './read/read.ts';
import { startRun } from './start.ts';
import type { Tables } from './tables.ts';
import { teachingCommands } from './teaching.ts';
import { undoingCommands } from './undoing.ts';

export const startInput = z.strictObject({
  kind: line({ max: 60 }),
  name: optional(line({ max: 255 })),
  text: z.string().nullish().meta({ description: 'What was pasted, or a text file as it is' }),
  file: z.string().nullish().meta({ description: 'A file of any kind that is read, in base64', contentEncoding: 'base64' }),
  context: z.record(z.string(), z.string()).optional(),
});

/** Within the program a file is its bytes: as base64 a large one would stand in memory twice. What was read ahead comes with it. */
const sourceInput = startInput.extend({
  file: z.union([z.string(), z.instanceof(Uint8Array)]).nullish(),
  read: z.custom<Read>().optional(),
});
export type SourceInput = z.input<typeof sourceInput>;

const command = commandsOver<Tables>();

/** The commands of imports over the importers of this house. Which right they ask is said by the importer. */
export const importCommands = (desk: Desk) => {
  const start = command({
    name: 'import.start',
    input: sourceInput,
    subject: async (_tx, input, actor): Promise<Importer> => {
      const importer = desk.importers.find((one) => one.kind === input.kind);
      if (actor.kind === 'visitor') throw forbidden('refusal.signIn');
      if (!desk.importers.some((one) => holdsSomewhere(actor, one.right))) throw forbidden();
      if (!importer) throw invalidField('kind', 'field.choice', { typed: input.kind });
      if (!holdsSomewhere(actor, importer.right)) throw forbidden();
      return importer;
    },
    perform: ({ tx, input, subject, actor }) => startRun(desk, tx, subject, input, actor),
  });

  const others = { ...teachingCommands(desk), ...beginningCommands(desk), ...undoingCommands(desk) };
  return { start, ...others, all: [start, ...Object.values(others)] as AnyCommand[] };
};
