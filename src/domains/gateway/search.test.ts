import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { search as migration } from '../../../migrations/0074-search.ts';
import { migrations } from '../../../migrations/index.ts';
import { openApp, type TestApp } from '../../../test/app.ts';
import { blankDatabase } from '../../../test/database.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { system, visitor } from '../../platform/access/actor.ts';
import { run } from '../../platform/command.ts';
import { migrate } from '../../platform/db/migrate.ts';
import { reading } from '../../platform/db/tables.ts';
import { findEverywhere } from './search.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

const does = (name: string, input: unknown) => run(commandNamed(name), input, home.call(undefined, { actor: system() }));
const seenByAll = { name: 'public', nativeName: 'public' };

/** What somebody finds: the titles, the best first. */
const finds = async (words: string, name?: Parameters<TestApp['actor']>[0]) =>
  (await findEverywhere(reading(home.db), home.actor(name), words, ['en'])).map(({ title }) => title);

it('a person whose name is private is found by those who keep the records and by nobody else', async () => {
  await does('person.add', {
    name: 'Quentin Hollows',
    nativeName: 'كوينتن',
    consent: { name: 'staff', nativeName: 'staff', emails: 'staff' },
  });
  await does('email.add', { person: (await newest()).id, address: 'quentin@example.org' });
  for (const words of ['Quentin', 'hollows', 'qu', 'كوينتن', 'quentin@example.org']) {
    expect(await finds(words), words).toEqual([]);
    expect(await finds(words, 'fatou'), words).toEqual([]);
    expect(await finds(words, 'dana'), words).toEqual(['Quentin Hollows']);
  }
});

it('a native name that is not shown does not find the person whose name is', async () => {
  await does('person.add', { name: 'Petra Vance', nativeName: 'Зинаида', consent: { name: 'public', nativeName: 'self' } });
  expect(await finds('Vance')).toEqual(['Petra Vance']);
  expect(await finds('Зинаида')).not.toContain('Petra Vance');
});

it('people are found by the beginnings of their words, in any order, case and accent', async () => {
  await does('person.add', { name: 'Zoë Lefèvre-Ouédraogo', consent: seenByAll });
  for (const words of ['zoe', 'LEFEVRE', 'ouedraogo zoë', 'z ou', 'lef', 'Zoë Lefèvre-Ouédraogo'])
    expect(await finds(words), words).toContain('Zoë Lefèvre-Ouédraogo');
  expect(await finds('zoe smith')).toEqual([]);
});

it('names in Arabic, Chinese and Cyrillic are found by a part of them', async () => {
  await does('person.add', { name: 'Wang Lihua', nativeName: '王丽华', consent: seenByAll });
  await does('person.add', { name: '陈美玲', consent: seenByAll });
  await does('person.add', { name: 'Layla Mansour', nativeName: 'ليلى منصور', consent: seenByAll });
  await does('person.add', { name: 'Елена Соколова', consent: seenByAll });
  await does('person.add', { name: 'Kim Chul', nativeName: '김철수', consent: seenByAll });
  const expected = {
    王丽: 'Wang Lihua',
    丽华: 'Wang Lihua',
    华: 'Wang Lihua',
    美玲: '陈美玲',
    منصور: 'Layla Mansour',
    لَيلى: 'Layla Mansour',
    соколова: 'Елена Соколова',
    'Sokolova Elena': 'Елена Соколова',
    철수: 'Kim Chul',
  };
  for (const [words, name] of Object.entries(expected)) expect(await finds(words), words).toEqual([name]);
});

it('whoever has the whole short word as a name comes before the many in whose name it only begins', async () => {
  for (let number = 1; number <= 25; number++) await does('person.add', { name: `Aa Yunus ${number}`, consent: seenByAll });
  await does('person.add', { name: 'Zed Yu', consent: seenByAll });
  const found = await finds('yu');
  expect(found).toHaveLength(20);
  expect(found[0]).toBe('Zed Yu');
});

it('organisations are found by several words of any of their names, and bodies by theirs', async () => {
  await does('organisation.add', { name: 'Réseau des usagers du Sud', acronym: 'RUS', body: 'SOUTH', aliases: ['Southern Users Network'] });
  for (const words of ['usagers reseau', 'SUD réseau', 'network southern', 'rus'])
    expect(await finds(words), words).toContain('Réseau des usagers du Sud');
  expect(await finds('texts original')).toEqual([]);
});

it('recommendations are found by several words in any order, without case and accents, and stay so after a change', async () => {
  await does('recommendation.add', { review: 'R1', number: '9', title: 'Financer l’équité régionale', text: 'Zephyr travel is paid.' });
  for (const words of ['régionale financer', 'EQUITE', 'paid zephyr'])
    expect(await finds(words), words).toEqual(['Financer l’équité régionale']);
  expect(await home.as().read('/recommendations?q=equite')).toContain('REC-ONE-09');
  await does('recommendation.change', { ref: 'REC-ONE-09', title: 'Financer la justesse' });
  expect(await finds('equite')).toEqual([]);
});

it('a report is found by its title and reference once it is submitted, before that only by those who work on it', async () => {
  await does('person.add', { name: 'Hugo Lind' });
  const { ref } = await does('report.start', { review: 'R1', body: 'SOUTH', to: '2024-06-30', author: 'Hugo Lind' });
  await does('report.change', { ref, title: 'Half a year of lanterns' });
  expect(await finds('lanterns')).toEqual([]);
  expect(await finds('lanterns', 'dana')).toEqual(['Half a year of lanterns']);
  for (const step of ['sendToReview', 'approve', 'submit']) await does(`report.${step}`, { ref });
  const page = await home.as().read('/search?q=LANTERNS+half');
  expect(page).toContain(`href="/reports/${ref}"`);
  expect(page).toContain('>Report<');
  expect((await home.as().get(`/search?q=${ref.toLowerCase()}`)).headers.get('location')).toBe(`/reports/${ref}`);
});

it('signs that mean something to the database find nothing and break nothing', async () => {
  for (const words of ['%', '_', "'", "o'", '\\', ':*', 'a & !b', '()', '|', '<->', '\u001e', '!!'])
    expect(await finds(words), words).toBeInstanceOf(Array);
});

it('the whole search is one round trip to the database', async () => {
  let asked = 0;
  const counting = home.db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      asked++;
      return result;
    },
  });
  await findEverywhere(reading(counting), home.actor('dana'), 'meet dana@example.org', ['en']);
  expect(asked).toBe(1);
});

it('people and texts from before the index are found once the program is brought forward', async () => {
  const { db, drop } = await blankDatabase();
  try {
    await migrate(db, migrations.slice(0, migrations.indexOf(migration)));
    await db.transaction().execute(async (tx) => {
      await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
      await sql`insert into person (display_name, consent) values ('Ñusta Quispe', '{"name": "public"}')`.execute(tx);
      await sql`insert into review (ref, prefix, title) values ('R1', 'ONE', '{"original": "fr", "texts": {"fr": "Revue"}}')`.execute(tx);
      await sql`insert into recommendation (review_id, ref, number, position, title)
        select id, 'REC-ONE-01', '1', 1, '{"original": "fr", "texts": {"fr": "Équité"}}' from review`.execute(tx);
    });
    await migrate(db, migrations);
    for (const [words, title] of [
      ['nusta', 'Ñusta Quispe'],
      ['EQUITE', 'Équité'],
    ] as const)
      expect(await findEverywhere(reading(db), visitor, words, ['en'])).toMatchObject([{ title }]);
    expect((await sql`select version from person`.execute(db)).rows).toEqual([{ version: 1 }]);
  } finally {
    await drop();
  }
});

const newest = async () =>
  (await home.db.selectFrom('person').select('id').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()) as { id: number };
