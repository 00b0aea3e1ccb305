import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { makeLog } from '../log/log.ts';
import { outboxMails } from './outbox.ts';
import { parseMail } from './parse.ts';
import { type NewMail, post } from './post.ts';
import { forgetOldMails, sendWaiting } from './send.ts';
import { openTransport, outboxFolder, smtpTransport } from './transport.ts';

let database: TestDatabase;
let dataDir = '';
const logged: string[] = [];
const log = makeLog('debug', (line) => logged.push(line));

beforeAll(async () => {
  database = await testDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'plenary-mail-'));
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

const letter = (to: string, more: Partial<NewMail> = {}): NewMail => ({
  to,
  language: 'en',
  subject: 'Your code',
  body: 'It is 123456.',
  ...more,
});
const write = (mail: NewMail) => database.db.transaction().execute((tx) => post(tx, mail));
const send = (url: string) => sendWaiting({ db: database.db, log }, smtpTransport(url, 'Plenary <plenary@example.org>'));
const makeDue = () => sql`update mail set next_try_at = now() where state = 'waiting'`.execute(database.db);
const mails = async () =>
  (
    await sql<{ state: string; tries: number; failure: string | null }>`select state, tries, failure from mail order by id`.execute(
      database.db,
    )
  ).rows;

interface Received {
  to: string[];
  utf8: boolean;
  source: string;
}
let received: Received[] = [];
let servers: SMTPServer[] = [];

beforeEach(async () => {
  received = [];
  logged.length = 0;
  await sql`delete from mail`.execute(database.db);
});
afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise<void>((done) => server.close(() => done()))));
  servers = [];
});

/** A real mail server on this machine; gives its address. */
const serve = async (options: SMTPServerOptions = {}, port = 0): Promise<string> => {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          utf8: session.envelope.smtpUtf8 === true,
          source: Buffer.concat(chunks).toString('utf8'),
        });
        done();
      });
    },
    ...options,
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', () => ready()));
  return `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
};

test('a mail goes out only if the command that wrote it is kept', async () => {
  const url = await serve();
  await database.db
    .transaction()
    .execute(async (tx) => {
      await post(tx, letter('lost@example.org'));
      throw new Error('refused');
    })
    .catch(() => {});
  await write(
    letter('kept@example.org', { html: '<p>It is <b>123456</b>.</p>', headers: { 'List-Unsubscribe': '<https://example.org/u>' } }),
  );
  expect(await send(url)).toEqual({ sent: 1, postponed: 0, failed: 0 });
  expect(received.map(({ to }) => to)).toEqual([['kept@example.org']]);
  expect(received[0]?.source).toContain('List-Unsubscribe: <https://example.org/u>');
  expect(received[0]?.source).toContain('Content-Language: en');
  expect(parseMail(received[0]?.source ?? '')).toMatchObject({ subject: 'Your code', html: expect.stringContaining('<b>123456</b>') });
  expect(await send(url)).toEqual({ sent: 0, postponed: 0, failed: 0 });
});

test('a mail reaches 用户@例子.广告 with the address as it is written', async () => {
  const url = await serve();
  await write(letter('用户@例子.广告', { language: 'zh', subject: '您的验证码：请勿转发给任何人', body: '验证码是 123456。' }));
  expect(await send(url)).toEqual({ sent: 1, postponed: 0, failed: 0 });
  expect(received[0]).toMatchObject({ to: ['用户@例子.广告'], utf8: true });
  const mail = parseMail(received[0]?.source ?? '');
  expect(mail.subject).toBe('您的验证码：请勿转发给任何人');
  expect(mail.body.trim()).toBe('验证码是 123456。');
  expect(mail.to).toContain('用户@例子.广告');
});

test('addresses in any script reach their mailbox as they are written; SMTPUTF8 is asked for where the part before the @ needs it', async () => {
  const url = await serve();
  const needed = {
    'राम@डाटा.भारत': true,
    'संपर्क@डाटामेल.भारत': true,
    'δοκιμή@παράδειγμα.δοκιμή': true,
    'Dörte@sörensen.example.com': true,
    'коля@пример.рф': true,
    'مثال@موقع.إختبار': true,
    'نامه\u200cای@نامه\u200cای.com': true,
    '😀@example.org': true,
    'anna@例子.广告': false,
    'info@faß.de': false,
  };
  for (const address of Object.keys(needed)) await write(letter(address));
  expect(await send(url)).toMatchObject({ sent: Object.keys(needed).length });
  expect(Object.fromEntries(received.map(({ to, utf8 }) => [to[0], utf8]))).toEqual(needed);
});

test('an address with a comma never becomes two recipients, and a line end never becomes a header', async () => {
  const url = await serve();
  await write(letter('a@example.org, b@example.org'));
  await send(url);
  expect(received.flatMap(({ to }) => to)).toEqual([]);
  await write(letter('a@example.org', { subject: 'One\r\nBcc: c@example.org' }));
  await send(url);
  expect(received.map(({ to }) => to)).toEqual([['a@example.org']]);
  expect(received[0]?.source).not.toMatch(/^Bcc:/m);
});

test('a server that refuses and comes back gets the mail once, and each wait is longer', async () => {
  let open = false;
  const url = await serve({
    onRcptTo: (_address, _session, done) =>
      done(open ? null : Object.assign(new Error('busy, try member@example.org later'), { responseCode: 451 })),
  });
  await write(letter('member@example.org'));
  expect(await send(url)).toEqual({ sent: 0, postponed: 1, failed: 0 });
  expect(await send(url)).toEqual({ sent: 0, postponed: 0, failed: 0 });
  const wait = async () =>
    (await sql<{ minutes: number }>`select round(extract(epoch from next_try_at - now()) / 60) as minutes from mail`.execute(database.db))
      .rows[0]?.minutes;
  expect(await wait()).toBe(1);
  await makeDue();
  await send(url);
  expect(await wait()).toBe(5);
  open = true;
  await makeDue();
  expect(await send(url)).toEqual({ sent: 1, postponed: 0, failed: 0 });
  expect(received).toHaveLength(1);
  expect(await mails()).toEqual([{ state: 'sent', tries: 3, failure: null }]);
});

test('a server that is away altogether is asked eight times; the reason is kept and no address is logged', async () => {
  const url = await serve();
  await new Promise<void>((done) => servers.pop()?.close(() => done()));
  await write(letter('member@example.org'));
  for (let tries = 1; tries <= 8; tries++) {
    await makeDue();
    expect(await send(url)).toEqual(tries < 8 ? { sent: 0, postponed: 1, failed: 0 } : { sent: 0, postponed: 0, failed: 1 });
  }
  expect(await mails()).toEqual([{ state: 'failed', tries: 8, failure: expect.stringContaining('ESOCKET') }]);
  expect(logged.at(-1)).toContain('given up');
  expect(logged.join()).not.toContain('member@');
});

test('an address that does not exist is given up at once, without its name in the log', async () => {
  const url = await serve({
    onRcptTo: ({ address }, _session, done) => done(Object.assign(new Error(`5.1.1 <${address}> no such mailbox`), { responseCode: 550 })),
    hideENHANCEDSTATUSCODES: true,
  });
  await write(letter('nobody@example.org'));
  expect(await send(url)).toEqual({ sent: 0, postponed: 0, failed: 1 });
  expect(await mails()).toEqual([{ state: 'failed', tries: 1, failure: 'EENVELOPE 550 5.1.1 at RCPT TO' }]);
  expect(logged.join()).not.toContain('nobody@');
});

test('two processes that send at the same time send each mail once', async () => {
  const url = await serve();
  for (let number = 0; number < 40; number++) await write(letter(`member${number}@example.org`));
  const outcomes = await Promise.all([send(url), send(url), send(url)]);
  expect(outcomes.reduce((sum, { sent }) => sum + sent, 0)).toBe(40);
  expect(new Set(received.flatMap(({ to }) => to)).size).toBe(40);
  expect(received).toHaveLength(40);
});

test('a program that wants to stop leaves the rest of the mails to the next start', async () => {
  const url = await serve();
  const stop = new AbortController();
  const smtp = smtpTransport(url, 'plenary@example.org');
  for (let number = 0; number < 25; number++) await write(letter(`member${number}@example.org`));
  const transport = { ...smtp, send: (mail: Parameters<typeof smtp.send>[0]) => smtp.send(mail).then(() => stop.abort()) };
  expect(await sendWaiting({ db: database.db, log }, transport, stop.signal)).toEqual({ sent: 10, postponed: 0, failed: 0 });
  expect((await send(url)).sent).toBe(15);
  expect(received).toHaveLength(25);
});

test('a process that dies while sending leaves its mail to the others', async () => {
  const url = await serve();
  await write(letter('member@example.org'));
  await sql`update mail set tries = 1, next_try_at = now() + interval '10 minutes'`.execute(database.db);
  expect((await send(url)).sent).toBe(0);
  await makeDue();
  expect((await send(url)).sent).toBe(1);
});

test('without a mail server each mail becomes a file that the development page can show', async () => {
  const transport = openTransport({ mailUrl: undefined, mailFrom: 'plenary@example.org', dataDir });
  const words = 'رمز الدخول هو ١٢٣٤٥٦\nصالح لمدة عشر دقائق — '.repeat(12);
  await write(
    letter('用户@例子.广告', {
      language: 'ar',
      subject: 'رمز الدخول إلى الجمعية العامة للمجتمع '.repeat(3).trim(),
      body: words,
      html: `<p dir="rtl">${words}</p>`,
    }),
  );
  await write(letter('badr@example.org', { subject: 'Second' }));
  expect(await sendWaiting({ db: database.db, log }, transport)).toEqual({ sent: 2, postponed: 0, failed: 0 });
  const [newest, first] = (await outboxMails(outboxFolder(dataDir))).sort((a, b) =>
    a.subject === 'Second' ? -1 : b.subject === 'Second' ? 1 : 0,
  );
  expect(newest).toMatchObject({ subject: 'Second', to: 'badr@example.org', from: 'plenary@example.org' });
  expect(newest?.body.trim()).toBe('It is 123456.');
  expect(first?.subject).toBe('رمز الدخول إلى الجمعية العامة للمجتمع '.repeat(3).trim());
  expect(first?.body.trim()).toBe(words.trim());
  expect(first?.html).toContain(words);
  expect(first?.to).toContain('用户@例子.广告');
  expect((await stat(join(outboxFolder(dataDir), newest?.file ?? ''))).mode & 0o077).toBe(0);
});

test('the outbox keeps the newest five hundred', async () => {
  const folder = join(dataDir, 'full-outbox');
  const { writeToOutbox } = await import('./outbox.ts');
  for (let id = 1; id <= 503; id++) await writeToOutbox(folder, id, Buffer.from(`Subject: ${id}\r\n\r\nbody`));
  expect(await readdir(folder)).toHaveLength(500);
  expect((await outboxMails(folder, 1))[0]?.subject).toBe('503');
  expect(await outboxMails(join(dataDir, 'nowhere'))).toEqual([]);
});

test('mails that are over are forgotten after a month, those that wait are not', async () => {
  for (const to of ['sent@example.org', 'waiting@example.org']) await write(letter(to));
  await sql`update mail set created_at = now() - interval '31 days', state = case recipient when 'sent@example.org' then 'sent' else state end`.execute(
    database.db,
  );
  expect(await forgetOldMails(database.db)).toBe(1);
  expect(await mails()).toEqual([{ state: 'waiting', tries: 0, failure: null }]);
});
