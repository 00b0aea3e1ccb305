import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { mailTo } from './outbox.ts';
import { newFolder, removeFolder, root, startProgram } from './program.ts';
import { download, journeys, newContext, openFirstLink, press, submit, words } from './world.ts';

journeys('An account of one’s own', () => {
  test('a person changes their address through both mailboxes, shows a profile, takes the data along and is forgotten', async () => {
    const dataDir = newFolder();
    const program = await startProgram({ dataDir });
    try {
      const office = await (await newContext({ at: program.url })).newPage();
      await openFirstLink(office, program.firstLink ?? '');
      await office.goto('/people-and-roles/new');
      await office.locator('[name=name]').fill('Dörte Sørensen');
      await office.locator('[name=address]').fill('dörte@sörensen.example');
      await submit(office);

      const page = await (await newContext({ at: program.url })).newPage();
      await page.goto('/sign-in?return=/account');
      await page.locator('[name=address]').fill('dörte@sörensen.example');
      await submit(page);
      const { subject } = await mailTo(dataDir, 'dörte@', /\d{6}/);
      await page.locator('[name=code]').fill(/\d{6}/.exec(subject)?.[0] ?? '');
      await submit(page);
      expect(await words(page)).toContain('Chrome');

      await page.locator('#addresses summary').click();
      await page.locator('#addresses [name=address]').fill('用户@例子.广告');
      await submit(page, '#addresses form');
      expect(await words(page, '#addresses')).toContain('Waits for both mailboxes');
      for (const [mailbox, subjectLike, said] of [
        ['dörte@', /should your address change/, 'The other mailbox must confirm too'],
        ['用户@', /is this your address/, 'Both mailboxes have confirmed'],
      ] as const) {
        const { body } = await mailTo(dataDir, mailbox, subjectLike);
        await page.goto(/http\S+\/sign-in\/address\/[\w-]+/.exec(body)?.[0] ?? '');
        await submit(page);
        expect(await words(page)).toContain(said);
      }
      await page.goto('/account');
      expect(await words(page, '#addresses')).toContain('用•••@例子.广告');

      await page.getByRole('link', { name: 'My profile' }).click();
      await page.locator('[name=label]').fill('Cartography');
      await page.locator('[name=purpose]').fill('Maps for outreach');
      await press(page, 'form[action$="/skills"] button');
      await page
        .locator('[name=picture]')
        .setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="alert(1)"/>') });
      await press(page, 'form[action$="/portrait"] button');
      expect(await words(page)).toContain('This is no photograph that can be shown');
      await page
        .locator('[name=picture]')
        .setInputFiles(
          join(root, 'docs/images', readFileSync(join(root, 'README.md'), 'utf8').match(/docs\/images\/([\w-]+\.png)/)?.[1] ?? ''),
        );
      await press(page, 'form[action$="/portrait"] button');
      await page.getByAltText('Photograph of Dörte Sørensen').waitFor();
      await page.locator('[name=picture]').setInputFiles({ name: 'camera.png', mimeType: 'image/png', buffer: noise(1_600, 1_200) });
      await press(page, 'form[action$="/portrait"] button');
      expect(await words(page), 'of more than 2 MB, and made small before it was sent').toContain('The photograph is in your profile');
      const shown = page.getByAltText('Photograph of Dörte Sørensen');
      await shown.waitFor();
      const size = (image: unknown) => [
        (image as { naturalWidth: number }).naturalWidth,
        (image as { naturalHeight: number }).naturalHeight,
      ];
      expect(await shown.evaluate(size)).toEqual([640, 480]);
      await page.getByRole('link', { name: 'A stranger' }).click();
      expect(await words(page)).toContain('They do not find you here at all');

      await page.goto('/account');
      const { bytes } = await download(page, 'Download everything about me');
      expect(strFromU8(unzipSync(new Uint8Array(bytes))['my-data.json'] as Uint8Array)).toContain('Maps for outreach');
      await page.getByRole('link', { name: 'Erase my account' }).click();
      await page.locator('[name=sure]').check();
      await submit(page);
      expect(new URL(page.url()).pathname).toBe('/');
      await office.goto('/people-and-roles/erasures');
      expect(await words(office)).toMatch(/Former member [2-9A-Z]{5}/);
      await office.goto('/people-and-roles?q=Dörte');
      expect(await words(office)).toContain('Nobody fits');
    } finally {
      await program.stop();
      removeFolder(dataDir);
    }
  });
});

/** A PNG of these many pixels, each of any colour, so that nothing makes it small but fewer pixels. */
const noise = (width: number, height: number): Buffer => {
  const part = (name: string, content: Buffer) => {
    const [head, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    head.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(Buffer.concat([Buffer.from(name), content])));
    return Buffer.concat([head, Buffer.from(name), content, sum]);
  };
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 2], 8);
  const rows = Array.from({ length: height }, () => Buffer.concat([Buffer.from([0]), randomBytes(width * 3)]));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    part('IHDR', size),
    part('IDAT', deflateSync(Buffer.concat(rows), { level: 1 })),
    part('IEND', Buffer.alloc(0)),
  ]);
};
