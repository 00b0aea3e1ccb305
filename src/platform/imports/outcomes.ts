import { sql } from 'kysely';
import type { AnyDatabase } from '../db/tables.ts';
import type { Problem } from '../errors.ts';
import { asJson } from './as-json.ts';
import type { LineOutcome } from './tables.ts';

/** Writes what became of lines, in the caller's transaction where it is one. */
export const writeOutcomes = async (
  db: AnyDatabase,
  lines: readonly { id: number; outcome: LineOutcome; problems: readonly Problem[] }[],
): Promise<void> => {
  for (let at = 0; at < lines.length; at += 1_000) {
    const rows = asJson(lines.slice(at, at + 1_000));
    await sql`
      update import_line set outcome = done.outcome, problems = done.problems
      from jsonb_to_recordset(${rows}::jsonb) done (id bigint, outcome text, problems jsonb)
      where import_line.id = done.id`.execute(db);
  }
};
