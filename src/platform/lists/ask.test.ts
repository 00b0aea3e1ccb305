import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { system } from '../access/actor.ts';
import { run } from '../command.ts';
import { reading } from '../db/tables.ts';
import { makeCatalogue, translator } from '../i18n/catalogue.ts';
import { setTerm, type TermTable } from '../terms/terms.ts';
import { askList } from './ask.ts';
import { list, type Question } from './list.ts';
import { readState } from './state.ts';

// The list engine on the words of a community: ten stances and themes, some with a tone.

let database: TestDatabase;
const reader = { t: translator(makeCatalogue([{ en: {} }]), 'en'), actor: system(), languages: ['en'], today: '2026-11-22' };
const choices = (...values: string[]) => values.map((value) => ({ value, label: value }));
const words = list<TermTable>({
  name: 'words',
  title: 'words',
  path: '/words',
  rows: (db) => db.selectFrom('term').selectAll('term').where('archived_at', 'is', null) as unknown as Question<TermTable>,
  columns: [{ key: 'key', label: 'key', kind: 'text', value: (row) => row.key, sort: () => sql`term.key`, standard: true }],
  filters: [
    {
      key: 'scheme',
      label: 'scheme',
      where: (values) => sql`term.scheme = any(${values})`,
      facet: sql`term.scheme`,
      choices: choices('stance', 'theme'),
    },
    {
      key: 'tone',
      label: 'tone',
      where: (values) => sql`coalesce(term.tone, 'none') = any(${values})`,
      facet: sql`term.tone`,
      choices: choices('done', 'problem', 'none'),
    },
    { key: 'shape', label: 'shape', where: (values) => sql`term.shape = any(${values})`, choices: choices('full') },
  ],
  groups: [
    { key: 'scheme', label: 'scheme', by: () => sql`term.scheme`, name: (row) => row.scheme },
    { key: 'tone', label: 'tone', by: () => sql`term.tone`, name: (row) => row.tone ?? '' },
  ],
  words: () => [sql`term.key`],
  order: ['key'],
  empty: { title: 'none', text: 'none' },
});

const add = (scheme: string, key: string, tone?: 'done' | 'problem') => {
  const now = new Date().toISOString();
  return run(
    setTerm,
    { scheme, key, label: { en: key }, tone },
    { db: database.db, actor: system(), via: 'sample', now, today: now.slice(0, 10) },
  );
};
const ask = async (query: string, db = reading(database.db)) => {
  const asked = await askList(db, words, readState(words, new URLSearchParams(query)), reader);
  const counts = asked.filters.map(({ key, choices }) => [key, Object.fromEntries(choices.map(({ value, count }) => [value, count]))]);
  return {
    keys: asked.rows.map(({ key }) => key),
    total: asked.total,
    counts: Object.fromEntries(counts),
    groups: Object.fromEntries(asked.groupCounts),
  };
};

beforeAll(async () => {
  database = await testDatabase();
  for (const key of ['a', 'b', 'c']) await add('stance', key, 'done');
  for (const key of ['d', 'e']) await add('theme', key, 'problem');
  for (const key of ['f', 'ab']) await add('theme', key);
});
afterAll(() => database.drop());

test('a list counts everything under it: the total, each choice, each group', async () => {
  expect(await ask('group=scheme&per=10')).toEqual({
    keys: ['a', 'b', 'c', 'ab', 'd', 'e', 'f'],
    total: 7,
    counts: { scheme: { stance: 3, theme: 4 }, tone: { done: 3, problem: 2, none: 2 }, shape: { full: undefined } },
    groups: { '["stance"]': 3, '["theme"]': 4 },
  });
});

test('a group inside a group is counted in the whole list too, not on the page alone', async () => {
  expect((await ask('group=scheme,tone&per=1')).groups).toEqual({
    '["stance"]': 3,
    '["stance","done"]': 3,
    '["theme"]': 4,
    '["theme","problem"]': 2,
    '["theme",null]': 2,
  });
});

test('what was chosen stays a choice when nothing has it any more', async () => {
  expect((await ask('tone=gone')).counts.tone).toEqual({ done: 3, problem: 2, none: 2, gone: 0 });
});

test('a choice is counted under all other filters, not under its own', async () => {
  expect(await ask('scheme=theme&tone=problem')).toEqual({
    keys: ['d', 'e'],
    total: 2,
    counts: { scheme: { stance: 0, theme: 2 }, tone: { done: 0, problem: 2, none: 2 }, shape: { full: undefined } },
    groups: {},
  });
  expect((await ask('q=a')).counts).toEqual({
    scheme: { stance: 1, theme: 1 },
    tone: { done: 1, problem: 0, none: 1 },
    shape: { full: undefined },
  });
});

test('an empty list counts nothing, and a page after the last one still knows the total', async () => {
  expect(await ask('shape=full')).toMatchObject({ keys: [], total: 0, counts: { scheme: { stance: 0, theme: 0 } } });
  expect(await ask('per=10&page=2')).toMatchObject({ keys: [], total: 7 });
});

test('counts are right again with the next write, whoever makes it, and one reader never gets what was counted for other filters', async () => {
  expect(await ask('')).toMatchObject({ total: 7 });
  await add('stance', 'g', 'problem');
  expect(await ask('')).toMatchObject({ total: 8, counts: { tone: { problem: 3 } } });
  await database.pool.query("begin; set local plenary.restoring to 'on'; delete from term where key = 'g'; commit");
  expect(await ask('')).toMatchObject({ total: 7 });
  expect(await ask('scheme=theme')).toMatchObject({ total: 4 });
});

test('while others write without end, no list is older than the write that its reader has seen done', async () => {
  for (let round = 0; round < 30; round++) {
    const [, ...seen] = await Promise.all([add('race', `r${round}`), ask('scheme=race'), ask('scheme=race')]);
    for (const { total } of seen) expect([round, round + 1]).toContain(total);
    expect((await ask('scheme=race')).total).toBe(round + 1);
  }
});

test('within a transaction a list counts what the transaction itself has written', async () => {
  await database.db
    .transaction()
    .execute(async (tx) => {
      const before = (await ask('scheme=own', reading(tx))).total;
      await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
      await sql`insert into term (scheme, key, label) values ('own', 'x', '{"original": "en", "texts": {"en": "x"}}')`.execute(tx);
      expect([before, (await ask('scheme=own', reading(tx))).total]).toEqual([0, 1]);
      throw new Error('taken back');
    })
    .catch((error) => expect(error.message).toBe('taken back'));
});
