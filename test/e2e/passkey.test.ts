import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { newFolder, removeFolder, startProgram } from './program.ts';
import { journeys, newContext, openFirstLink, press, words } from './world.ts';

/** A device that keeps passkeys and says yes to everything, as the browser itself plays it. */
const plugIn = async (page: Page) => {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    keys: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    holderIs: (isUserVerified: boolean) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  };
};

journeys('A passkey', () => {
  test('is added on the own page, opens the door without mail, counts its uses, and is worth nothing once removed', async () => {
    const dataDir = newFolder();
    const program = await startProgram({ dataDir, host: 'localhost' });
    try {
      const page = await (await newContext({ at: program.url })).newPage();
      await openFirstLink(page, program.firstLink ?? '');
      const device = await plugIn(page);
      await page.goto('/account');
      const form = page.locator('form[data-passkey=add]');
      await form.locator('[name=name]').fill('My laptop');
      await form.locator('button').click();
      await page.getByText('The passkey was added').waitFor();
      expect(await words(page, '#passkeys')).toContain('My laptop');
      expect(await device.keys()).toMatchObject([{ rpId: 'localhost', isResidentCredential: true }]);

      await form.locator('[name=name]').fill('The same device once more');
      await form.locator('button').click();
      await form.locator('[data-problem]').waitFor();
      expect(await device.keys()).toHaveLength(1);

      for (const uses of [1, 2]) {
        await page.context().clearCookies();
        await page.goto('/sign-in?return=/account');
        await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
        await page.waitForURL((url) => url.pathname === '/account');
        expect(await words(page)).toContain('My laptop');
        expect((await device.keys())[0]?.signCount).toBeGreaterThanOrEqual(uses);
      }

      await page.context().clearCookies();
      await page.goto('/sign-in');
      await device.holderIs(false);
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
      await page.locator('form[data-passkey=use] [data-problem]').waitFor();
      await device.holderIs(true);
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
      await page.waitForURL((url) => url.pathname === '/');

      await page.goto('/account');
      await page.locator('#passkeys details summary').click();
      await press(page, '#passkeys form[action$="/removal"] button');
      expect(await words(page, '#passkeys')).toContain('You have no passkeys');
      await page.context().clearCookies();
      await page.goto('/sign-in');
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
      await page.getByText('could not be used here').waitFor();
      expect(await page.locator('[name=address]').count()).toBe(1);
    } finally {
      await program.stop();
      removeFolder(dataDir);
    }
  });

  test('is not offered without JavaScript, where the code by mail goes on working', async () => {
    const dataDir = newFolder();
    const program = await startProgram({ dataDir, host: 'localhost' });
    try {
      const page = await (await newContext({ at: program.url, javaScript: false })).newPage();
      await openFirstLink(page, program.firstLink ?? '');
      await page.goto('/account');
      expect(await page.locator('form[data-passkey=add]').isVisible()).toBe(false);
      expect(await words(page, '#passkeys')).toContain('The code by mail works everywhere');
      await page.context().clearCookies();
      await page.goto('/sign-in');
      expect(await page.locator('form[data-passkey=use]').isVisible()).toBe(false);
      expect(await page.locator('[name=address]').isVisible()).toBe(true);
    } finally {
      await program.stop();
      removeFolder(dataDir);
    }
  });
});
