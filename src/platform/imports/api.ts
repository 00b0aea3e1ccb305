import { z } from 'zod';
import { type Call, run } from '../command.ts';
import { forbidden, invalid } from '../errors.ts';
import { fieldProblems, id } from '../fields.ts';
import { type ApiRow, reads } from '../http/api.ts';
import { callOf, type Visit } from '../http/visit.ts';
import type { SourceInput } from './commands.ts';
import { choicesIn } from './may-be.ts';
import type { Office } from './office.ts';
import { countLines, findRun, linesOf } from './queries.ts';
import { placeText, problemText } from './words.ts';

const outcome = z.enum(['new', 'changed', 'unchanged', 'notUnderstood', 'refused', 'undone', 'kept']);
const runOut = z.object({
  id: z.number().int(),
  kind: z.string(),
  source: z.string(),
  state: z.enum(['read', 'previewed', 'running', 'done', 'failed', 'undoing', 'undone']),
  total: z.number().int(),
  finished: z.number().int(),
  counts: z.record(z.string(), z.number().int()),
  failure: z.string().nullable(),
  lines: z.array(
    z.object({
      number: z.number().int(),
      place: z.string(),
      label: z.string().nullable(),
      outcome: outcome.nullable(),
      reasons: z.array(z.string()),
      mayBe: z.array(z.object({ ref: z.string(), name: z.string() })),
      meant: z.string().nullable(),
    }),
  ),
});

export const importApi = (office: () => Office, startInput: z.ZodType): readonly ApiRow[] => {
  const shown = async (v: Visit, runId: number, page = 1): Promise<z.input<typeof runOut>> => {
    const { importers } = office().desk;
    const found = await findRun(v.db, importers, v.actor, runId);
    const importer = importers.find((one) => one.kind === found.kind);
    const [counts, lines] = await Promise.all([countLines(v.db, found.id), linesOf(v.db, found.id, 'all', page, 500)]);
    return {
      id: found.id,
      kind: found.kind,
      source: found.source_name,
      state: found.state,
      total: found.total,
      finished: found.finished,
      counts,
      failure: found.failure,
      lines: lines.map((line) => ({
        number: line.number,
        place: placeText(v.t, line.place),
        label: line.label,
        outcome: line.outcome,
        reasons: line.problems.map((problem) => problemText(v.t, importer, problem)),
        mayBe: choicesIn(line.problems),
        meant: line.meant,
      })),
    };
  };
  /** A row that asks for work in the background and answers with the run as it then stands. */
  const asks = (row: {
    path: string;
    summary: string;
    input: z.ZodType;
    does: (office: Office, input: unknown, call: Call) => Promise<{ id: number }>;
    name: string;
  }): ApiRow => ({
    method: 'post',
    path: row.path,
    summary: row.summary,
    input: row.input,
    output: runOut,
    status: 201,
    command: row.name,
    answer: async (v, input) => {
      if (v.actor.kind === 'visitor') throw forbidden('refusal.tokenNeeded');
      const parsed = row.input.safeParse(input);
      if (!parsed.success) throw invalid(fieldProblems(parsed.error));
      const { id: runId } = await row.does(office(), input, callOf(v, 'api'));
      await office().wake(v.services, runId, 1_500);
      return runOut.parse(await shown(v, runId));
    },
  });
  return [
    asks({
      path: '/imports',
      summary: 'Read a document and preview what importing it would do. Nothing is written before /run.',
      input: startInput,
      does: (at, input, call) => at.start(input as SourceInput, call),
      name: 'import.start',
    }),
    reads({
      path: '/imports/:id',
      summary: 'One import: its state, its counts, and its lines, 500 a page.',
      input: z.object({ id: id(), page: z.coerce.number().int().min(1).optional() }),
      output: runOut,
      ask: (_db, _actor, input, v) => shown(v, input.id, input.page),
    }),
    asks({
      path: '/imports/:id/lines',
      summary:
        'Say which known record lines mean that may be about one: its reference, or new for none of them. The preview is made again.',
      input: z.strictObject({
        id: id(),
        meant: z.array(z.strictObject({ number: z.number().int().min(1), ref: z.string().max(120).nullable() })).max(1_000),
      }),
      does: (at, input, call) => run(at.commands.choose, input, call),
      name: 'import.choose',
    }),
    asks({
      path: '/imports/:id/run',
      summary: 'Import what was previewed; with oneForAll everything or nothing. Ask GET for how far it is.',
      input: z.strictObject({ id: id(), oneForAll: z.boolean().optional() }),
      does: (at, input, call) => run(at.commands.begin, input, call),
      name: 'import.run',
    }),
    asks({
      path: '/imports/:id/undo',
      summary: 'Take an import back: what it made is archived, what it changed is given back, what others changed since stays.',
      input: z.strictObject({ id: id(), why: z.string().min(1).max(500), oneForAll: z.boolean().optional() }),
      does: (at, input, call) => run(at.commands.undo, input, call),
      name: 'import.undo',
    }),
  ];
};
