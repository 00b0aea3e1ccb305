import { strFromU8, unzipSync } from 'fflate';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { commandNamed } from '../../../../test/laws/world.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { silent } from '../../../platform/log/log.ts';
import { post } from '../../../platform/mail/post.ts';
import { type GivenPerson, givePerson } from '../testing.ts';
import { performDueErasures } from './due.ts';

let house: TestApp;

beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

const does = (name: string, input: unknown, actor = system()) =>
  run(commandNamed(name), input, house.call(undefined, { actor, via: 'sample' }));

/** Every table whose rows hold this value somewhere, letter case not counted. */
const placesOf = async (value: string): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`.execute(house.db);
  const found: string[] = [];
  for (const { name } of rows) {
    const { rows: hits } = await sql<{ row: string }>`
      select row::text as row from (select to_jsonb(t) as row from ${sql.table(name)} t) it
      where strpos(lower(row::text), lower(${JSON.stringify(value).slice(1, -1)})) > 0 limit 1`.execute(house.db);
    if (hits[0]) found.push(`${name}: ${hits[0].row}`);
  }
  return found;
};

let number = 0;
/** Somebody with a marker in every field, whose name was copied wherever names are copied. */
const planted = async () => {
  number += 1;
  const mark = `Zyx${'abcdefgh'[number]}quor`;
  const name = `${mark} O'Maréchal`;
  const address = `${mark}@例子.广告`;
  const given: GivenPerson = await givePerson(house.db, { name, email: address, roles: [{ role: 'rapporteur', body: 'SOUTH' }] });
  const { actor, personId } = given;
  await does('person.change', { person: personId, name: `${mark} Earlier` }, actor);
  await does(
    'person.change',
    {
      person: personId,
      name,
      givenName: `${mark}given`,
      familyName: `${mark}family`,
      nativeName: `陈${mark}`,
      pronouns: `${mark}/them`,
      phone: `+33 1 ${mark}`,
      website: `https://${mark}.example/`,
      bio: `I am ${mark} and nobody else.`,
      languages: 'fr (native)',
      consent: { name: 'public', bio: 'members' },
    },
    actor,
  );
  await does('token.make', { name: `${mark} script`, reach: 'readOnly', expires: house.call().today }, actor);
  await does('view.save', { list: 'recommendations', name: `${mark} view`, query: 'q=travel' }, actor);
  await does('identity.link', { issuer: 'https://id.example.org', subject: `${mark}-subject` }, actor);
  await does('address.ask', { address: `${mark}.new@example.org` }, actor);
  await does('position.draft', { recommendation: 'REC-ONE-01', body: 'SOUTH', stance: 'support', comment: `So says ${name}.` }, actor);
  await does(
    'import.start',
    {
      kind: 'recommendations',
      name: 'list.csv',
      text: `number,title,text\n${number},From ${name},Ask ${address} or ${`陈${mark}`}.\n`,
      context: { review: 'R1' },
    },
    house.people.dana.actor,
  );
  await house.db
    .transaction()
    .execute((tx) => post(tx, { to: 'dana@example.org', language: 'en', subject: `About ${name}`, body: `${name} <${address}>` }));
  return { ...given, mark, name, address };
};

const seatFor = async (person: number) => {
  const seat = await does('seat.add', { body: 'SOUTH', title: `Seat ${number}` });
  return does('seat.fill', { seatId: seat.id, personId: person });
};

const visitorOf = (given: GivenPerson) => ({
  get: (path: string) => house.app.request(`http://test${path}`, { headers: { cookie: given.sessionCookie } }),
  post: (path: string, form: Record<string, string>) =>
    house.app.request(`http://test${path}`, {
      method: 'POST',
      headers: { cookie: given.sessionCookie, origin: 'http://test', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    }),
});

test('whoever is forgotten is nowhere in the database any more, and what they did is told under another name', async () => {
  const { mark, personId, actor, ...given } = await planted();
  expect((await placesOf(mark)).length).toBeGreaterThan(8);
  const me = visitorOf({ personId, actor, ...given });
  const page = await (await me.get('/account/erasure')).text();
  expect(page).toContain('It happens at once');
  expect((await me.post('/account/erasure', {})).status, 'without the tick nothing happens').toBe(422);
  const answer = await me.post('/account/erasure', { sure: 'yes' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);

  expect(await placesOf(mark)).toEqual([]);
  const { pseudonym } = await house.db.selectFrom('erasure').selectAll().where('person_id', '=', personId).executeTakeFirstOrThrow();
  expect(pseudonym).toMatch(/^Former member [2-9A-Z]{5}$/);
  const { rows } = await sql<{ names: string[]; positions: number; roles: number }>`select
    (select array_agg(distinct actor_name) from audit where person_id = ${personId}) as names,
    (select count(*)::int from position) as positions,
    (select count(*)::int from role_grant where person_id = ${personId}) as roles`.execute(house.db);
  expect(rows[0]).toMatchObject({ names: [pseudonym], roles: 1 });
  expect(rows[0]?.positions).toBeGreaterThan(0);
  expect((await me.get('/account')).status).toBe(403);
  const log = await house.as('ama').read('/people-and-roles/erasures');
  expect(log).toContain(pseudonym);
  expect(log).toContain('by themselves');
});

test('whoever holds a seat is forgotten after a fortnight, can take it back until then, and is told by mail', async () => {
  const { mark, personId, actor, ...given } = await planted();
  await seatFor(personId);
  const me = visitorOf({ personId, actor, ...given });
  expect(await (await me.get('/account/erasure')).text()).toContain('14 days');
  expect((await me.post('/account/erasure', { sure: 'yes' })).headers.get('location')).toBe('/account#leaving');
  const due = await house.db.selectFrom('erasure').selectAll().where('person_id', '=', personId).executeTakeFirstOrThrow();
  expect(await (await me.get('/account')).text()).toContain(`/account/erasure/${due.id}/withdrawal`);
  expect((await me.post(`/account/erasure/${due.id}/withdrawal`, {})).status).toBe(303);
  const day = (days: number) =>
    Temporal.Now.instant()
      .add({ hours: 24 * days })
      .toString();
  await performDueErasures({ db: house.db, log: silent }, day(15));
  expect((await placesOf(mark)).length).toBeGreaterThan(0);

  await me.post('/account/erasure', { sure: 'yes' });
  await performDueErasures({ db: house.db, log: silent }, day(13));
  expect((await placesOf(mark)).length).toBeGreaterThan(0);
  await performDueErasures({ db: house.db, log: silent }, day(15));
  expect(await placesOf(mark)).toEqual([]);
  const tenure = await house.db.selectFrom('tenure').select('ends_on').where('person_id', '=', personId).executeTakeFirstOrThrow();
  expect(tenure.ends_on).toBe(day(15).slice(0, 10));
});

test('a namesake keeps name and words', async () => {
  const other = await givePerson(house.db, { name: 'María Quispe Luna' });
  const leaving = await givePerson(house.db, { name: 'María Quispe Luna' });
  await does('erasure.ask', { person: leaving.personId, sure: true });
  const { rows } = await sql<{ name: string }>`select display_name as name from person where id = ${other.personId}`.execute(house.db);
  expect(rows[0]?.name).toBe('María Quispe Luna');
});

test('the last administrator stays; an administrator forgets somebody who wrote to them; nobody else forgets others', async () => {
  await expect(does('erasure.ask', { person: house.people.ama.personId, sure: true }, house.people.ama.actor)).rejects.toThrow(
    'grant.lastAdministrator',
  );
  const { mark, personId } = await planted();
  await expect(does('erasure.ask', { person: personId, sure: true }, house.people.badr.actor)).rejects.toThrow('forbidden');
  await does('erasure.ask', { person: personId, sure: true }, house.people.ama.actor);
  expect(await placesOf(mark)).toEqual([]);
  await expect(does('erasure.ask', { person: personId, sure: true })).rejects.toThrow('invalid');
});

test('what a person takes with them holds everything that names them, nothing of others and no secret', async () => {
  const { mark, address, personId, actor, ...given } = await planted();
  const answer = await visitorOf({ personId, actor, ...given }).get('/account/my-data.zip');
  expect(answer.headers.get('content-type')).toBe('application/zip');
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
  const data = JSON.parse(strFromU8(files['my-data.json'] as Uint8Array));
  expect(data.tables.person[0]).toMatchObject({ id: personId, phone: `+33 1 ${mark}` });
  expect(data.tables.email.map(({ typed }: { typed: string }) => typed)).toEqual([address]);
  expect(Object.keys(data.tables)).toEqual(
    expect.arrayContaining(['account', 'api_token', 'identity', 'person', 'role_grant', 'saved_view', 'session']),
  );
  expect(data.history.length).toBeGreaterThan(5);
  const text = strFromU8(files['my-data.html'] as Uint8Array);
  expect(text).toContain(`+33 1 ${mark}`);
  expect(text, 'in words, for the person').toMatch(/<h2>Roles \(\d+\)<\/h2>/);
  for (const column of ['person_id', 'display_name', 'address_key']) expect(text).not.toContain(`<dt>${column}`);
  const { token_hash } = await house.db
    .selectFrom('api_token')
    .select('token_hash')
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  for (const foreign of [token_hash, 'badr@example.org', 'Badr Haddad']) expect(JSON.stringify(data)).not.toContain(foreign);
  expect((await house.as().get('/account/my-data.zip')).status).toBe(403);
});

test('somebody whose whole name is a word of ours is forgotten, and the word stays where it is no name', async () => {
  const { actor, personId } = await givePerson(house.db, {
    name: 'Support',
    email: 'support@one.example',
    roles: [{ role: 'rapporteur', body: 'SOUTH' }],
  });
  await does('position.draft', { recommendation: 'REC-ONE-02', body: 'SOUTH', stance: 'support', comment: 'Yes.' }, actor);
  const stances = () => sql`select stance, count(*) from position group by 1 order by 1`.execute(house.db);
  const terms = () => sql`select scheme, key, label from term order by id`.execute(house.db);
  const before = [(await stances()).rows, (await terms()).rows];
  await does('erasure.ask', { person: personId, sure: true }, house.people.ama.actor);
  expect([(await stances()).rows, (await terms()).rows]).toEqual(before);
  const { rows } = await sql<{ name: string }>`select display_name as name from person where id = ${personId}
    union all select drafted_by from position where body_id = (select id from body where ref = 'SOUTH') and drafted_by ~ 'Former|Support'
    union all select actor_name from audit where person_id = ${personId}`.execute(house.db);
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.filter(({ name }) => name === 'Support')).toEqual([]);
});
