import { expect, test } from 'vitest';
import { newFolder, removeFolder, startProgram } from './program.ts';
import { journeys, newContext, openFirstLink, submit, words } from './world.ts';

journeys('The first start', () => {
  test('the printed link makes the first administrator, who begins a community, adds a body, a review and a recommendation; a restart keeps them all', async () => {
    const dataDir = newFolder();
    let program = await startProgram({ dataDir });
    try {
      const context = await newContext({ at: program.url });
      const page = await context.newPage();

      await page.goto('/');
      expect(await words(page)).toContain('Explore the At-Large sample');
      expect(await words(page)).toContain('Begin your own community');

      await openFirstLink(page, program.firstLink ?? '');
      expect(await words(page)).toContain('Welcome. You are signed in');
      await page.getByRole('link', { name: 'Begin your own community' }).click();
      await page.getByLabel('Name of the community').fill('Lakeside Commons');
      await submit(page);

      await page.getByRole('link', { name: 'Add a body' }).click();
      await page.getByLabel('Reference').fill('COUNCIL');
      await page.locator('[name=kind]').selectOption('committee');
      await page.locator('[name="name.en"]').fill('Council of the lakes');
      await submit(page);
      expect(await page.locator('h1').innerText()).toContain('Council of the lakes');

      await page.goto('/reviews');
      await page.getByRole('link', { name: 'Add a review' }).click();
      await page.getByLabel('Reference').fill('WATER-2026');
      await page.getByLabel('Prefix of its recommendations').fill('WATER');
      await page.locator('[name="title.en"]').fill('Review of the water rules');
      await submit(page);
      await page.getByRole('link', { name: 'Add a recommendation' }).click();
      await page.getByLabel('Number').fill('1');
      await page.locator('[name="title.en"]').fill('Measure every spring');
      await submit(page);
      expect(await words(page)).toContain('REC-WATER-01');

      const port = Number(new URL(program.url).port);
      await program.stop();
      program = await startProgram({ dataDir, port });
      expect(program.firstLink, 'a community with an administrator prints no link').toBeUndefined();
      await page.goto('/reviews/WATER-2026');
      expect(await words(page)).toContain('Measure every spring');
      expect(await words(page, 'header')).toContain('Ama Owusu');
      expect(await words(page, 'header')).toContain('Lakeside Commons');
    } finally {
      await program.stop();
      removeFolder(dataDir);
    }
  });

  test('the link works once, and nobody else becomes administrator with it', async () => {
    const dataDir = newFolder();
    const program = await startProgram({ dataDir });
    try {
      const link = program.firstLink ?? '';
      await openFirstLink(await (await newContext({ at: program.url })).newPage(), link);
      const late = await (await newContext({ at: program.url })).newPage();
      const answer = await late.goto(link);
      expect(answer?.status()).toBeGreaterThanOrEqual(400);
      expect(await words(late)).toContain('used already');
    } finally {
      await program.stop();
      removeFolder(dataDir);
    }
  });
});
