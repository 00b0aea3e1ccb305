import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { brotliCompressSync } from 'node:zlib';
import type pg from 'pg';
import { type Reader, sessionOf } from './community.ts';
import { load, median, type Served } from './load.ts';
import type { Yardstick } from './server.ts';
import { kilobytes, type Line, ms, perSecond, times } from './table.ts';

export interface Page {
  what: string;
  path: string;
  as?: Reader;
  /** Lists and records are under the budget of pages; a search has one of its own; others are only shown. */
  budget?: 'page' | 'search';
}

/** `rounds` of `milliseconds` each for ours and, half as long, the bare page by turns; what is said is the median, because other work on the machine comes and goes. */
export interface Effort {
  rounds: number;
  milliseconds: number;
}

/** What Chrome, Firefox and Safari of this year ask with. */
const browser = { 'accept-encoding': 'gzip, deflate, br, zstd' };
export const headersOf = (as: Reader | undefined): Record<string, string> =>
  as ? { ...browser, cookie: `plenary_session=${sessionOf(as)}` } : browser;

/** `anew`: the page is made for every request. `again`: it may be answered as it was made before, as long as nothing is written. */
export type Way = 'anew' | 'again';

/** Whoever tells a browser to load anew asks with this, and the program answers nothing that it has kept. */
const asking: Record<Way, Record<string, string>> = { anew: { 'cache-control': 'no-cache' }, again: {} };

export interface Measured {
  ways: Record<Way, Pace>;
  /** The bare page: answers in a second and median with ten connections, the slowest of twenty with one. */
  barePerSecond: number;
  bareP50: number;
  bareP95: number;
}

interface Pace {
  pagesPerSecond: number;
  /** With ten connections, and against the bare page of the same seconds. */
  p50: number;
  p50Ratio: number;
  /** One connection. */
  p95: number;
}

type Turn = Record<Way, { ten: Served; one: Served }> & { bareTen: Served; bareOne: Served };

export async function measurePage(
  { path, as }: Page,
  { program, yardstick }: { program: number; yardstick: Yardstick },
  { rounds, milliseconds }: Effort,
): Promise<Measured> {
  const ours = (way: Way, connections: number) =>
    load({ port: program, path, headers: { ...headersOf(as), ...asking[way] }, milliseconds, answers: 50_000, connections });
  const bare = (connections: number) =>
    load({ port: yardstick.port, path: '/', headers: browser, milliseconds: milliseconds / 2, answers: 50_000, connections });
  await ours('anew', 10);
  await yardstick.show(await (await fetch(`http://127.0.0.1:${program}${path}`, { headers: headersOf(as) })).text());
  await bare(10);
  const turns: Turn[] = [];
  for (let round = 0; round < rounds; round++)
    turns.push({
      bareTen: await bare(10),
      anew: { ten: await ours('anew', 10), one: await ours('anew', 1) },
      again: { ten: await ours('again', 10), one: await ours('again', 1) },
      bareOne: await bare(1),
    });
  const served = (way: Way): Pace => ({
    pagesPerSecond: median(turns.map((turn) => turn[way].ten.perSecond)),
    p50: median(turns.map((turn) => turn[way].ten.p50)),
    p50Ratio: median(turns.map((turn) => turn[way].ten.p50 / turn.bareTen.p50)),
    p95: median(turns.map((turn) => turn[way].one.p95)),
  });
  return {
    ways: { anew: served('anew'), again: served('again') },
    barePerSecond: median(turns.map(({ bareTen }) => bareTen.perSecond)),
    bareP50: median(turns.map(({ bareTen }) => bareTen.p50)),
    bareP95: median(turns.map(({ bareOne }) => bareOne.p95)),
  };
}

/** Lists and records are held to their budget in both ways. */
export const linesOf = (page: Page, measured: Measured, queries: number, selectOne: number): Line[] => [
  ...linesOfWay(page, measured, 'anew', selectOne),
  { what: `${nameOf(page)}: queries, made anew`, measured: String(queries), budget: '≤ 6', ...judging(page, queries <= 6) },
  ...linesOfWay(page, measured, 'again', selectOne),
];

const nameOf = ({ what, as }: Page): string => `${what}, ${as ?? 'visitor'}`;
const said: Record<Way, string> = { anew: 'made anew', again: 'the same again' };
const judging = ({ budget, as }: Page, within: boolean) => (budget === 'page' && as ? { within } : {});

const linesOfWay = (page: Page, measured: Measured, way: Way, selectOne: number): Line[] => {
  const name = `${nameOf(page)}, ${said[way]}`;
  const { pagesPerSecond, p50, p50Ratio, p95 } = measured.ways[way];
  if (page.budget === 'search')
    return [
      {
        what: `${name}: p95, one connection`,
        measured: ms(p95),
        yardstick: `SELECT 1 ${ms(selectOne)}`,
        ratio: times(p95 / selectOne),
        budget: '≤ 50 ms',
        within: p95 <= 50,
      },
    ];
  return [
    {
      what: `${name}: pages, 10 connections`,
      measured: perSecond(pagesPerSecond, ''),
      yardstick: `bare ${perSecond(measured.barePerSecond, '')}`,
      ratio: times(pagesPerSecond / measured.barePerSecond),
      budget: '≥ 500 /s',
      ...judging(page, pagesPerSecond >= 500),
    },
    {
      what: `${name}: p50, 10 connections`,
      measured: ms(p50),
      yardstick: `bare ${ms(measured.bareP50)}`,
      ratio: times(p50Ratio),
      budget: '≤ 5 ×',
      ...judging(page, p50Ratio <= 5),
    },
    {
      what: `${name}: p95, one connection`,
      measured: ms(p95),
      yardstick: `bare ${ms(measured.bareP95)}`,
      ratio: times(p95 / measured.bareP95),
      budget: '≤ 12 ms',
      ...judging(page, p95 <= 12),
    },
  ];
};

/** How many questions one page asks of the database, from the database's own log; the smallest of several, because jobs ask now and then too. */
export async function countQueries(
  client: pg.Client,
  dataDir: string,
  program: number,
  pages: readonly Page[],
): Promise<Map<Page, number>> {
  const { rows } = await client.query<{ file: string }>(`select pg_current_logfile() as file`);
  const file = join(dataDir, 'postgres', rows[0]?.file ?? '');
  const counts = new Map<Page, number>();
  const setting = async (...settings: string[]) => {
    for (const one of settings) await client.query(`alter system ${one}`);
    await client.query('select pg_reload_conf()');
    await pause(300);
  };
  await setting(`set log_statement to 'all'`, `set log_line_prefix to '%a|'`);
  try {
    for (const page of pages) {
      const seen: number[] = [];
      for (let round = 0; round < 4; round++) {
        const before = readFileSync(file).length;
        await load({
          port: program,
          path: page.path,
          headers: { ...headersOf(page.as), ...asking.anew },
          connections: 1,
          milliseconds: 10_000,
          answers: 1,
        });
        await pause(30);
        const said = readFileSync(file).subarray(before).toString();
        seen.push(said.match(/^plenary\|LOG: {2}(statement|execute [^:]*):/gm)?.length ?? 0);
      }
      counts.set(page, Math.min(...seen));
    }
  } finally {
    await setting('reset log_statement', 'reset log_line_prefix');
  }
  return counts;
}

/** What a first visit brings over the line: the page, and the styles and scripts that later ones have kept. */
export async function weigh(program: number, pages: readonly Page[]): Promise<Line[]> {
  const lines: Line[] = [];
  const assets = new Set<string>();
  for (const page of pages) {
    const headers = headersOf(page.as);
    const { bytes } = await load({ port: program, path: page.path, headers, connections: 1, milliseconds: 10_000, answers: 1 });
    const html = await (await fetch(`http://127.0.0.1:${program}${page.path}`, { headers })).text();
    for (const [, address] of html.matchAll(/(?:href|src)="(\/assets\/[^"]+\.(?:css|js))"/g)) assets.add(address ?? '');
    lines.push({
      what: `${page.what}: weight of the page`,
      measured: kilobytes(bytes),
      yardstick: `plain ${kilobytes(Buffer.byteLength(html))}`,
      ratio: times(Buffer.byteLength(html) / bytes),
    });
  }
  let [sent, plain] = [0, 0];
  for (const path of assets) {
    sent += (await load({ port: program, path, headers: browser, connections: 1, milliseconds: 10_000, answers: 1 })).bytes;
    const whole = Buffer.from(await (await fetch(`http://127.0.0.1:${program}${path}`)).arrayBuffer());
    plain += brotliCompressSync(whole).length;
  }
  return [
    ...lines,
    {
      what: `styles and scripts (${assets.size} files, once)`,
      measured: kilobytes(sent),
      yardstick: `brotli ${kilobytes(plain)}`,
      ratio: times(sent / plain),
    },
  ];
}
