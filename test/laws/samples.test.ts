import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands, importers } from '../../src/app/domains.ts';
import { root, type Source, sourcesUnder } from './sources.ts';

interface Step {
  what: string;
  file: string;
  command?: string;
  import?: string;
}

const samples = readdirSync(join(root, 'samples'));

describe.each(samples)('the sample %s', (name) => {
  const files = sourcesUnder(`samples/${name}`, /./);
  const { steps } = JSON.parse(files.find(({ path }) => path.endsWith('/manifest.json'))?.text ?? '') as { steps: Step[] };

  it('is JSON throughout, and each step says what it is, in a file that is there, by a command or an import that we have', () => {
    for (const { path, text } of files.filter(({ path }) => path.endsWith('.json'))) expect(() => JSON.parse(text), path).not.toThrow();
    for (const step of steps) {
      expect(step.what, step.file).toBeTruthy();
      if (step.command) expect(commands.map((command) => command.name)).toContain(step.command);
      else expect(importers.map((importer) => importer.kind)).toContain(step.import);
    }
  });

  it('has a step for every file, and a file for every step', () => {
    const there = files
      .map(({ path }) => path.slice(`samples/${name}/`.length))
      .filter((file) => !/^(manifest\.json|README\.md)$/.test(file));
    expect(there.sort()).toEqual([...new Set(steps.map(({ file }) => file))].sort());
  });
});

it('no file holds the marks of two versions that nobody has joined', () => {
  const folders = ['bench', 'bin', 'docs', 'migrations', 'public', 'samples', 'scripts', 'src', 'test'];
  const atRoot = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile());
  const sources = [
    ...folders.flatMap((folder) => sourcesUnder(folder, /./)),
    ...atRoot.map(({ name }) => ({ path: name, text: readFileSync(join(root, name), 'utf8') })),
  ];
  expect(sources.length).toBeGreaterThan(500);
  expect(sources.filter(isTorn).map(({ path }) => path)).toEqual([]);
});

it('the law about unjoined versions can fail', () => {
  const sides = ['<', '=', '>'].map((sign) => `${sign.repeat(7)}${sign === '=' ? '' : ' ours'}`);
  expect(isTorn({ path: 'a.json', text: `{\n${sides[0]}\n"a": 1\n${sides[1]}\n"a": 2\n${sides[2]}\n}` })).toBe(true);
  expect(isTorn({ path: 'a.md', text: `Title\n${'='.repeat(7)}\n` }), 'the line under a title').toBe(false);
});

const isTorn = ({ text }: Source): boolean => /^(<{7}|>{7}|\|{7})( |$)/m.test(text);
