import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { commandNamed } from '../../../../test/laws/world.ts';
import { run } from '../../../platform/command.ts';
import { readPicture } from './picture.ts';
import { remindOfSkills } from './remind.ts';

let house: TestApp;
let fatou = 0;

beforeAll(async () => {
  house = await openApp();
  fatou = house.people.fatou.personId;
});
afterAll(() => house.close());

const does = (name: string, input: unknown) => run(commandNamed(name), input, house.call('fatou'));
const show = (consent: Record<string, string>) => does('person.change', { person: fatou, consent });

const upload = (bytes: Uint8Array, name = 'me.png') => {
  const form = new FormData();
  form.set('picture', new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
  return house.app.request(`http://test/people/${fatou}/portrait`, {
    method: 'POST',
    body: form,
    headers: { cookie: house.people.fatou.sessionCookie, origin: 'http://test' },
  });
};

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

test('a photograph that is a script is refused, whatever it calls itself', async () => {
  for (const script of [
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '<html><script>alert(1)</script>',
    'GIF89a/*<svg/onload=alert(1)>*/=1;',
    '\u0089PNG\r\n\u001a\n<script>alert(1)</script>',
    'RIFF\u0010\u0000\u0000\u0000WEBP<script>alert(1)</script>',
    '\u00ff\u00d8\u00ff\u00e0<script>alert(1)</script>',
    '%PDF-1.7',
    '',
  ]) {
    const answer = await upload(Buffer.from(script, 'latin1'));
    expect(answer.status, script).toBe(422);
  }
  expect((await upload(Buffer.concat([png, Buffer.alloc(3 * 1024 * 1024)]))).status).toBe(422);
  expect((await house.as('fatou').get(`/people/${fatou}/portrait`)).status).toBe(404);
});

test('a small file that would unpack to gigabytes is refused by what its head says, with how large that is', async () => {
  const wide = Buffer.from(png);
  wide.writeUInt32BE(60_000, 16);
  wide.writeUInt32BE(50_000, 20);
  const jpeg = Buffer.from('ffd8ffc0000b08c350ea6001011100ffda0008010100003f00aaffd9', 'hex');
  const riff = (name: string, content: string) => {
    const body = Buffer.concat([Buffer.from(`WEBP${name}`), Buffer.from([content.length / 2, 0, 0, 0]), Buffer.from(content, 'hex')]);
    return Buffer.concat([Buffer.from('RIFF'), Buffer.from([body.length, 0, 0, 0]), body]);
  };
  const lossless = riff('VP8L', '2fffffff0f0000000000');
  const lossy = riff('VP8 ', '0000009d012affffff3f');
  for (const [bytes, said] of [
    [wide, '60,000 by 50,000'],
    [jpeg, '60,000 by 50,000'],
    [lossless, '16,384 by 16,384'],
    [lossy, '16,383 by 16,383'],
  ] as const) {
    const answer = await upload(bytes);
    expect(answer.status, said).toBe(422);
    expect(await answer.text()).toContain(`${said} pixels`);
  }
  const none = Buffer.from(png);
  none.writeUInt32BE(0, 16);
  const heic = Buffer.from('\0\0\0\u0018ftypheic\0\0\0\0mif1heic', 'latin1');
  for (const bytes of [none, heic, riff('VP8X', '10000000'), riff('VP8 ', '0000')])
    expect(await (await upload(bytes)).text()).toContain('JPEG, PNG or WebP file');
});

test('of a photograph only the picture is kept: no place, no text, nothing that hangs on behind', async () => {
  const note = Buffer.from('tEXtComment\0<script>alert(1)</script>', 'latin1');
  const part = Buffer.concat([Buffer.from([0, 0, 0, note.length - 4]), note, Buffer.alloc(4)]);
  const dirty = Buffer.concat([png.subarray(0, 33), part, png.subarray(33), Buffer.from('<script>alert(2)</script>')]);
  expect((await upload(dirty)).status).toBe(303);
  const answer = await house.as('fatou').get(`/people/${fatou}/portrait`);
  expect(Buffer.from(await answer.arrayBuffer()).equals(png)).toBe(true);
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('a JPEG loses where it was taken and keeps which side is up', () => {
  const exif = Buffer.concat([
    Buffer.from('Exif\0\0II*\0\u0008\0\0\0\u0002\0', 'latin1'),
    Buffer.from('120103000100000006000000', 'hex'),
    Buffer.from('25880400010000001a000000', 'hex'),
    Buffer.from('PLACE OF THE HOUSE'),
  ]);
  const segment = (marker: number, content: Buffer) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(content.length + 2, 2);
    return Buffer.concat([head, content]);
  };
  const scan = Buffer.concat([segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd9])]);
  const table = segment(0xdb, Buffer.alloc(65));
  const frame = segment(0xc0, Buffer.from([8, 0, 40, 0, 30, 1, 1, 0x11, 0]));
  const read = readPicture(
    Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      segment(0xe1, exif),
      segment(0xfe, Buffer.from('A COMMENT')),
      table,
      frame,
      scan,
      Buffer.from('<script>'),
    ]),
  );
  expect(read?.mediaType).toBe('image/jpeg');
  expect(read?.size).toEqual([30, 40]);
  const text = read?.content.toString('latin1') ?? '';
  for (const gone of ['PLACE', 'COMMENT', 'script']) expect(text).not.toContain(gone);
  expect(read?.content.subarray(2, 38).toString('hex')).toBe(
    'ffe100224578696600004d4d002a0000000800010112000300000001000600000000000000'.slice(0, 72),
  );
  expect(read?.content.subarray(-2).toString('hex')).toBe('ffd9');
});

test('who sees a photograph and what one offers, its owner says; the page shows what each audience sees', async () => {
  await does('skill.add', { person: fatou, kind: 'skill', label: 'Cartography', purpose: 'Maps for outreach' });
  await show({ name: 'public', skills: 'self', photo: 'self' });
  const seen = async (as: string) => house.as('fatou').read(`/people/${fatou}/as/${as}`);
  expect(await seen('public')).not.toContain('Cartography');
  expect((await house.as().get(`/people/${fatou}/portrait`)).status).toBe(404);
  await show({ skills: 'members', photo: 'public' });
  expect(await seen('public')).not.toContain('Cartography');
  expect(await seen('members')).toContain('Cartography');
  expect((await house.as().get(`/people/${fatou}/portrait`)).status).toBe(200);
  expect(await house.as().read(`/people/${fatou}`)).not.toContain('Cartography');
  await show({ name: 'staff' });
  expect(await seen('public')).toContain('do not find you');
  expect(await seen('leaders')).toContain('do not find you');
  expect((await house.as('badr').get(`/people/${fatou}/as/public`)).status).toBe(404);
  expect((await house.as('badr').get(`/people/${fatou}/profile`)).status).toBe(404);
});

test('after two years a skill is hidden, a month before its owner is reminded once, and renews it with one press', async () => {
  const { id } = await does('skill.add', { person: fatou, kind: 'interest', label: 'Numismatics', purpose: 'To meet others' });
  await show({ name: 'public', skills: 'public' });
  expect(await house.as().read(`/people/${fatou}`)).toContain('Numismatics');
  const mails = async () =>
    (await sql<{ count: number }>`select count(*)::int as count from mail where person_id = ${fatou}`.execute(house.db)).rows[0]?.count;
  const inMonths = (months: number) => Temporal.Now.zonedDateTimeISO('UTC').add({ months }).toInstant().toString();
  await remindOfSkills(house.db, inMonths(22));
  expect(await mails()).toBe(0);
  await remindOfSkills(
    house.db,
    Temporal.Instant.from(inMonths(24))
      .subtract({ hours: 24 * 20 })
      .toString(),
  );
  await remindOfSkills(
    house.db,
    Temporal.Instant.from(inMonths(24))
      .subtract({ hours: 24 * 10 })
      .toString(),
  );
  expect(await mails()).toBe(1);
  await house.db.transaction().execute(async (tx) => {
    await sql`set local plenary.restoring = 'on'`.execute(tx);
    await sql`update skill set expires_on = current_date where id = ${id}`.execute(tx);
  });
  expect(await house.as().read(`/people/${fatou}`)).not.toContain('Numismatics');
  expect(await house.as('fatou').read(`/people/${fatou}/profile`)).toContain('Hidden since it expired');
  const signedOut = await house.as().get(`/people/${fatou}/profile`);
  expect(await signedOut.text(), 'the link of the letter leads there by way of signing in').toContain(
    `href="/sign-in?return=${encodeURIComponent(`/people/${fatou}/profile`)}"`,
  );
  expect((await house.as('fatou').post(`/people/${fatou}/skills/${id}/renewal`)).status).toBe(303);
  expect(await house.as().read(`/people/${fatou}`)).toContain('Numismatics');
});
