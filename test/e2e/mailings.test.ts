import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ask } from './api.ts';
import { accessFaults, overflow } from './looks.ts';
import { mailTo } from './outbox.ts';
import { download, journeys, open, press, program, submit, words } from './world.ts';

const inFrench = 'amelie@audience.journeys.example';
const inEnglish = '用户@例子.广告';

const member = async (name: string, language: string, address: string): Promise<void> => {
  const { id: person } = await ask<{ id: number }>('POST', '/people', { name, language });
  await ask('POST', `/people/${person}/addresses`, { address });
  await ask('POST', '/memberships', { person, body: 'JOURNEY-WG', role: 'member' });
};

/** Opens everything on the page that is folded. */
const unfold = async (page: Page): Promise<void> => {
  const folded = page.locator('main details.disclosure:not([open]) > summary');
  while ((await folded.count()) > 0) await folded.first().click();
};

journeys('One filter, four uses', () => {
  let view = '';
  let message = '';
  test('a list is narrowed and saved; the view is a file, a figure, and the audience of a message', async () => {
    await ask('POST', '/bodies', { ref: 'JOURNEY-WG', name: 'Working group of the journey', kind: 'workingGroup', parent: 'EURALO' });
    await member('Amélie of the Journey', 'fr', inFrench);
    await member('王伟 of the Journey', 'zh', inEnglish);

    const ama = await open('ama');
    await ama.goto('/people?body=JOURNEY-WG');
    await ama.locator('summary', { hasText: 'Views' }).click();
    await ama.getByRole('link', { name: 'Save this view…' }).click();
    await ama.getByLabel('Name of the view').fill('Our working group');
    await submit(ama);
    await ama.locator('summary', { hasText: 'Views' }).click();
    await ama.getByRole('link', { name: 'What to do with “Our working group”' }).click();
    await ama.waitForURL(/\/views\/\d+$/);
    view = ama.url();
    expect(await words(ama)).toContain('2 rows now, as you see them.');
    expect((await download(ama, 'CSV')).bytes.toString()).toContain('Amélie of the Journey');
    await press(ama, 'form[action$="/figure"] button');
    expect(await words(ama)).toContain('counted with your rights');

    await ama.getByRole('link', { name: 'Write a message' }).click();
    await ama.waitForURL(/\/mailings\/new/);
    await ama.locator('[name=kind]').selectOption('invitation');
    await ama.locator('[name="subject.en"]').fill('Come to the call');
    await ama.locator('[name="text.en"]').fill('Dear {name},\n\nplease **come**.');
    await submit(ama, 'form[action="/mailings"]');
    await ama.getByRole('link', { name: 'Edit the message' }).click();
    await ama.waitForURL(/\/edit$/);
    await unfold(ama);
    await ama.locator('[name="subject.fr"]').fill('Venez à la réunion');
    await submit(ama, 'form[action$="/edit"]');
    expect(await words(ama)).toContain('Subject and text must be there in the same languages.');
    await unfold(ama);
    await ama.locator('[name="text.fr"]').fill('Bonjour {name},\n\n**venez**.');
    await submit(ama, 'form[action$="/edit"]');
    expect(await words(ama)).toContain('Dear Ama Owusu');
    message = ama.url();
  });

  test('its pages are clean on a narrow screen, in Arabic too', async () => {
    for (const language of ['en', 'ar'] as const) {
      const narrow = await open('ama', { width: 320, dark: language === 'ar', language });
      for (const path of [message, view, '/mailings/new', '/mailings/choices']) {
        await narrow.goto(path);
        expect([...(await accessFaults(narrow)), ...(await overflow(narrow))], `${path} on a narrow screen (${language})`).toEqual([]);
      }
    }
  });

  test('it is sent in two languages; one reader ends it by its link, without signing in, and is not written to again', async () => {
    const ama = await open('ama');
    await ama.goto(message);
    const sent = Date.now();
    await ama.getByText('Send to 2 recipients…').click();
    await press(ama, 'form[action$="/sending"] button.primary');
    const french = await mailTo(program().dataDir, inFrench, /Venez à la réunion/, sent);
    expect(french.body).toContain('Bonjour Amélie of the Journey');
    const english = await mailTo(program().dataDir, inEnglish, /Come to the call/, sent);
    expect(english.html).toContain('<strong>come</strong>');

    const link = /\/unsubscribe\/[\w-]+/.exec(french.body)?.[0] ?? '';
    const reader = await open(undefined, { width: 320, language: 'ar' });
    await reader.goto(link);
    expect([...(await accessFaults(reader)), ...(await overflow(reader))]).toEqual([]);
    const stranger = await open(undefined, { javaScript: false, width: 320, language: 'fr' });
    await stranger.goto(link);
    await press(stranger, 'main form button.primary');
    expect(await words(stranger)).toContain('Vous ne recevez plus de messages du type « Invitations »');

    await ama.goto(message);
    expect(await words(ama)).toContain('Sent 2 Taken over by the mail server.');
    await ama.goto(`/mailings/new?view=${view.split('/').at(-1)}`);
    await ama.locator('[name=kind]').selectOption('invitation');
    await ama.locator('[name="subject.en"]').fill('Come again');
    await ama.locator('[name="text.en"]').fill('Dear {name}.');
    await submit(ama, 'form[action="/mailings"]');
    expect(await words(ama)).toContain('Send to 1 recipient…');
  });
});
