import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, openDatabase, startProgram } from './server.ts';

export interface ImportMeasured {
  rows: number;
  /** Milliseconds from the word "import" to the last line: each line validated, permitted, written and put into the log by its command. */
  importing: number;
  /** The whole of reading the file and performing every line once for the preview, before that. */
  previewing: number;
}

/** Brings a plan of so many recommendations into a review of its own, as people do at the command line. The program must not be running. */
export async function measureImport(dataDir: string, rows: number): Promise<ImportMeasured> {
  const file = join(dataDir, `plan-${rows}.csv`);
  writeFileSync(file, plan(rows));
  await command(dataDir, 'import', file, '--as', 'recommendations', '--review', 'PLAN', '--json');
  const program = await startProgram(dataDir);
  const client = await openDatabase(dataDir);
  try {
    const { rows: runs } = await client.query<{ counts: { new?: number }; importing: number; previewing: number }>(`
      select counts, extract(epoch from ended_at - started_at)::float * 1000 as importing, extract(epoch from started_at - created_at)::float * 1000 as previewing
      from import_run order by id desc limit 1`);
    const run = runs[0];
    if (run?.counts.new !== rows) throw new Error(`of ${rows} lines these came in: ${JSON.stringify(run?.counts)}`);
    return { rows, importing: run.importing, previewing: run.previewing };
  } finally {
    await client.end();
    await program.stop();
  }
}

const plan = (rows: number): string =>
  [
    'number,title,text,themes,addressees',
    ...Array.from(
      { length: rows },
      (_, at) =>
        `${at + 1},Publish plan item ${at + 1},"The community should publish, each year and in every region, what became of item ${at + 1}.",theme${1 + (at % 8)},B${1 + (at % 40)}`,
    ),
  ].join('\n');
