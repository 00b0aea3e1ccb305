import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { writeMailing } from '../../src/domains/mailings/mailing/commands.ts';
import { sendMailing } from '../../src/domains/mailings/mailing/sending.ts';
import { run } from '../../src/platform/command.ts';
import { saveView } from '../../src/platform/lists/saved.ts';
import { openApp, type TestApp } from '../app.ts';
import { buildWorker } from './build.ts';
import { chooser } from './story.ts';

// A program that sends messages is killed again and again, at any moment: while it hands mails over, while the mail server takes one, and
// between the server's yes and the note of it. That last moment is the one in which nobody can know, and a mail goes out again with the same
// Message-ID, by which mailboxes drop the second copy.

const kills = 8;
const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 1e9));
const choose = chooser(seed);
const folder = mkdtempSync(join(tmpdir(), 'plenary-kill-mail-'));
const worker = join(import.meta.dirname, '..', '..', '.build', `kill-mail-${process.pid}.mjs`);
const readers = 40;
const messages = 4;

let house: TestApp;
let server: SMTPServer;
let database = '';
/** What the mail server said yes to, in its order. */
const taken: { to: string; id: string }[] = [];
/** Called with the number of the mail before the server says yes, and after. */
let watch: (moment: 'before' | 'after', number: number) => void = () => {};

beforeAll(async () => {
  console.log(`Killing with the seed ${seed}.`);
  house = await openApp();
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(house.db);
  database = Object.assign(new URL(inject('testServer').url), { pathname: `/${rows[0]?.name}` }).href;
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const id = /^message-id:\s*(\S+)/im.exec(Buffer.concat(chunks).toString('utf8'))?.[1] ?? '';
        watch('before', taken.length + 1);
        await pause(2);
        taken.push({ to: session.envelope.rcptTo[0]?.address ?? '', id });
        done();
        watch('after', taken.length);
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()));
  await buildWorker('mailing-worker.ts', worker);
}, 120_000);
afterAll(async () => {
  await new Promise<void>((done) => server.close(() => done()));
  await house.close();
  rmSync(worker, { force: true });
  rmSync(folder, { recursive: true, force: true });
});

const live = (mode = ''): ChildProcess =>
  fork(worker, [mode], {
    env: {
      PATH: process.env.PATH,
      TMPDIR: tmpdir(),
      DATA_DIR: join(folder, 'data'),
      DATABASE_URL: database,
      MAIL_URL: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
const ended = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once('exit', (code) => resolve(code)));

/** A mail that a dead program had claimed is free after ten minutes: here they pass at once. */
const tenMinutes = () => sql`update mail set next_try_at = now() where state = 'waiting'`.execute(house.db);

/** One life: killed while it hands over, when the server is about to say yes, or just after it did. */
const liveAndDie = async (): Promise<void> => {
  const child = live();
  const end = ended(child);
  const open = new Promise((resolve) => child.once('message', resolve));
  const dice = choose();
  const moment = dice < 0.5 ? 'before' : 'after';
  const which = taken.length + 1 + Math.floor(choose() * 12);
  if (dice >= 0.25)
    watch = (now, number) => {
      if (now === moment && number >= which) child.kill('SIGKILL');
    };
  await open;
  if (dice < 0.25) {
    await pause(choose() * 150);
    child.kill('SIGKILL');
  }
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await end;
  clearTimeout(late);
  watch = () => {};
};

test(`killed ${kills} times while it sends, a message is written to each reader once`, { timeout: 300_000 }, async () => {
  const call = house.call('dana');
  await house.db.transaction().execute(async (tx) => {
    await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
    await sql`insert into person (display_name) select 'Killed ' || n from generate_series(1, ${readers}::int) n`.execute(tx);
    await sql`insert into email (person_id, typed, address_key)
      select id, 'killed' || id || '@example.org', 'killed' || id || '@example.org' from person where display_name like 'Killed %'`.execute(
      tx,
    );
  });
  const view = (await run(saveView, { list: 'people', name: 'Killed', query: 'q=Killed' }, call)).id;
  for (let at = 1; at <= messages; at++) {
    const words = { original: 'en', texts: { en: `Message ${at}` } };
    const { id } = await run(writeMailing, { kind: 'news', subject: words, text: words, view }, call);
    await run(sendMailing, { mailing: id }, call);
  }
  for (let life = 0; life < kills; life++) {
    await liveAndDie();
    const { rows } = await sql<{ posted: number; mails: number }>`select
      (select count(*)::int from mailing_recipient where mail_id is not null) as posted,
      (select count(*)::int from mail) as mails`.execute(house.db);
    expect(rows[0]?.posted, 'a mail and the note of it are there together or not at all').toBe(rows[0]?.mails);
    await tenMinutes();
  }
  expect(await ended(live('once'))).toBe(0);

  const { rows } = await sql<{ state: string; recipients: number; sent: number; mails: number }>`
    select mailing.state, count(*)::int as recipients, count(*) filter (where outcome = 'sent')::int as sent,
      count(distinct mail_id)::int as mails
    from mailing join mailing_recipient on mailing_recipient.mailing_id = mailing.id group by mailing.id`.execute(house.db);
  expect(rows).toEqual(Array.from({ length: messages }, () => ({ state: 'sent', recipients: readers, sent: readers, mails: readers })));
  const once = new Map(taken.map((one) => [one.id, one.to]));
  expect(once.size, 'each mail has a name of its own').toBe(messages * readers);
  const perReader = Map.groupBy(once.values(), (to) => to);
  expect([...perReader.values()].every((mails) => mails.length === messages)).toBe(true);
  // Three connections: at most three mails of each life were answered without a note.
  const again = taken.length - once.size;
  console.log(`${taken.length} mails were taken, ${again} of them a second copy under the same Message-ID, after ${kills} kills.`);
  expect(again).toBeLessThanOrEqual(kills * 3);
});
