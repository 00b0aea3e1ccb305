import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp, type TestApp, visitorOf } from '../../test/app.ts';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { givePerson } from '../domains/accounts/testing.ts';
import type { Services } from '../platform/http/visit.ts';
import { silent } from '../platform/log/log.ts';
import { makeServices } from './program.ts';
import { beginSample, resumeSamples, sampleUnderWay, stopSamples } from './sample-loading.ts';
import { makeWeb } from './web.ts';

describe('the door to the sample, in an empty community', () => {
  let database: TestDatabase;
  let dataDir: string;
  let services: Services;
  let as: ReturnType<typeof visitorOf>;
  let stranger: ReturnType<typeof visitorOf>;

  beforeAll(async () => {
    database = await testDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'plenary-door-'));
    const config = { dataDir, baseUrl: 'http://test', development: false, uploadLimit: 25 * 1024 * 1024, behindProxy: false };
    services = await makeServices(database.db, config, silent);
    const ama = await givePerson(database.db, { name: 'Ama Owusu', roles: [{ role: 'administrator' }], email: 'ama@example.org' });
    as = visitorOf(makeWeb(services), ama);
    stranger = visitorOf(makeWeb(services), undefined);
  });
  afterAll(async () => {
    await stopSamples(services);
    await database.drop();
    await rm(dataDir, { recursive: true });
  });

  test('a stranger sees why the sample is not theirs to load, and no button', async () => {
    const page = await stranger.read('/sample');
    expect(page).toContain('Open the link that the program printed');
    expect(page).not.toContain('Load the sample');
    expect((await stranger.post('/sample')).status).toBe(403);
  });

  test('pressed twice it is loaded once, and the page says how far it is', async () => {
    const [first, second] = await Promise.all([as.post('/sample'), as.post('/sample')]);
    expect([first.status, second.status]).toEqual([303, 303]);
    const page = await as.read('/sample');
    expect(page).toContain('The sample is being loaded');
    expect(page).toMatch(/\d+ of \d+ files/);
  });

  test('stopped in the middle it says so, and the next start goes on to the end', async () => {
    await stopSamples(services);
    expect(sampleUnderWay(services)).toBeUndefined();
    expect(await readdir(dataDir)).toContain('at-large.sample');
    expect(await as.read('/sample')).toContain('Load the rest');
    expect(await as.read('/begin')).toContain('This community has begun already.');
    const begun = resumeSamples(services);
    await beginSample(services, 'at-large', 120_000);
    await begun;
    expect(await readdir(dataDir)).not.toContain('at-large.sample');
    const door = await as.get('/sample');
    expect([door.status, door.headers.get('location')]).toEqual([303, '/']);
  }, 120_000);

  test('every letter of the sample speaks in the name of the community', async () => {
    const { rows } = await sql<{ letters: number }>`select count(*)::int as letters from mail where body like '%Plenary%'`.execute(
      database.db,
    );
    expect(rows).toEqual([{ letters: 0 }]);
  });
});

describe('the door to the sample, in a community of one’s own', () => {
  let house: TestApp;
  beforeAll(async () => {
    house = await openApp();
  });
  afterAll(() => house.close());

  test('nothing of a sample is mixed into it', async () => {
    expect(await house.as('ama').read('/sample')).not.toContain('Load the sample');
    expect((await house.as('ama').post('/sample')).status).toBe(409);
    expect(sampleUnderWay(house.services)).toBeUndefined();
  });
});
