import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { domains } from '../../src/app/domains.ts';
import { importsOf, isForTests, root, type Source, sourcesUnder } from './sources.ts';

const order = domains.map((domain) => domain.name);
const sources = sourcesUnder('src', /\.tsx?$/).filter(({ path }) => !isForTests(path));

describe('who may import whom', () => {
  it('a domain uses the doors of domains above it, and nobody enters by a window', () => {
    expect(trespasses(sources, order)).toEqual([]);
  });

  it('every folder of a domain is on the list of domains', () => {
    const folders = new Set(sources.flatMap(({ path }) => path.match(/^src\/domains\/([^/]+)\//)?.[1] ?? []));
    expect([...folders].filter((folder) => !order.includes(folder))).toEqual([]);
  });

  it('inside a domain a file imports only what stands to its left', () => {
    expect(turnedBack(sources)).toEqual([]);
  });
});

describe('the law about imports can fail', () => {
  const planted = (path: string, ...to: string[]): Source => ({ path, text: to.map((each) => `import { x } from '${each}';`).join('\n') });

  it.each([
    ['src/platform/planted.ts', '../domains/people/index.ts', 'the platform knows no domain'],
    ['src/platform/lists/planted.ts', '../../app/domains.ts', 'the platform knows nothing of the program'],
    ['src/domains/people/planted.ts', '../../app/domains.ts', 'a domain knows nothing of the program'],
    ['src/domains/reviews/planted.ts', '../people/queries.ts', 'people is entered only by its index.ts'],
    ['src/domains/reviews/positions/planted.ts', '../../accounts/roles/queries.ts', 'accounts is entered only by its index.ts'],
    ['src/domains/people/planted.ts', '../reviews/index.ts', 'reviews stands below people'],
    ['src/app/planted.ts', '../domains/people/queries.ts', 'people is entered only by its index.ts'],
    ['src/app/planted.ts', '../../test/app.ts', 'src uses nothing of test'],
  ])('%s must not import %s', (path, to, why) => {
    expect(trespasses([planted(path, to)], ['community', 'people', 'accounts', 'reviews'])).toEqual([`${path}: ${why}`]);
  });

  it('what is allowed is not named', () => {
    const good = [
      planted('src/domains/reviews/positions/views.tsx', '../../people/index.ts', '../../../platform/ui/index.ts', '../queries.ts'),
      planted('src/app/web.ts', '../domains/people/index.ts', '../platform/command.ts', '../../migrations/index.ts'),
    ];
    expect(trespasses(good, ['community', 'people', 'accounts', 'reviews'])).toEqual([]);
  });

  it('a turn to the right is named, also through a file whose name says nothing', () => {
    const files = [
      planted('src/domains/people/queries.ts', './commands.ts', './tables.ts'),
      planted('src/domains/people/commands.ts', './names.ts'),
      planted('src/domains/people/names.ts', './views.tsx'),
      planted('src/domains/people/views.tsx', './queries.ts'),
      planted('src/domains/people/roles/pages.tsx', '../index.ts', './views.tsx'),
    ];
    expect(turnedBack(files)).toEqual([
      'src/domains/people/queries.ts (queries) imports src/domains/people/commands.ts (views)',
      'src/domains/people/commands.ts (commands) imports src/domains/people/names.ts (views)',
      'src/domains/people/roles/pages.tsx (pages) imports src/domains/people/index.ts (index)',
    ]);
  });

  it('Biome names one trespass of each kind, and circles, by the settings of this project', () => {
    const kinds: Record<string, string> = {
      'src/platform/ui/one.ts': '../../domains/people/index.ts',
      'src/platform/two.ts': '../app/domains.ts',
      'src/domains/people/three.ts': '../../app/domains.ts',
      'src/domains/people/roles/four.ts': '../../../app/domains.ts',
      'src/domains/people/five.ts': '../reviews/queries.ts',
      'src/domains/people/roles/six.ts': '../../reviews/positions/queries.ts',
      'src/app/seven.ts': '../domains/people/queries.ts',
      'src/platform/eight.ts': './nine.ts',
      'src/platform/nine.ts': './eight.ts',
    };
    const good: Record<string, string> = {
      'src/platform/good.ts': './ui/one.ts',
      'src/domains/people/good.ts': '../reviews/index.ts',
      'src/domains/people/roles/good.ts': '../../../platform/two.ts',
      'src/domains/people/roles/better.ts': '../../reviews/index.ts',
      'src/app/good.ts': '../domains/people/index.ts',
      'src/platform/any.test.ts': '../domains/people/queries.ts',
    };
    expect(namedByBiome({ ...kinds, ...good })).toEqual(Object.keys(kinds).sort());
  });
});

/** Imports over a boundary, each as a sentence. */
function trespasses(files: readonly Source[], names: readonly string[]): string[] {
  return files.flatMap((file) => {
    const [storey, domain] = placeOf(file.path);
    return importsOf(file).flatMap((to) => {
      const why = whyNot(storey, domain, to, names);
      return why ? [`${file.path}: ${why}`] : [];
    });
  });
}

function whyNot(storey: string, domain: string, to: string, names: readonly string[]): string | undefined {
  const [other, entered] = placeOf(to);
  if (!other) return storey === 'app' && !to.startsWith('test/') ? undefined : `src uses nothing of ${to.split('/')[0]}`;
  if (other === 'app') {
    if (storey === 'platform') return 'the platform knows nothing of the program';
    return storey === 'domains' ? 'a domain knows nothing of the program' : undefined;
  }
  if (other !== 'domains' || (storey === 'domains' && entered === domain)) return undefined;
  if (storey === 'platform') return 'the platform knows no domain';
  if (to !== `src/domains/${entered}/index.ts`) return `${entered} is entered only by its index.ts`;
  return storey === 'domains' && names.indexOf(entered) > names.indexOf(domain) ? `${entered} stands below ${domain}` : undefined;
}

/** `['domains', 'people']` of `src/domains/people/…`; empty outside `src`. */
function placeOf(path: string): [storey: string, domain: string] {
  const [, storey = '', domain = ''] = path.match(/^src\/(\w+)\/(?:([\w-]+)\/)?/) ?? [];
  return [storey, storey === 'domains' ? domain : ''];
}

/** From left to right; files of one step may use each other. The door of a noun's folder can be used by what shows it. */
const steps = ['noun', 'tables', 'policy', 'queries', 'commands', 'imports', 'views', 'pages', 'index'] as const;
type Step = (typeof steps)[number];

const kinds: readonly [RegExp, Step][] = [
  [/^src\/domains\/\w+\/index$/, 'index'],
  [/\/index$/, 'views'],
  [/[/-](pages|api)$/, 'pages'],
  [/[/-]views?$/, 'views'],
  [/[/-](imports|jobs)$|\/import-/, 'imports'],
  [/[/-]commands?$/, 'commands'],
  [/[/-]queries$/, 'queries'],
  [/[/-]policy$/, 'policy'],
  [/[/-]tables$/, 'tables'],
];

function turnedBack(files: readonly Source[]): string[] {
  const inDomains = new Map(files.filter(({ path }) => placeOf(path)[0] === 'domains').map((file) => [file.path, ownImports(file)]));
  const known = new Map<string, number>();
  /** Where a file really stands: at its name's step, or further right where what it imports pulls it. */
  const stand = (path: string, seen: readonly string[] = []): number => {
    const earlier = known.get(path);
    if (earlier !== undefined || seen.includes(path)) return earlier ?? 0;
    const named = stepOf(path);
    if (named === 'index' || /\/index\.ts$/.test(path)) return steps.indexOf(named ?? 'views');
    const pulled = (inDomains.get(path) ?? []).map((to) => stand(to, [...seen, path]));
    const at = Math.max(named ? steps.indexOf(named) : 0, ...pulled);
    known.set(path, at);
    return at;
  };
  return [...inDomains].flatMap(([path, imported]) => {
    const own = stepOf(path);
    if (!own || /\/index\.ts$/.test(path)) return [];
    return imported.filter((to) => stand(to) > steps.indexOf(own)).map((to) => `${path} (${own}) imports ${to} (${steps[stand(to)]})`);
  });
}

const stepOf = (path: string): Step | undefined => kinds.find(([pattern]) => pattern.test(path.replace(/\.tsx?$/, '')))?.[1];

const ownImports = (file: Source): string[] =>
  importsOf(file).filter((to) => placeOf(to)[1] === placeOf(file.path)[1] && /\.tsx?$/.test(to) && !to.includes('/messages/'));

/** The planted files that Biome refuses under this project's own settings. */
function namedByBiome(planted: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'plenary-boundaries-'));
  try {
    const settings = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
    writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...settings, $schema: undefined, vcs: { enabled: false } }));
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    for (const [path, to] of Object.entries(planted)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `import { x } from '${to}';\n\nexport const y = x;\nexport { y as x };\n`);
    }
    const { diagnostics } = JSON.parse(lint(folder));
    return [...new Set<string>(diagnostics.filter(isAboutImports).map((one: Diagnostic) => one.location.path))].sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Diagnostic {
  category: string;
  location: { path: string };
}
const isAboutImports = ({ category }: Diagnostic) => /noRestrictedImports|noImportCycles/.test(category);

function lint(folder: string): string {
  try {
    return execFileSync(join(root, 'node_modules/.bin/biome'), ['lint', '--reporter=json', '--max-diagnostics=200', '.'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (refused) {
    return (refused as { stdout: string }).stdout;
  }
}
