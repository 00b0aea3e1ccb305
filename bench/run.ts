#!/usr/bin/env node
// npm run bench: how fast the product is on a large community, held against a bare page and a bare question of the same minute.
// `npm run bench -- --small` takes less than a minute, on a community that fits into it.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { fill, halfOf, large, type Size } from './community.ts';
import { type ImportMeasured, measureImport } from './imports.ts';
import { median, percentile } from './load.ts';
import { countQueries, type Effort, linesOf, type Measured, measurePage, type Page, weigh } from './pages.ts';
import { measureReports } from './reports.ts';
import { memoryOf, openDatabase, type Running, startProgram, startYardstick } from './server.ts';
import { type Line, ms, perSecond, printTable, seconds, times } from './table.ts';

const { values: asked } = parseArgs({ options: { small: { type: 'boolean', default: false }, only: { type: 'string' } } });
const size: Size = asked.small
  ? { people: 4_000, bodies: 200, organisations: 100, reviews: 4, recommendationsPerReview: 100, positionsPerRecommendation: 8 }
  : large;
const effort: Effort = asked.small ? { rounds: 3, milliseconds: 150 } : { rounds: 5, milliseconds: 800 };
const importRows = asked.small ? 500 : 2_000;
const today = new Date().toISOString().slice(0, 10);
/** Growth is a ratio of two differences, so each is measured several times. */
const growthRounds = 3;
const planRows = asked.small ? 500 : 5_000;

const pages: readonly Page[] = [
  { what: 'register of recommendations', path: '/recommendations', as: 'rapporteur', budget: 'page' },
  { what: 'register of recommendations', path: '/recommendations', budget: 'page' },
  {
    what: 'register, two filters and a word',
    path: '/recommendations?theme=theme2&stance=oppose&q=travel',
    as: 'rapporteur',
    budget: 'page',
  },
  { what: 'recommendation', path: '/recommendations/REC-R2-7', as: 'rapporteur', budget: 'page' },
  { what: 'recommendation', path: '/recommendations/REC-R2-7', budget: 'page' },
  { what: 'body', path: '/bodies/B7', as: 'rapporteur', budget: 'page' },
  { what: 'organisations', path: '/organisations', as: 'rapporteur', budget: 'page' },
  { what: 'organisation', path: '/organisations/ORG-0007', as: 'rapporteur', budget: 'page' },
  { what: 'people and roles', path: '/people-and-roles', as: 'administrator', budget: 'page' },
  { what: `matrix of a review, ${size.recommendationsPerReview} rows`, path: '/reviews/R2', as: 'rapporteur' },
  { what: 'plan, table', path: '/plans', as: 'rapporteur' },
  { what: `plan as at a past day, ${planRows} items`, path: `/plans/as-at?on=${today}`, as: 'rapporteur' },
  { what: `promises, ${planRows} items`, path: '/promises', as: 'rapporteur' },
  { what: 'home', path: '/', as: 'rapporteur' },
  { what: 'search', path: '/search?q=travel', as: 'rapporteur', budget: 'search' },
].filter(({ what }) => !asked.only || what.includes(asked.only)) as readonly Page[];

const folder = mkdtempSync(join(tmpdir(), 'plenary-bench-'));
const lines: Line[] = [];
const yardstick = await startYardstick();
try {
  console.log(`Plenary on ${availableParallelism()} cores, Node ${process.version}: ${JSON.stringify(size)}\n`);
  const half = await measureHalf(join(folder, 'half'));
  await measureWhole(join(folder, 'whole'), half);
} finally {
  // Also what was measured before something failed.
  printTable(lines);
  await yardstick.stop();
  rmSync(folder, { recursive: true, force: true });
}

interface Half {
  pages: Map<string, Measured>;
  importing: number;
}

/** Only what growth is judged by. */
async function measureHalf(dataDir: string): Promise<Half> {
  const first = await startProgram(dataDir);
  await first.stop();
  lines.push({
    what: 'start on an empty machine, to the first answer',
    measured: seconds(first.startedIn),
    budget: '≤ 5 s',
    within: first.startedIn <= 5_000,
  });
  await fill(dataDir, halfOf(size));
  const { importing } = await measureImport(dataDir, importRows / 2, 'recommendations', growthRounds);
  const program = await startProgram(dataDir);
  const measured = new Map<string, Measured>();
  try {
    for (const page of grown()) measured.set(page.path, await measurePage(page, { program: program.port, yardstick }, effort));
  } finally {
    await program.stop();
  }
  return { pages: measured, importing };
}

async function measureWhole(dataDir: string, half: Half): Promise<void> {
  const first = await startProgram(dataDir);
  await first.stop();
  const begun = performance.now();
  await fill(dataDir, size);
  console.log(`The community was written in ${seconds(performance.now() - begun)}.\n`);
  const starts: number[] = [];
  for (let round = 0; round < (asked.small ? 1 : 3); round++) {
    const again = await startProgram(dataDir);
    starts.push(again.startedIn);
    await again.stop();
  }
  lines.push({
    what: 'later start, to the first answer',
    measured: seconds(median(starts)),
    budget: '≤ 1.5 s',
    within: median(starts) <= 1_500,
  });

  const imported = await measureImport(dataDir, importRows, 'recommendations', growthRounds);
  const planned = await measureImport(dataDir, planRows, 'plan');
  const people = await measureImport(dataDir, importRows, 'people');
  const organisations = await measureImport(dataDir, importRows / 2, 'organisations');
  const program = await startProgram(dataDir);
  const client = await openDatabase(dataDir);
  try {
    const one = await selectOne(client);
    lines.push(
      ...importLines('recommendations', imported, one),
      ...importLines('lines of a plan with ends and leads', planned, one),
      ...importLines('people', people, one),
      ...importLines('organisations', organisations, one),
      {
        what: 'growth: the import of twice the rows into twice the data',
        measured: seconds(imported.importing),
        yardstick: `half ${seconds(half.importing)}`,
        ratio: times(imported.importing / half.importing),
        budget: '≤ 2 ×',
        within: imported.importing <= 2.2 * half.importing,
      },
    );
    await measurePages(program, client, dataDir, one, half);
    const memory = memoryOf(program.pid);
    if (memory)
      lines.push({
        what: `memory of the server and its database (${memory.processes} processes)`,
        measured: `${Math.round(memory.proportional)} MB`,
        yardstick: `shared pages counted each time ${Math.round(memory.resident)} MB`,
        budget: '≤ 300 MB',
        within: memory.proportional <= 300,
      });
    lines.push(
      ...(await weigh(
        program.port,
        pages.filter(({ budget, as }) => as || budget !== 'page'),
      )),
    );
    lines.push(...(await measureReports(program.port, client, effort.rounds)));
  } catch (fault) {
    throw new Error(program.ended() ?? 'a measurement failed', { cause: fault });
  } finally {
    await client.end();
    await program.stop();
  }
}

function importLines(what: string, { rows, importing, previewing }: ImportMeasured, one: number): Line[] {
  const rate = (rows / importing) * 1000;
  return [
    {
      what: `import of ${rows} ${what}, validated and logged`,
      measured: perSecond(rate, 'rows'),
      yardstick: `SELECT 1 ${perSecond(1000 / one, '')}`,
      ratio: times((rate * one) / 1000),
      budget: '≥ 2000 rows/s',
      within: rate >= 2000,
    },
    { what: `import of ${what}: reading and preview before it`, measured: perSecond((rows / previewing) * 1000, 'rows') },
  ];
}

async function measurePages(program: Running, client: pg.Client, dataDir: string, one: number, half: Half): Promise<void> {
  const queries = await countQueries(client, dataDir, program.port, pages);
  for (const page of pages) {
    const measured = await measurePage(page, { program: program.port, yardstick }, effort);
    lines.push(...linesOf(page, measured, queries.get(page) ?? 0, one));
    const before = grown().includes(page) ? half.pages.get(page.path) : undefined;
    if (!before) continue;
    // Both against the bare page of their own minute, so that a busier machine does not look like growth.
    const now = measured.ways.anew.p50Ratio;
    const then = before.ways.anew.p50Ratio;
    lines.push({
      what: `growth: ${page.what}, made anew, p50 against half the data`,
      measured: times(now),
      yardstick: `half ${times(then)}`,
      ratio: times(now / then),
      budget: '≤ 1.25 ×',
      within: now <= 1.25 * then,
    });
  }
}

function grown(): readonly Page[] {
  return pages.filter(({ path }) => path === '/recommendations' || path === '/recommendations/REC-R2-7').filter(({ as }) => as);
}

async function selectOne(client: pg.Client): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < 600; round++) {
    const at = performance.now();
    await client.query('select 1');
    taken.push(performance.now() - at);
  }
  const median = percentile(
    taken.slice(100).sort((a, b) => a - b),
    50,
  );
  lines.push({ what: 'yardstick: SELECT 1, one round trip', measured: ms(median) });
  return median;
}
