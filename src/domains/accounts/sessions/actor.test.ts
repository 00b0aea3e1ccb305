import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type TestDatabase, testDatabase } from '../../../../test/database.ts';
import { holdsEverywhere, holdsFor, holdsSomewhere, system } from '../../../platform/access/actor.ts';
import { type Call, commandsOver, run, signedIn } from '../../../platform/command.ts';
import { reading } from '../../../platform/db/tables.ts';
import { addPerson } from '../../people/index.ts';
import { resumeAccount, suspendAccount } from '../commands.ts';
import { later } from '../moments.ts';
import { endGrant, giveGrant } from '../roles/commands.ts';
import { learnNames } from '../roles/rights.ts';
import { givePerson, giveRole } from '../testing.ts';
import { noteSeen } from './commands.ts';
import { actorForPerson, actorNow, actorOf } from './queries.ts';

const now = '2026-11-22T12:00:00Z';
let database: TestDatabase;
let bodies: Record<'council' | 'region' | 'chapter' | 'other', number>;
const call = (at = now): Call => ({ db: database.db, actor: system(), via: 'cli', now: at, today: at.slice(0, 10) });

beforeAll(async () => {
  database = await testDatabase();
  learnNames({ rights: ['position.draft', 'plan.edit', 'accounts.manage'], commands: [] });
  const addBody = commandsOver<{
    body: { id: number; ref: string; name: string; kind: string; state: string; parent_id: number | null };
  }>()({
    name: 'test.body',
    input: z.object({ ref: z.string(), parent: z.number().nullable() }),
    subject: signedIn,
    perform: ({ tx, input }) =>
      tx
        .insertInto('body')
        .values({
          ref: input.ref,
          name: '{"original":"en","texts":{"en":"A body"}}',
          kind: 'group',
          state: 'active',
          parent_id: input.parent,
        } as never)
        .returning('id')
        .executeTakeFirstOrThrow(),
  });
  const add = async (ref: string, parent: number | null) => (await run(addBody, { ref, parent }, call())).id;
  const council = await add('COUNCIL', null);
  const region = await add('REGION', council);
  bodies = { council, region, chapter: await add('CHAPTER', region), other: await add('OTHER', null) };
  await giveRole(database.db, 'drafter', ['position.draft'], now);
  await giveRole(database.db, 'planner', ['plan.edit', 'position.draft'], now);
});
afterAll(() => database.drop());

const tokenOf = (given: { sessionCookie: string }) => given.sessionCookie.split('=')[1] ?? '';
const actorAt = async (given: { sessionCookie: string }, at = now) => (await actorOf(database.db, { session: tokenOf(given) }, at))?.actor;

test('a role for a body counts in the bodies nested in it, at any depth, and nowhere else', async () => {
  const given = await givePerson(database.db, { name: 'Chidi', roles: [{ role: 'drafter', body: 'COUNCIL' }] }, now);
  const actor = (await actorAt(given))!;
  expect([bodies.council, bodies.region, bodies.chapter].every((body) => holdsFor(actor, 'position.draft', body))).toBe(true);
  expect(holdsFor(actor, 'position.draft', bodies.other)).toBe(false);
  expect(holdsEverywhere(actor, 'position.draft')).toBe(false);
  expect(holdsSomewhere(actor, 'plan.edit')).toBe(false);
  expect(given.actor.rights).toEqual(actor.rights);
});

test('who comes again is known without a look at sessions, people or roles while nothing is written', async () => {
  const given = await givePerson(database.db, { name: 'Efua', roles: [{ role: 'drafter', body: 'COUNCIL' }] }, now);
  const session = { session: tokenOf(given) };
  await database.db.transaction().execute(async (tx) => {
    const looks = async () =>
      (
        await sql<{ relname: string; looks: number }>`select relname, coalesce(seq_scan, 0) + coalesce(idx_scan, 0) as looks
          from pg_stat_xact_user_tables where relname in ('session', 'account', 'person', 'role_grant', 'role', 'body') order by 1`.execute(
          tx,
        )
      ).rows;
    const known = await actorNow(reading(tx), session, now);
    const before = await looks();
    expect(before.filter((one) => one.looks > 0).length).toBeGreaterThan(3);
    expect(await actorNow(reading(tx), session, now)).toBe(known);
    expect(await looks()).toEqual(before);
  });
});

test('several roles add up', async () => {
  const given = await givePerson(
    database.db,
    {
      name: 'Dina',
      roles: [
        { role: 'drafter', body: 'CHAPTER' },
        { role: 'planner', body: 'OTHER' },
        { role: 'planner', body: 'REGION' },
      ],
    },
    now,
  );
  const actor = (await actorAt(given))!;
  expect(new Set(actor.rights.get('position.draft') as Set<number>)).toEqual(new Set([bodies.chapter, bodies.region, bodies.other]));
  expect(holdsFor(actor, 'plan.edit', bodies.chapter)).toBe(true);
});

test('an administrator holds every right, also one that nobody has thought of yet', async () => {
  const given = await givePerson(database.db, { name: 'Ada', roles: [{ role: 'administrator' }] }, now);
  const actor = (await actorAt(given))!;
  expect(holdsEverywhere(actor, 'accounts.manage')).toBe(true);
  expect(holdsEverywhere(actor, 'something.new')).toBe(true);
});

test('an administrator of one body holds every right there and none elsewhere', async () => {
  const given = await givePerson(
    database.db,
    {
      name: 'Eun',
      roles: [
        { role: 'administrator', body: 'REGION' },
        { role: 'drafter', body: 'OTHER' },
      ],
    },
    now,
  );
  const actor = (await actorAt(given))!;
  expect(holdsFor(actor, 'position.draft', bodies.chapter)).toBe(true);
  expect(holdsFor(actor, 'position.draft', bodies.other)).toBe(true);
  expect(holdsFor(actor, 'something.new', bodies.chapter)).toBe(true);
  expect(holdsFor(actor, 'something.new', bodies.other)).toBe(false);
  expect(holdsEverywhere(actor, 'accounts.manage')).toBe(false);
});

test('a grant counts from its first day until the day before its end', async () => {
  const given = await givePerson(database.db, { name: 'Femi' }, '2026-11-01T12:00:00Z');
  await run(giveGrant, { person: given.personId, role: 'planner', from: '2026-11-10', to: '2026-11-20' }, call());
  const holds = async (day: string) => holdsEverywhere((await actorAt(given, `${day}T08:00:00Z`))!, 'plan.edit');
  expect(await Promise.all(['2026-11-09', '2026-11-10', '2026-11-19', '2026-11-20'].map(holds))).toEqual([false, true, true, false]);
});

test('a grant that is ended no longer counts, a future one that is ended never will', async () => {
  const given = await givePerson(database.db, { name: 'Gita', roles: [{ role: 'drafter' }] }, '2026-11-20T12:00:00Z');
  const future = await run(giveGrant, { person: given.personId, role: 'planner', from: '2026-12-01' }, call());
  const grants = await database.db.selectFrom('role_grant').select('id').where('person_id', '=', given.personId).execute();
  for (const grant of grants) await run(endGrant, { grant: grant.id }, call());
  expect(holdsSomewhere((await actorAt(given))!, 'position.draft')).toBe(false);
  expect(holdsSomewhere((await actorAt(given, '2026-12-05T00:00:00Z'))!, 'plan.edit')).toBe(false);
  await expect(run(endGrant, { grant: future.id }, call('2026-12-02T00:00:00Z'))).rejects.toThrow('grant.alreadyEnded');
});

test('a session that nobody used for thirty days is nobody', async () => {
  const given = await givePerson(database.db, { name: 'Hana' }, now);
  expect(await actorAt(given, later(now, { hours: 30 * 24 - 1 }))).toBeDefined();
  expect(await actorAt(given, later(now, { hours: 30 * 24 }))).toBeUndefined();
});

test('a session that is used lives on, and is noted at most once an hour', async () => {
  const given = await givePerson(database.db, { name: 'Ines' }, now);
  const seen = async (at: string) => {
    const known = (await actorOf(database.db, { session: tokenOf(given) }, at))!;
    await noteSeen(database.db, known, at);
    return (await actorOf(database.db, { session: tokenOf(given) }, at))?.seenAt;
  };
  expect(await seen(later(now, { minutes: 59 }))).toBe(now);
  expect(await seen(later(now, { hours: 29 * 24 }))).toBe(later(now, { hours: 29 * 24 }));
  expect(await actorAt(given, later(now, { hours: 58 * 24 }))).toBeDefined();
});

test('a suspended account is nobody, and its sessions do not come back with it', async () => {
  const given = await givePerson(database.db, { name: 'Jun' }, now);
  await run(suspendAccount, { person: given.personId }, call());
  expect(await actorAt(given)).toBeUndefined();
  await run(resumeAccount, { person: given.personId }, call());
  expect(await actorAt(given)).toBeUndefined();
});

test('nobody acts with a suspended account, not even through what was asked for before; without any account a person may', async () => {
  const given = await givePerson(database.db, { name: 'Kofi', roles: [{ role: 'drafter' }] }, now);
  const actor = () => actorForPerson(database.db, given.personId, now.slice(0, 10));
  expect((await actor())?.name).toBe('Kofi');
  await run(suspendAccount, { person: given.personId }, call());
  expect(await actor()).toBeUndefined();
  await run(resumeAccount, { person: given.personId }, call());
  expect((await actor())?.name).toBe('Kofi');
  const { id } = await run(addPerson, { name: 'Without account' }, call());
  expect((await actorForPerson(database.db, id, now.slice(0, 10)))?.name).toBe('Without account');
});

test('an invented session or token is nobody', async () => {
  expect(await actorOf(database.db, { session: 'x' }, now)).toBeNull();
  expect(await actorOf(database.db, { token: 'plenary_x' }, now)).toBeNull();
  expect(await actorOf(database.db, { session: '' }, now)).toBeNull();
});
