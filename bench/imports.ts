import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './server.ts';

export interface ImportMeasured {
  rows: number;
  /** Milliseconds in which every line was validated, permitted, written and put into the log by its command. */
  importing: number;
  /** Milliseconds of reading the file and performing every line once for the preview, before that. */
  previewing: number;
}

/**
 * Brings a plan of so many recommendations into a review of its own, as people do at the command line. What each part takes is told by
 * leaving the later ones out. The program must not be running.
 */
export async function measureImport(dataDir: string, rows: number): Promise<ImportMeasured> {
  const file = join(dataDir, `plan-${rows}.csv`);
  writeFileSync(file, plan(rows));
  const words = ['import', file, '--as', 'recommendations', '--review', 'PLAN', '--json'];
  const starting = (await timed(() => command(dataDir, 'migrate'))).took;
  const preview = (await timed(() => command(dataDir, ...words, '--dry-run'))).took;
  const { said, took } = await timed(() => command(dataDir, ...words));
  const { counts } = JSON.parse(said) as { counts: { new?: number } };
  if (counts.new !== rows) throw new Error(`of ${rows} lines these came in: ${JSON.stringify(counts)}`);
  return { rows, importing: took - preview, previewing: preview - starting };
}

const timed = async (work: () => Promise<string>): Promise<{ said: string; took: number }> => {
  const begun = performance.now();
  return { said: await work(), took: performance.now() - begun };
};

const plan = (rows: number): string =>
  [
    'number,title,text,themes,addressees',
    ...Array.from(
      { length: rows },
      (_, at) =>
        `${at + 1},Publish plan item ${at + 1},"The community should publish, each year and in every region, what became of item ${at + 1}.",theme${1 + (at % 8)},B${1 + (at % 40)}`,
    ),
  ].join('\n');
