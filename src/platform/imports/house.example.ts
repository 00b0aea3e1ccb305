import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import type { Actor } from '../access/actor.ts';
import { type Call, run } from '../command.ts';
import { makeCatalogue } from '../i18n/catalogue.ts';
import { silent } from '../log/log.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import { openOffice } from './office.ts';
import { countLines, findRun, type Line } from './queries.ts';
import { reading } from './reading.ts';
import { bodies } from './registry.example.ts';

export const nadia: Actor = { kind: 'person', personId: 7, name: 'Nadia', rights: new Map([['body.edit', 'everywhere']]) };
export const omar: Actor = { kind: 'person', personId: 8, name: 'Omar', rights: new Map([['body.edit', new Set([1])]]) };
export const stranger: Actor = { kind: 'person', personId: 9, name: 'Stranger', rights: new Map() };
export const people = new Map([nadia, omar, stranger].map((one) => [one.personId, one]));

/** A small house of its own for each file of tests, in which Nadia may bring in all bodies, Omar some, and a stranger none. */
export const openHouse = () => {
  let database: TestDatabase;
  let dataDir: string;
  let office: ReturnType<typeof openOffice>;

  const newOffice = () =>
    openOffice({
      importers: [bodies],
      catalogue: makeCatalogue([{ en, fr, es, ar }]),
      actorOf: async (_db, id) => people.get(id),
      dataDir,
      uploadLimit: 25 * 1024 * 1024,
    });

  beforeAll(async () => {
    database = await testDatabase();
    // One test kills connections; whoever held one is told by the failing question already.
    database.pool.on('connect', (client) => client.on('error', () => {}));
    dataDir = await mkdtemp(join(tmpdir(), 'plenary-imports-'));
    office = newOffice();
  });
  afterAll(async () => {
    await database.drop();
    await rm(dataDir, { recursive: true });
  });

  const db = () => database.db;
  const commands = () => office.commands;
  const place = () => ({ db: db(), log: silent });
  const work = (id: number, pace: Parameters<typeof office.runImport>[2] = {}) => office.runImport(place(), id, pace);
  const as = (actor: Actor): Call => ({ db: db(), actor, via: 'page', now: new Date().toISOString(), today: '2026-11-22' });
  const bring = async (text: string, actor = nadia, name = 'bodies.csv') => {
    const { id } = await run(commands().start, { kind: 'bodies', name, file: Buffer.from(text).toString('base64') }, as(actor));
    await work(id);
    return id;
  };
  const begin = async (id: number, oneForAll = false, actor = nadia) => {
    await run(commands().begin, { id, oneForAll }, as(actor));
    await work(id);
  };
  const undo = async (id: number) => {
    await run(commands().undo, { id, why: 'the wrong file' }, as(nadia));
    await work(id);
  };
  const counts = (id: number) => countLines(reading(db()), id);
  const found = (id: number) => findRun(reading(db()), [bodies], nadia, id);
  /** No file of these tests is looked at beyond its fourth line. */
  const lines = async (id: number) =>
    (await db().selectFrom('import_line').selectAll().where('run_id', '=', id).orderBy('number').execute()) as [Line, Line, Line, Line];
  const body = (ref: string) => db().selectFrom('body').selectAll().where('ref', '=', ref).executeTakeFirst();
  const howMany = async (prefix: string) =>
    (await sql<{ n: number }>`select count(*) as n from body where ref like ${`${prefix}%`} and archived_at is null`.execute(db())).rows[0]
      ?.n;

  return { db, commands, newOffice, place, work, as, bring, begin, undo, counts, found, lines, body, howMany };
};
