import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { parse } from 'node-html-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/app/catalogue.ts';
import { commands, rights } from '../../src/app/domains.ts';
import { type Name, openApp, type TestApp, type Visitor } from '../app.ts';
import { faultsOf, linksOf, look, type Seen } from './pages.ts';
import { furnishWorld } from './world.ts';

/** Pages looked at for one person; of one path at most so many questions, since a list can be asked without end. */
const most = { pages: 300, variants: 3 };
/** A page is one small document on a slow line, and asks the database little. */
const budget = { bytes: 14 * 1024, assets: 24 * 1024, queries: 6 };

const readers: readonly (Name | undefined)[] = [undefined, 'fatou', 'carmen', 'dana', 'ama'];

let home: TestApp;
const missing: string[] = [];
const told = catalogue.missing;

beforeAll(async () => {
  home = await openApp();
  await furnishWorld(home);
  catalogue.missing = (language, key) => missing.push(`${key} has no words (asked for in ${language})`);
});
afterAll(async () => {
  catalogue.missing = told;
  await home.close();
});

const names = new Set([...commands.map((command) => command.name), ...rights]);
const isKey = (text: string): boolean => /^[a-z]\w*(\.\w+)+$/.test(text) && !names.has(text) && catalogue.find('en', text) !== undefined;

const paths = new Map<Name | undefined, string[]>();

describe.each(readers.map((name) => [name ?? 'a visitor', name] as const))('the pages that %s can reach', (_who, name) => {
  let seen: Seen[];
  const broken: string[] = [];
  beforeAll(async () => {
    seen = await crawl(home, name, broken);
    paths.set(
      name,
      seen.map((page) => page.path),
    );
  }, 120_000);

  it('are more than a handful, and no link leads nowhere', () => {
    expect(seen.length).toBeGreaterThan(5);
    expect(broken).toEqual([]);
  });

  it('are titled, sound and safe', () => {
    expect(seen.flatMap((page) => faultsOf(page, ...languageAt(page.path, 'en'), isKey).map((fault) => `${page.path} ${fault}`))).toEqual(
      [],
    );
  });

  it('have words for everything that they say', () => {
    expect([...new Set(missing.splice(0))]).toEqual([]);
  });

  it(`ask the database at most ${budget.queries} times`, () => {
    expect(seen.filter((page) => page.queries.length > budget.queries).map((page) => `${page.path}: ${page.queries.length}`)).toEqual([]);
  });

  it(`travel in at most ${budget.bytes / 1024} kB`, () => {
    expect(seen.filter((page) => page.size > budget.bytes).map((page) => `${page.path}: ${page.size} bytes`)).toEqual([]);
  });
});

/** A file of a report names its language in its address, whatever the reader's own is. */
const languageAt = (path: string, readers: string): [language: string, direction: string] => {
  const language = /\/(\w\w)\/report\.html$/.exec(path)?.[1] ?? readers;
  return [language, language === 'ar' ? 'rtl' : 'ltr'];
};

it('in Arabic every page says so and runs from right to left', async () => {
  const faults: string[] = [];
  for (const path of (paths.get('dana') ?? []).filter((path) => !path.includes('?'))) {
    const page = await look(home.as('dana'), path, { 'accept-language': 'ar' });
    faults.push(...faultsOf(page, ...languageAt(path, 'ar'), isKey).map((fault) => `${path} ${fault}`));
  }
  expect([...faults, ...new Set(missing.splice(0))]).toEqual([]);
}, 120_000);

it(`styles and scripts together travel in at most ${budget.assets / 1024} kB`, () => {
  const loaded = home.services.house.assets.all.filter(({ type }) => /css|javascript/.test(type));
  expect(loaded.length).toBeGreaterThan(1);
  expect(loaded.reduce((sum, asset) => sum + gzipSync(asset.plain, { level: 9 }).length, 0)).toBeLessThanOrEqual(budget.assets);
});

it('with 10,000 recommendations no page asks more, nor grows', async () => {
  await fillWithRecommendations(home);
  const heavy: string[] = [];
  for (const path of (paths.get('dana') ?? []).filter((path) => !path.includes('?'))) {
    const page = await lookCalmly(home.as('dana'), path);
    if (page.status !== 200) heavy.push(`${path} answered ${page.status}`);
    if (page.queries.length > budget.queries) heavy.push(`${path}: ${page.queries.length} queries`);
    if (page.size > budget.bytes) heavy.push(`${path}: ${page.size} bytes`);
  }
  expect(heavy).toEqual([]);
}, 120_000);

describe('the law about pages can fail', () => {
  it('whatever is wrong with a page is named', () => {
    const page = (body: string): Seen => ({ path: '/planted', status: 200, type: 'text/html', size: 1, queries: [], html: parse(body) });
    const planted = page(`<html lang="fr" dir="rtl"><title> </title><h1>a</h1><h1>b</h1><style>p{}</style><script>1</script>
      <p id="a" style="color:red" onclick="x">list.title</p><i id="a">list.title is fine</i><form method="post" action="/x"><input></form><a href="#b">b</a></html>`);
    expect(faultsOf(planted, 'en', 'ltr', (text) => text === 'list.title')).toEqual([
      'has no title',
      'has 2 main headings',
      'says that its language is fr',
      'runs rtl',
      'has an inline style',
      'has an inline script',
      'has an inline style at p',
      'has an inline onclick at p',
      'has the id a twice',
      'has a form to /x without a button',
      'points to #b, which is not there',
      'shows the message key list.title',
    ]);
  });

  it('a good page is not', () => {
    const html = parse(
      '<html lang="en"><title>t</title><script src="/a.js"></script><h1 id="a">a</h1><form method="post"><button>x</button></form><a href="#a">a</a></html>',
    );
    expect(faultsOf({ path: '/', status: 200, type: 'text/html', size: 1, queries: [], html }, 'en', 'ltr', () => false)).toEqual([]);
  });

  it('questions to the database are counted', async () => {
    const page = await look(home.as('dana'), '/reviews');
    expect(page.queries.length).toBeGreaterThan(0);
    expect((await look(home.as(), '/healthz')).queries).toEqual([]);
  });
});

/** What holds until something is written is asked once: a page that happens to come right after a write, of whichever test, is made and looked at again. */
async function lookCalmly(as: Visitor, path: string): Promise<Seen> {
  let page = await look(as, path);
  for (let more = 3; more > 0 && page.queries.length > budget.queries; more--) page = await look(as, path);
  return page;
}

/** From the first page along every link, nearest first. What is no page is only asked whether it answers. */
async function crawl({ as }: TestApp, name: Name | undefined, broken: string[]): Promise<Seen[]> {
  const me = as(name);
  const pages: Seen[] = [];
  const variants = new Map<string, number>();
  const queue: { path: string; from: string }[] = [{ path: '/', from: 'the start' }];
  const known = new Set(['/']);
  for (let next = queue.shift(); next && pages.length < most.pages; next = queue.shift()) {
    const page = await lookCalmly(me, next.path);
    if (page.status >= 400) broken.push(`${next.path} (linked from ${next.from}) answered ${page.status}`);
    if (page.status !== 200 || !page.type.startsWith('text/html')) continue;
    pages.push(page);
    for (const path of linksOf(page)) {
      const [pathname = '', query] = path.split('?');
      const count = variants.get(pathname) ?? 0;
      if (known.has(path) || (query && count >= most.variants) || (isDocument(pathname) && !askDocuments.has(name))) continue;
      known.add(path);
      if (query) variants.set(pathname, count + 1);
      queue.push({ path, from: page.path });
    }
  }
  return pages;
}

/** Documents take longer to make than pages: only the least and the most powerful reader ask for them. */
const askDocuments = new Set<Name | undefined>([undefined, 'ama']);
const isDocument = (pathname: string): boolean => /\.(pdf|docx|xlsx)$/.test(pathname);

/** Past the commands, which would take minutes: twenty reviews with 500 recommendations each, and where SOUTH stands on every third. */
async function fillWithRecommendations({ db }: TestApp): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
    await sql`insert into review (ref, prefix, title)
      select 'BIG' || n, 'BIG' || n, jsonb_build_object('original', 'en', 'texts', jsonb_build_object('en', 'Large review ' || n)) from generate_series(1, 20) n`.execute(
      tx,
    );
    await sql`insert into recommendation (review_id, ref, number, position, title, text)
      select review.id, 'REC-' || prefix || '-' || n, n::text, n, jsonb_build_object('original', 'en', 'texts', jsonb_build_object('en', 'Recommendation ' || n)),
        jsonb_build_object('original', 'en', 'texts', jsonb_build_object('en', 'The community should consider proposal ' || n))
      from review, generate_series(1, 500) n where review.ref like 'BIG%'`.execute(tx);
    await sql`insert into position (recommendation_id, body_id, stance, state, text_version)
      select recommendation.id, body.id, 'support', 'final', 1 from recommendation, body where body.ref = 'SOUTH' and recommendation.id % 3 = 0
      on conflict do nothing`.execute(tx);
  });
  await sql`analyze`.execute(db);
}
