import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { silent } from '../log/log.ts';
import { connect } from './connect.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const one = async (expression: string) => (await database.pool.query(`select ${expression} as value`)).rows[0].value;

describe('what comes out of the database', () => {
  test.each([
    ["'9007199254740991'::int8", 9007199254740991],
    ["'{1,2,NULL}'::int8[]", [1, 2, null]],
    ["'12.50'::numeric", 12.5],
    ["'2026-11-22'::date", '2026-11-22'],
    ["'{2026-11-22}'::date[]", ['2026-11-22']],
    ["'2026-11-22 10:30:00.123456+05:30'::timestamptz", '2026-11-22T05:00:00.123456Z'],
    ["array['2026-11-22 12:00+02'::timestamptz]", ['2026-11-22T10:00:00Z']],
    ["'2026-11-22 10:30:00'::timestamp", '2026-11-22T10:30:00'],
    ["'10:30'::time", '10:30:00'],
    ["'1 day 2 hours'::interval", 'P1DT2H'],
    ["'infinity'::timestamptz", 'infinity'],
    ['\'{"a":1}\'::jsonb', { a: 1 }],
    ['null::date', null],
  ])('%s is %j', async (expression, value) => {
    expect(await one(expression)).toEqual(value);
  });

  test('a number that would silently change is refused', async () => {
    await expect(one("'9007199254740993'::int8")).rejects.toThrow('too large');
  });

  test('an instant is UTC even where a connection speaks of another zone', async () => {
    const client = await database.pool.connect();
    await client.query("set timezone to 'Asia/Kathmandu'");
    const { rows } = await client.query("select '2026-11-22 10:00Z'::timestamptz as at");
    client.release(true);
    expect(rows).toEqual([{ at: '2026-11-22T10:00:00Z' }]);
  });

  test('names sort as people expect', async () => {
    const { rows } = await database.pool.query(
      `select string_agg(name, ' ' order by name collate "und-x-icu") as names from unnest('{Nadia,Ñandú,Élodie,Zoe}'::text[]) name`,
    );
    expect(rows).toEqual([{ names: 'Élodie Nadia Ñandú Zoe' }]);
  });
});

test('a commit that writes nothing, because a failure before it was swallowed, fails', async () => {
  const client = await database.pool.connect();
  await client.query('begin');
  await client.query('select 1 / 0').catch(() => {});
  await expect(client.query('commit')).rejects.toThrow('nothing of this transaction was written');
  client.release();
});

describe('connecting to a server of one’s own', () => {
  test('queries run, and the server knows who asks', async () => {
    const { pool, close } = await connect({ url: database.url, dir: '/nowhere', log: silent });
    const { rows } = await pool.query("select current_setting('application_name') as name, current_setting('timezone') as zone");
    await Promise.all([close(), close()]);
    expect(rows).toEqual([{ name: 'plenary', zone: 'UTC' }]);
  });

  test('a server that does not answer is reported in plain words', async () => {
    const opening = connect({ url: 'postgresql://localhost:9/nothing', dir: '/nowhere', log: silent });
    await expect(opening).rejects.toThrow(/The database cannot be reached: .*ECONNREFUSED/);
  });
});
