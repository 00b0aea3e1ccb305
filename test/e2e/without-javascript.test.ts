import { expect, test } from 'vitest';
import { ask, newReview } from './api.ts';
import { cast } from './people.ts';
import { journeys, newContext, open, program, signInByCode, submit, words } from './world.ts';

journeys('Without JavaScript', () => {
  test('a rapporteur signs in with a code from the mailbox, drafts and decides a position, brings a file in and narrows a list', async () => {
    const [ref = ''] = await newReview('PLAIN', ['Meet in every region', 'Publish the travel budget']);
    await open('badr');
    const page = await (await newContext({ javaScript: false })).newPage();
    await signInByCode(page, cast.badr.email);
    expect(await words(page, 'header')).toContain(cast.badr.name);
    await page.goto(`/recommendations/${ref}/positions/AFRALO?lang=en`);
    await page.getByRole('link', { name: 'Write a draft' }).click();
    await page.getByLabel('It depends', { exact: true }).check();
    await page.locator('[name="comment.en"]').fill('Only where a connection can be had.');
    await submit(page);
    await page.getByText('Record the decision').first().click();
    await page.locator('[name=how]').selectOption('list');
    await submit(page, 'form[action$="/decision"]');
    expect(await words(page)).toContain('The position is final.');

    await page.goto('/imports/new?kind=positions&review=PLAIN-2026');
    await page.locator('[name="context.body"]').selectOption('AFRALO');
    await page.locator('[name=file]').setInputFiles({
      name: 'answer.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('number,stance,comment\n2,Support,Publish it twice a year\n'),
    });
    await submit(page, 'form[action="/imports"]');
    await page.locator('#progress').waitFor({ state: 'detached' });
    expect(await words(page, 'nav.tabs')).toContain('New 1');
    await submit(page, 'form[action$="/run"]');
    await page.locator('#progress').waitFor({ state: 'detached' });
    expect(await words(page)).toContain('Imported');
    const { items } = await ask<{ items: { body: string; stance: string }[] }>('GET', `/recommendations/${ref}/positions`);
    expect(items.find((one) => one.body === 'AFRALO')?.stance).toBe('depends');

    await page.goto('/recommendations');
    await page.locator('main input[name=q]').fill('travel budget');
    await page.getByRole('button', { name: 'Apply' }).click();
    expect(page.url()).toContain('q=travel');
    expect(await words(page, '#list-rows')).toContain('REC-PLAIN-02');

    const menu = page.locator('header details', { hasText: cast.badr.name });
    await menu.locator('summary').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await words(page)).toContain('You are signed out.');
    expect((await page.goto(`${program().url}/account`))?.status()).toBe(403);
  });
});
