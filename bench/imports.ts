import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './load.ts';
import { command } from './server.ts';

export interface ImportMeasured {
  rows: number;
  /** Milliseconds in which every line was validated, permitted, written and put into the log by its command. */
  importing: number;
  /** Milliseconds of reading the file and performing every line once for the preview, before that. */
  previewing: number;
}

/** What is brought in: recommendations with their texts and addressees, the lines of a plan with their ends and leads, people, organisations. */
export type Kind = 'recommendations' | 'plan' | 'people' | 'organisations';

/**
 * Brings so many lines in, those of a review into one of their own, as people do at the command line, and so many again in each round. What
 * each part takes is told by leaving the later ones out, and of both the median counts: the difference of two single runs of a program is
 * mostly chance. The first preview only warms up. The program must not be running.
 */
export async function measureImport(dataDir: string, rows: number, kind: Kind = 'recommendations', rounds = 1): Promise<ImportMeasured> {
  const starts: number[] = [];
  const previews: number[] = [];
  const imports: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const file = join(dataDir, `${kind}-${rows}-${round}.csv`);
    writeFileSync(file, [headings[kind], ...Array.from({ length: rows }, (_, at) => lineOf[kind](round * rows + at + 1))].join('\n'));
    const words = ['import', file, '--as', kind, ...(kind === 'recommendations' || kind === 'plan' ? ['--review', 'PLAN'] : []), '--json'];
    if (round === 0) await command(dataDir, ...words, '--dry-run');
    starts.push((await timed(() => command(dataDir, 'migrate'))).took);
    previews.push((await timed(() => command(dataDir, ...words, '--dry-run'))).took);
    const { said, took } = await timed(() => command(dataDir, ...words));
    imports.push(took);
    const { counts } = JSON.parse(said) as { counts: { new?: number; changed?: number } };
    if ((counts.new ?? 0) + (counts.changed ?? 0) !== rows) throw new Error(`of ${rows} lines these came in: ${JSON.stringify(counts)}`);
  }
  return { rows, importing: median(imports) - median(previews), previewing: median(previews) - median(starts) };
}

const timed = async (work: () => Promise<string>): Promise<{ said: string; took: number }> => {
  const begun = performance.now();
  return { said: await work(), took: performance.now() - begun };
};

const headings: Record<Kind, string> = {
  recommendations: 'number,title,text,themes,addressees',
  plan: 'kind,number,title,workstream,start date,proposed end,status,percent,note,leads,body,aliases',
  people: 'name,native name,email,country,organisation,languages',
  organisations: 'name,native name,country,website,members,state,accredited,languages,other names',
};

const lineOf: Record<Kind, (at: number) => string> = {
  recommendations: (at) =>
    `${at},Publish plan item ${at},"The community should publish, each year and in every region, what became of item ${at}.",theme${1 + (at % 8)},B${1 + (at % 40)}`,
  // One issue, then nine tasks of the workstreams.
  plan: (at) => {
    const [month, day] = [1 + (at % 12), 1 + (at % 28)].map((part) => String(part).padStart(2, '0'));
    const named = at % 10 === 1 ? `issue,${at},Publish plan item ${at},` : `task,,Publish plan item ${at},Workstream ${1 + (at % 12)}`;
    const status = ['Not started', 'In progress', 'Completed'][at % 3];
    return `${named},2026-${month}-${day},2027-${month}-${day},${status},${at % 101},"Said on the call of the month, item ${at}.",volunteer lead: Somebody ${at % 50},B${1 + (at % 40)},${at % 10 === 1 ? `Issue X${at}` : ''}`;
  },
  // Three in a hundred are here already and get another name; a third belong to an organisation, a quarter have a name in another script.
  people: (at) =>
    [
      `Newly Come ${at}`,
      at % 4 === 0 ? `用户 ${at}` : '',
      at % 33 === 0 ? `person${1000 + at}@example.org` : `newcomer${at}@example.net`,
      countries[at % countries.length],
      at % 3 === 0 ? `ORG-${String(1 + (at % 40)).padStart(4, '0')}` : '',
      'en; fr',
    ].join(','),
  organisations: (at) =>
    [
      `Users of place ${at}`,
      at % 3 === 0 ? `用户协会 ${at}` : '',
      countries[at % countries.length],
      `https://users-${at}.example.org/`,
      `${at + 10} - ${at + 90}`,
      'accredited',
      `2015-03-0${1 + (at % 9)}`,
      'en; fr',
      at % 5 === 0 ? `Old users ${at}` : '',
    ].join(','),
};

const countries = ['AR', 'AU', 'BR', 'CA', 'CL', 'CN', 'CO', 'CR', 'DE', 'EG'];
