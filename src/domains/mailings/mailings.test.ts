import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Name, openApp, type TestApp } from '../../../test/app.ts';
import { system } from '../../platform/access/actor.ts';
import { run } from '../../platform/command.ts';
import { reading } from '../../platform/db/tables.ts';
import { saveView } from '../../platform/lists/saved.ts';
import { silent } from '../../platform/log/log.ts';
import { parseMail } from '../../platform/mail/parse.ts';
import { sendWaiting } from '../../platform/mail/send.ts';
import { smtpTransport } from '../../platform/mail/transport.ts';
import { addOrganisation, takeInMembership } from '../community/index.ts';
import { addEmail, addPerson } from '../people/index.ts';
import { writeMailing } from './mailing/commands.ts';
import { deliverMailings } from './mailing/jobs.ts';
import { perMinute } from './mailing/mailing.ts';
import { countsOf, mailingById } from './mailing/queries.ts';
import { sendMailing } from './mailing/sending.ts';

// Messages go out through a real mail server on this machine and are read back from it.

let house: TestApp;
let server: SMTPServer;
let url = '';
let received: { to: string; utf8: boolean; source: string }[] = [];

beforeAll(async () => {
  house = await openApp();
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('gone@') ? Object.assign(new Error('5.1.1 no such mailbox'), { responseCode: 550 }) : undefined),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push({
          to: session.envelope.rcptTo[0]?.address ?? '',
          utf8: session.envelope.smtpUtf8 === true,
          source: Buffer.concat(chunks).toString('utf8'),
        });
        done();
      });
    },
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()));
  url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise<void>((done) => server.close(() => done()));
  await house.close();
});
beforeEach(async () => {
  received = [];
  await sql`delete from mail`.execute(house.db);
  await sql`update mailing_recipient set posted_at = posted_at - interval '1 hour'`.execute(house.db);
});

const program = () => house.call(undefined, { actor: system() });
const member = async (name: string, address: string | null, more: { language?: string; body?: string } = {}): Promise<number> => {
  const { id } = await run(addPerson, { name, language: more.language }, program());
  if (address) await run(addEmail, { person: id, address }, program());
  if (more.body) await run(takeInMembership, { person: id, body: more.body, role: 'member' }, program());
  return id;
};
const words = {
  kind: 'news' as const,
  subject: { original: 'en', texts: { en: 'News for {name}', fr: 'Nouvelles pour {name}' } },
  text: { original: 'en', texts: { en: 'Dear {name},\n\n**we met**.', fr: 'Bonjour {name},\n\n**nous nous sommes réunis**.' } },
};
const view = async (by: Name, list: string, query: string) =>
  (await run(saveView, { list, name: `${list} ${query}`, query }, house.call(by))).id;
const draft = async (by: Name, list: string, query: string, more: object = {}): Promise<number> =>
  (await run(writeMailing, { ...words, view: await view(by, list, query), ...more }, house.call(by))).id;
/** As the program does by itself: hand over, send, write down what came of it. */
const deliver = async (): Promise<void> => {
  await deliverMailings(house.services, house.call().now);
  await sendWaiting({ db: house.db, log: silent }, smtpTransport(url, 'Community <community@example.org>'));
  await deliverMailings(house.services, house.call().now);
};
/** What the page of the message can say of it. */
const counts = async (by: Name, id: number) => {
  expect((await house.as(by).get(`/mailings/${id}`)).status).toBe(200);
  const db = reading(house.db);
  return { state: (await mailingById(db, house.actor(by), id))?.state, ...(await countsOf(db, id)) };
};
const linkIn = (source: string): string => /unsubscribe\/([\w-]+)/.exec(parseMail(source).body)?.[1] ?? '';

describe('a message to a saved view', () => {
  test('each gets it once, in their language, at whatever address; who does not want it or has no address is counted', async () => {
    await member('Amélie Roux', 'amelie@example.org', { language: 'fr', body: 'NORTH' });
    await member('王伟', '用户@例子.广告', { language: 'zh', body: 'NORTH' });
    await member('Silent Sam', 'sam@example.org', { body: 'NORTH' });
    await member('No Mailbox', null, { body: 'NORTH' });
    await member('Gone Away', 'gone@example.org', { body: 'NORTH' });
    const first = await draft('dana', 'people', 'body=NORTH');
    await run(sendMailing, { mailing: first }, house.call('dana'));
    await deliver();
    expect(received.map(({ to }) => to).sort()).toEqual(['amelie@example.org', 'sam@example.org', '用户@例子.广告']);
    const of = (to: string) => parseMail(received.find((mail) => mail.to === to)?.source ?? '');
    expect(of('amelie@example.org')).toMatchObject({
      subject: 'Nouvelles pour Amélie Roux',
      body: expect.stringContaining('Vous recevez ce message'),
    });
    expect(of('用户@例子.广告')).toMatchObject({ subject: 'News for 王伟', html: expect.stringContaining('<strong>we met</strong>') });
    expect(received.find(({ to }) => to.startsWith('用户'))?.utf8).toBe(true);
    expect(await counts('dana', first)).toEqual({ state: 'sent', sent: 3, failed: 1, noAddress: 1 });

    const sams = received.find(({ to }) => to === 'sam@example.org')?.source ?? '';
    expect(sams.replace(/\r\n[ \t]/g, ' ')).toMatch(/List-Unsubscribe: <http:\/\/test\/unsubscribe\/[\w-]{43}>/);
    expect(sams).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    const oneClick = await house.app.request(`http://test/unsubscribe/${linkIn(sams)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect([oneClick.status, await oneClick.text()]).toEqual([200, 'ok']);

    received = [];
    const second = await draft('dana', 'people', 'body=NORTH');
    await run(sendMailing, { mailing: second }, house.call('dana'));
    await deliver();
    expect(received.map(({ to }) => to)).not.toContain('sam@example.org');
    expect(await counts('dana', second)).toMatchObject({ optedOut: 1, sent: 2 });
    const invitation = await draft('dana', 'people', 'body=NORTH&q=Sam', { kind: 'invitation' });
    await run(sendMailing, { mailing: invitation }, house.call('dana'));
    await deliver();
    expect(received.map(({ to }) => to)).toContain('sam@example.org');
  });

  test('sent twice at once, stopped half-way and done by two at once, nobody gets it twice', async () => {
    for (let at = 0; at < 30; at++) await member(`Reader ${at}`, `reader${at}@example.org`, { body: 'SOUTH-WG' });
    const id = await draft('dana', 'people', 'body=SOUTH-WG');
    const [one, other] = await Promise.allSettled([
      run(sendMailing, { mailing: id }, house.call('dana')),
      run(sendMailing, { mailing: id }, house.call('dana')),
    ]);
    expect([one?.status, other?.status].sort()).toEqual(['fulfilled', 'rejected']);
    await expect(run(sendMailing, { mailing: id }, house.call('dana'))).rejects.toMatchObject({ key: 'mailing.noDraft' });
    await sql`create function stumble() returns trigger language plpgsql as $$ begin
      if new.recipient = 'reader17@example.org' then raise exception 'killed'; end if; return new; end $$`.execute(house.db);
    await sql`create trigger stumble before insert on mail for each row execute function stumble()`.execute(house.db);
    await expect(deliverMailings(house.services, house.call().now)).rejects.toThrow('could not be sent on');
    await sql`drop trigger stumble on mail`.execute(house.db);
    await Promise.all([deliver(), deliver(), deliver()]);
    await deliver();
    expect(received.map(({ to }) => to).sort()).toEqual(Array.from({ length: 30 }, (_, at) => `reader${at}@example.org`).sort());
    expect(await counts('dana', id)).toEqual({ state: 'sent', sent: 30 });
  });

  test('no more leave in a minute than there is room for', async () => {
    await house.db.transaction().execute(async (tx) => {
      await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
      await sql`insert into person (display_name) select 'Many ' || n from generate_series(1, ${perMinute + 10}) n`.execute(tx);
      await sql`insert into email (person_id, typed, address_key)
        select id, 'many' || id || '@example.org', 'many' || id || '@example.org' from person where display_name like 'Many %'`.execute(tx);
    });
    const id = await draft('dana', 'people', 'q=Many');
    await run(sendMailing, { mailing: id }, house.call('dana'));
    await deliverMailings(house.services, house.call().now);
    await deliverMailings(house.services, house.call().now);
    expect(await counts('dana', id)).toEqual({ state: 'sending', posted: perMinute, waiting: 10 });
    const later = Temporal.Instant.from(house.call().now).add({ seconds: 61 }).toString();
    await deliverMailings(house.services, later);
    expect(await counts('dana', id)).toEqual({ state: 'sending', posted: perMinute + 10 });
  });
});

describe('who may write to whom', () => {
  test('an officer writes to those of their own body only, and only to those whom the view shows to them', async () => {
    const own = await member('Own Olga', 'olga@example.org', { body: 'SOUTH' });
    await member('Other Otto', 'otto@example.org', { body: 'NORTH' });
    await expect(draft('eko', 'people', '')).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(draft('eko', 'people', '', { body: 'NORTH' })).rejects.toMatchObject({ kind: 'forbidden' });
    const id = await draft('eko', 'people', 'q=o', { body: 'SOUTH' });
    await run(sendMailing, { mailing: id }, house.call('eko'));
    await deliver();
    const to = received.map((mail) => mail.to);
    expect(to).toContain('olga@example.org');
    expect(to).not.toContain('otto@example.org');
    expect(to).not.toContain('ama@example.org');
    const list = await house.as('eko').read(`/mailing-recipients?mailing=${id}`);
    expect(list).toContain(`/people/${own}`);
    expect(list).not.toContain('olga@example.org');
    expect(await house.as('dana').read(`/mailing-recipients?mailing=${id}`)).toContain('olga@example.org');
    expect((await house.as('carmen').get(`/mailings/${id}`)).status).toBe(404);
    expect((await house.as('badr').get('/mailings')).status).toBe(403);
  });

  test('of organisations their representatives are written to, and the organisation itself where none has an address', async () => {
    const spoken = await run(
      addOrganisation,
      { name: 'Spoken For', body: 'SOUTH', email: 'office@spoken.example', accredited: '2020' },
      program(),
    );
    await run(addOrganisation, { name: 'Mailbox Only', body: 'SOUTH', email: 'office@mailbox.example', accredited: '2020' }, program());
    const voice = await member('Voice', 'voice@example.org');
    await run(takeInMembership, { person: voice, organisation: spoken.ref, role: 'primary' }, program());
    const id = await draft('dana', 'organisations', 'body=SOUTH');
    await run(sendMailing, { mailing: id }, house.call('dana'));
    await deliver();
    expect(received.map(({ to }) => to).sort()).toEqual(['office@mailbox.example', 'voice@example.org']);
    const link = linkIn(received.find(({ to }) => to.startsWith('office'))?.source ?? '');
    expect((await house.as().post(`/unsubscribe/${link}`)).status).toBe(303);
    expect(await house.as().read(`/unsubscribe/${link}`)).toContain('No more messages of the kind');
    const again = await draft('dana', 'groups', 'q=SOUTH-WG');
    await run(sendMailing, { mailing: again }, house.call('dana'));
    await deliver();
    expect(received.map(({ to }) => to)).toContain('reader3@example.org');
  });

  test('words that would be headers of a mail stay words: in the subject, in names, and where answers go', async () => {
    const evil = 'Evil\r\nBcc: victim@example.org';
    const text = (en: string) => ({ original: 'en', texts: { en } });
    await run(addPerson, { name: 'Marker Bcc: victim@example.org' }, program()).then(({ id: person }) =>
      run(addEmail, { person, address: 'marker@example.org' }, program()),
    );
    await expect(run(addPerson, { name: `Marker ${evil}` }, program()).then(() => 'made')).resolves.toBe('made');
    await expect(draft('dana', 'people', 'q=Marker', { replyTo: `a@example.org\r\nBcc: victim@example.org` })).rejects.toMatchObject({
      kind: 'invalid',
    });
    const id = await draft('dana', 'people', 'q=Marker', {
      subject: text(`Hello {name}\r\nBcc: victim@example.org\r\n\r\nBody`),
      text: text('Words.'),
    });
    await run(sendMailing, { mailing: id }, house.call('dana'));
    await deliver();
    expect(received.map(({ to }) => to)).toEqual(['marker@example.org']);
    const source = received[0]?.source ?? '';
    const head = source.slice(0, source.search(/\r?\n\r?\n/));
    expect(head).not.toMatch(/^bcc:/im);
    expect(parseMail(source).subject).toBe('Hello Marker Bcc: victim@example.org Bcc: victim@example.org Body');
    expect(parseMail(source).body).toContain('Words.');
  });

  test('the link that ends messages may be used again and again, and a forged one ends nothing', async () => {
    await member('Ending Enid', 'enid@example.org', { body: 'HUB' });
    const id = await draft('dana', 'people', 'q=Enid');
    await run(sendMailing, { mailing: id }, house.call('dana'));
    await deliver();
    const link = linkIn(received[0]?.source ?? '');
    const choices = () => sql<{ wanted: boolean }>`select wanted from mailing_choice order by id desc limit 1`.execute(house.db);
    const count = async () => Number((await sql<{ n: number }>`select count(*) as n from mailing_choice`.execute(house.db)).rows[0]?.n);
    const before = await count();
    for (let times = 0; times < 3; times++) expect((await house.as().post(`/unsubscribe/${link}`)).status).toBe(303);
    expect([await count(), (await choices()).rows[0]?.wanted]).toEqual([before + 1, false]);
    for (let times = 0; times < 2; times++) expect((await house.as().post(`/unsubscribe/${link}`, { again: 'yes' })).status).toBe(303);
    expect([await count(), (await choices()).rows[0]?.wanted]).toEqual([before + 1, true]);
    const forged = link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect((await house.as().post(`/unsubscribe/${forged}`)).status).toBe(404);
    expect((await choices()).rows[0]?.wanted).toBe(true);
  });

  test('a test goes to oneself in every language; what one chose stands on a page with its day', async () => {
    const id = await draft('dana', 'people', '', { replyTo: 'übung@example.org' });
    expect((await house.as('dana').post(`/mailings/${id}/test`)).status).toBe(303);
    await sendWaiting({ db: house.db, log: silent }, smtpTransport(url, 'Community <community@example.org>'));
    expect(received.map(({ to, source }) => [to, parseMail(source).subject]).sort()).toEqual([
      ['dana@example.org', 'News for Dana Whitfield'],
      ['dana@example.org', 'Nouvelles pour Dana Whitfield'],
    ]);
    expect(received[0]?.source).toContain('Reply-To: übung@example.org');
    expect((await house.as('fatou').post('/mailings/choices', { wanted: ['', 'invitation'] })).status).toBe(303);
    expect(await house.as('fatou').read('/mailings/choices')).toContain('not wanted since');
    expect((await house.as().get('/unsubscribe/wUbxPmNq3cXbWrhDbGzJ4SkyWbUeFZ2nJxk8cMZ1234')).status).toBe(404);
  });
});
