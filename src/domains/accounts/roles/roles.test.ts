import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/database.ts';
import type { Actor } from '../../../platform/access/actor.ts';
import { type Call, run } from '../../../platform/command.ts';
import { Refusal } from '../../../platform/errors.ts';
import { addEmail, addPerson, removeEmail } from '../../people/index.ts';
import { openAccount, suspendAccount } from '../commands.ts';
import { openSmallWeb, type SmallWeb } from '../small-web.ts';
import { type GivenPerson, givePerson, giveRole } from '../testing.ts';
import { defineRole, endGrant, giveGrant } from './commands.ts';
import { learnNames } from './rights.ts';

const now = '2026-11-22T12:00:00Z';
let database: TestDatabase;
let web: SmallWeb;
let ada: GivenPerson;
let outsider: GivenPerson;
const as = (actor: Actor): Call => ({ db: database.db, actor, via: 'page', now, today: '2026-11-22' });
const signedIn = (given: GivenPerson) => {
  const browser = web.browser();
  browser.cookies.set('plenary_session', given.sessionCookie.split('=')[1] ?? '');
  return browser;
};
const grantOf = async (person: number): Promise<number> =>
  (await database.db.selectFrom('role_grant').select('id').where('person_id', '=', person).executeTakeFirstOrThrow()).id;

beforeAll(async () => {
  database = await testDatabase();
  web = openSmallWeb(database.db, { now });
  learnNames({ rights: ['accounts.manage', 'people.manage', 'plan.edit'], commands: ['plan.edit'] });
  ada = await givePerson(database.db, { name: 'Ada', roles: [{ role: 'administrator' }] }, now);
  await giveRole(database.db, 'planner', ['plan.edit'], now);
  await giveRole(database.db, 'registrar', ['people.manage'], now);
  outsider = await givePerson(database.db, { name: 'Oskar', roles: [{ role: 'planner' }] }, now);
});
afterAll(() => database.drop());

test('an outsider is refused every deed, and nothing is written', async () => {
  const grant = await grantOf(ada.personId);
  const deeds = [
    () => run(defineRole, { key: 'king', title: 'King', rights: ['accounts.manage'] }, as(outsider.actor)),
    () => run(giveGrant, { person: outsider.personId, role: 'administrator' }, as(outsider.actor)),
    () => run(endGrant, { grant }, as(outsider.actor)),
    () => run(suspendAccount, { person: ada.personId }, as(outsider.actor)),
    () => run(openAccount, { name: 'Mallory', address: 'mallory@example.org' }, as(outsider.actor)),
    () => run(addEmail, { person: ada.personId, address: 'mallory@example.org' }, as(outsider.actor)),
  ];
  for (const deed of deeds) {
    const refusal = await deed().catch((fault: unknown) => fault);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(['forbidden', 'notFound']).toContain((refusal as Refusal).kind);
  }
  expect(await database.db.selectFrom('role').select('key').where('key', '=', 'king').execute()).toEqual([]);
});

test('an outsider and a visitor are refused the pages and their downloads', async () => {
  for (const path of [
    '/people-and-roles',
    '/people-and-roles.csv',
    '/people-and-roles/new',
    '/people-and-roles/roles',
    `/people-and-roles/${ada.personId}`,
  ]) {
    expect((await signedIn(outsider).get(path)).status, path).toBe(403);
    expect((await web.browser().get(path)).status, path).toBe(403);
  }
});

test('an administrator reads who holds which role', async () => {
  const page = await signedIn(ada).get('/people-and-roles');
  expect(page.status).toBe(200);
  expect(page.text).toContain('Oskar');
  expect(page.text).toContain('planner');
  expect((await signedIn(ada).get('/people-and-roles.csv')).text).toContain('Oskar');
});

test('an administrator adds a person with an account and a role, who can then be found', async () => {
  const browser = signedIn(ada);
  const added = await browser.post('/people-and-roles', {
    name: '王小明',
    address: '小明@例子.广告',
    language: 'en',
    role: 'planner',
    body: '',
    from: '',
    to: '',
  });
  expect(added.status).toBe(303);
  const page = await browser.get(added.location ?? '');
  expect(page.text).toContain('王小明');
  expect(page.text).toContain('小明@例子.广告');
  expect(page.text).toContain('In effect');
  const again = await browser.post('/people-and-roles', { name: 'Ming', address: '小明@例子.广告', language: 'en' });
  expect(again.status).toBe(422);
  expect(again.text).toContain('already belongs to a person');
});

test('a role is given and ended on the page, and stays there as history', async () => {
  const browser = signedIn(ada);
  const { personId } = await givePerson(database.db, { name: 'Kofi' }, now);
  const path = `/people-and-roles/${personId}`;
  expect((await browser.post(`${path}/grants`, { role: 'planner', body: '', from: '2026-11-01', to: '' })).location).toBe(path);
  expect((await browser.post(`${path}/grants`, { role: 'planner', body: '', from: '', to: '' })).status).toBe(409);
  expect((await browser.post(`${path}/grants`, { role: 'planner', body: '', from: '2026-01-02', to: '2026-01-02' })).status).toBe(422);
  expect((await browser.post(`${path}/grants/${await grantOf(personId)}/end`, {})).status).toBe(303);
  const page = await browser.get(path);
  expect(page.text).toContain('Ended');
});

test('the last administrator can neither lose the role nor be suspended', async () => {
  await expect(run(endGrant, { grant: await grantOf(ada.personId) }, as(ada.actor))).rejects.toThrow('grant.lastAdministrator');
  await expect(run(suspendAccount, { person: ada.personId }, as(ada.actor))).rejects.toThrow('grant.lastAdministrator');
  const page = await signedIn(ada).post(`/people-and-roles/${ada.personId}/grants/${await grantOf(ada.personId)}/end`);
  expect(page.status).toBe(409);
  expect(page.text).toContain('This is the last administrator');
});

test('an administrator for a while only does not free the last one', async () => {
  const second = await givePerson(database.db, { name: 'Berta' }, now);
  const { id } = await run(giveGrant, { person: second.personId, role: 'administrator', to: '2027-01-01' }, as(ada.actor));
  await expect(run(endGrant, { grant: await grantOf(ada.personId) }, as(ada.actor))).rejects.toThrow('grant.lastAdministrator');
  await run(endGrant, { grant: id }, as(ada.actor));
});

test('of two administrators who end each other at one moment one remains', async () => {
  const second = await givePerson(database.db, { name: 'Carla', roles: [{ role: 'administrator' }] }, now);
  const grants = await Promise.all([ada, second].map(({ personId }) => grantOf(personId)));
  const ended = await Promise.allSettled(grants.map((grant) => run(endGrant, { grant, on: '2026-11-22' }, as(ada.actor))));
  expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const lost = ended[0]?.status === 'fulfilled' ? ada : second;
  await run(giveGrant, { person: lost.personId, role: 'administrator' }, as(ada.actor)).catch(() => undefined);
});

test('a role takes only rights that exist, and the administrator cannot be narrowed', async () => {
  const { actor } = await givePerson(database.db, { name: 'Doru', roles: [{ role: 'administrator' }] }, now);
  await expect(run(defineRole, { key: 'odd', title: 'Odd', rights: ['moon.visit'] }, as(actor))).rejects.toMatchObject({
    problems: [{ key: 'role.unknownRight' }],
  });
  await expect(run(defineRole, { key: 'odd', title: 'Odd', rights: ['*'] }, as(actor))).rejects.toMatchObject({
    problems: [{ key: 'role.unknownRight' }],
  });
  await expect(run(defineRole, { key: 'administrator', title: 'A', rights: ['plan.edit'] }, as(actor))).rejects.toThrow(
    'role.administratorFixed',
  );
});

test('a role is made and changed on its page, with its name in several languages', async () => {
  const browser = signedIn(await givePerson(database.db, { name: 'Edo', roles: [{ role: 'administrator' }] }, now));
  expect((await browser.get('/people-and-roles/roles/new')).text).toContain('Manage accounts, roles and grants');
  const made = await browser.post('/people-and-roles/roles', {
    key: 'regionalChair',
    'title.en': 'Regional chair',
    'title.fr': 'Présidence régionale',
    'title.original': 'en',
    rights: ['', 'plan.edit'],
  });
  expect(made.status).toBe(303);
  expect((await browser.get('/people-and-roles/roles/regionalChair?lang=fr')).text).toContain('Présidence régionale');
  expect(
    (await browser.post('/people-and-roles/roles', { key: 'regionalChair', 'title.en': 'Chair', 'title.original': 'en', rights: '' }))
      .status,
  ).toBe(303);
  const role = await database.db.selectFrom('role').select('rights').where('key', '=', 'regionalChair').executeTakeFirstOrThrow();
  expect(role.rights).toEqual([]);
});

test('who keeps the records of people cannot give themselves the key to an account', async () => {
  const registrar = await givePerson(database.db, { name: 'Rosa', roles: [{ role: 'registrar' }] }, now);
  const known = await run(addPerson, { name: 'Noor' }, as(registrar.actor));
  await run(addEmail, { person: known.id, address: 'noor@example.org' }, as(registrar.actor));
  await expect(run(addEmail, { person: ada.personId, address: 'rosa2@example.org' }, as(registrar.actor))).rejects.toMatchObject({
    kind: 'forbidden',
  });
});

test('a person with an account keeps at least one address', async () => {
  const admin = await givePerson(database.db, { name: 'Fay', roles: [{ role: 'administrator' }] }, now);
  const email = await database.db.selectFrom('email').select('id').where('person_id', '=', outsider.personId).executeTakeFirstOrThrow();
  await expect(run(removeEmail, { email: email.id }, as(admin.actor))).rejects.toThrow('email.last');
  await run(addEmail, { person: outsider.personId, address: 'oskar.two@example.org' }, as(admin.actor));
  await run(removeEmail, { email: email.id }, as(admin.actor));
});

test('the history says that an address was added, never which', async () => {
  const { rows } = await database.pool.query(`select after::text from audit_change where table_name = 'email'`);
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row.after).not.toContain('@');
});

test('programs read themselves and, with the right, the list of people', async () => {
  const me = await web.app.request('/api/v1/me');
  expect(me.status).toBe(401);
  expect((await signedIn(outsider).get('/api/v1/people-and-roles')).status).toBe(403);
  const asked = JSON.parse((await signedIn(outsider).get('/api/v1/me')).text);
  expect(asked).toMatchObject({ name: 'Oskar', scopes: [], rights: [{ right: 'plan.edit', bodies: null }] });
  const admin = await givePerson(database.db, { name: 'Gro', roles: [{ role: 'administrator' }] }, now);
  const people = JSON.parse((await signedIn(admin).get('/api/v1/people-and-roles?perPage=2')).text);
  expect(people.items).toHaveLength(2);
  expect(people.total).toBeGreaterThan(2);
  expect(JSON.stringify(people)).not.toContain('@');
});
