import { sql } from 'kysely';
import type { Reads } from '../db/tables.ts';
import type { Problem } from '../errors.ts';
import type { RunNotice, Tables } from './tables.ts';

/**
 * A record that a line may be about although the line names it by nothing that is sure: the same name in the same country, say. Without `ref`
 * where a line before this one makes it.
 */
export interface MayBe {
  /** Its table and id, `person/12`: where the record is forgotten, its name is forgotten here too. */
  is: string;
  ref?: string;
  name: string;
}

/** What to do with such lines: make a new record, take the known one where there is only one, or leave the line out until somebody has said. */
export const likelyChoices = ['add', 'match', 'leave'] as const;

/** What a person says of a line that may be about a known record and is about none. */
export const newRecord = 'new';

/** What is told of a line that may be about these records. */
export const mayBeProblems = (found: readonly MayBe[]): Problem[] =>
  found
    .slice(0, 5)
    .map(({ is, ref, name }) =>
      ref === undefined
        ? { path: [], key: 'imports.mayBeAbove', values: { name, is } }
        : { path: [], key: 'imports.mayBe', values: { name, ref, is } },
    );

/** The records among which a person may choose for this line. */
export const choicesIn = (problems: readonly Problem[]): { ref: string; name: string }[] =>
  problems.flatMap(({ key, values }) => (key === 'imports.mayBe' ? [{ ref: String(values?.ref), name: String(values?.name) }] : []));

export const isMayBe = sql<boolean>`(problems @? '$[*] ? (@.key == "imports.mayBe" || @.key == "imports.mayBeAbove")')`;

/** The word about the whole source, none where no line is meant. */
export const mayBeNotice = async (db: Reads<Tables>, runId: number): Promise<RunNotice[]> => {
  const { count } = await db
    .selectFrom('import_line')
    .select(sql<number>`count(*)`.as('count'))
    .where('run_id', '=', runId)
    .where('outcome', 'in', ['new', 'refused'])
    .where(isMayBe)
    .executeTakeFirstOrThrow();
  return count > 0 ? [{ key: mayBeKey, values: { count } }] : [];
};

export const mayBeKey = 'imports.mayBeKnown';
