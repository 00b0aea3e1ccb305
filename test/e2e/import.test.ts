import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newReview } from './api.ts';
import { plenary } from './program.ts';
import { journeys, open, program, submit, words } from './world.ts';

const seeds = new URL('../../../shared/seeds/', import.meta.url).pathname;
const source = existsSync(seeds) ? readdirSync(seeds).find((name) => name.startsWith('002_')) : undefined;

journeys('A review is brought in', () => {
  test.skipIf(!source)(
    'sixteen recommendations and one region’s stance on each come in by preview, import and report, and go out by undo (skipped only where the folder of seeds is absent)',
    async () => {
      const file = join(seeds, source ?? '');
      await newReview('BROUGHT', []);
      const page = await open('dana');

      await page.goto('/reviews/BROUGHT-2026');
      await page.locator('main').getByRole('link', { name: 'Bring in a document' }).click();
      await page.locator('[name=file]').setInputFiles(file);
      await submit(page, 'form[action="/imports"]');
      expect(await previewed(page)).toMatchObject({ New: 16 });
      await page.goto('/recommendations?review=BROUGHT-2026');
      expect(await words(page), 'a preview writes nothing').not.toContain('REC-BROUGHT');
      await page.goBack();
      await submit(page, 'form[action$="/run"]');
      await finished(page);

      await page.goto('/imports/new?kind=positions&review=BROUGHT-2026');
      await page.locator('[name="context.body"]').selectOption('LACRALO');
      await page.locator('[name="context.decidedOn"]').fill('2017-03-01');
      await page.locator('[name=file]').setInputFiles(file);
      await submit(page, 'form[action="/imports"]');
      expect(await previewed(page)).toMatchObject({ New: 16 });
      await submit(page, 'form[action$="/run"]');
      await finished(page);
      const report = page.url();

      await page.goto('/reviews/BROUGHT-2026');
      expect(await words(page, 'table.matrix tfoot')).toMatch(/Support 11 .*It depends 3 .*Do not support 2/);
      const numbers = async (stance: string) =>
        page
          .locator('table.matrix tbody tr')
          .evaluateAll(
            (rows, wanted) =>
              rows
                .filter((row) => [...row.querySelectorAll('td a.status span')].some((one) => one.textContent === wanted))
                .map((row) => Number(row.querySelector('.reference')?.textContent)),
            stance,
          );
      expect(await numbers('It depends')).toEqual([2, 3, 9]);
      expect(await numbers('Do not support')).toEqual([6, 7]);

      await page.goto(report);
      await page.getByLabel('Why').fill('Only a rehearsal');
      await submit(page, 'form[action$="/undo"]');
      await finished(page);
      await page.goto('/reviews/BROUGHT-2026');
      expect(
        await page
          .locator('table.matrix tfoot')
          .innerText()
          .catch(() => ''),
      ).not.toContain('Support 11');
    },
  );

  test.skipIf(!source)(
    'the command line shows the same preview, then brings the same positions in, while the program serves (skipped only where the folder of seeds is absent)',
    async () => {
      const file = join(seeds, source ?? '');
      await newReview('CONSOLE', []);
      const asked = (kind: string, ...more: string[]) =>
        plenary(program().dataDir, ['import', file, '--as', kind, '--review', 'CONSOLE-2026', '--json', ...more]).then(
          (said) => JSON.parse(said) as { counts: Record<string, number> },
        );
      expect((await asked('recommendations', '--dry-run')).counts).toMatchObject({ new: 16 });
      const page = await open();
      await page.goto('/recommendations?review=CONSOLE-2026');
      expect(await words(page), 'a rehearsal writes nothing').not.toContain('REC-CONSOLE');
      expect((await asked('recommendations')).counts).toMatchObject({ new: 16 });
      expect((await asked('positions', '--body', 'LACRALO', '--set', 'decidedOn=2017-03-01')).counts).toMatchObject({ new: 16 });
      await page.goto('/reviews/CONSOLE-2026');
      expect(await words(page, 'table.matrix tfoot')).toMatch(/Support 11 .*It depends 3 .*Do not support 2/);
    },
  );

  test('a table with strange headings is understood after its columns are named, and what was learned counts the next time', async () => {
    await newReview('STRANGE', ['Meet in every region', 'Publish the budget', 'Close old groups']);
    const page = await open('dana');
    const paste = async (text: string) => {
      await page.goto('/imports/new?kind=positions&review=STRANGE-2026');
      await page.locator('[name="context.body"]').selectOption('AFRALO');
      await page.locator('[name="context.decidedOn"]').fill('2026-03-01');
      await page.locator('[name=text]').fill(text);
      await submit(page, 'form[action="/imports"]');
    };
    const table =
      'No;Wie steht ihr dazu;Bemerkung der Gruppe\n1;Support;Yes to this\n2;Do not support;"Too early, we think"\n3;Perhaps;Not sure\n';
    await paste(table);
    await previewed(page);
    const columns = page.locator('form[action$="/columns"]');
    if (!(await columns.isVisible())) await page.locator('summary', { hasText: 'Which column is which' }).click();
    await columns.getByLabel('“Wie steht ihr dazu”').selectOption('stance');
    await columns.getByLabel('“Bemerkung der Gruppe”').selectOption('comment');
    await submit(page, 'form[action$="/columns"]');
    const counts = await previewed(page);
    expect(counts.New).toBe(2);
    expect(await words(page)).toContain('Perhaps');
    await submit(page, 'form[action$="/run"]');
    await finished(page);
    expect(await words(page)).toMatch(/Download the .*line that is not in/);

    await paste(table);
    expect(await previewed(page), 'the headings are known now').toMatchObject({ Unchanged: 2 });
  });

  test('a file that holds nothing, or something else than its name says, is refused with a reason and nothing is lost', async () => {
    await newReview('FAULTY', []);
    const page = await open('dana');
    await page.goto('/imports/new?kind=recommendations&review=FAULTY-2026');
    await page.locator('[name=file]').setInputFiles({ name: 'empty.csv', mimeType: 'text/csv', buffer: Buffer.alloc(0) });
    await submit(page, 'form[action="/imports"]');
    expect(await words(page)).toMatch(/Choose a file or paste a text|empty/);
    await page
      .locator('[name=file]')
      .setInputFiles({ name: 'table.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('this is no workbook at all') });
    await submit(page, 'form[action="/imports"]');
    expect(await words(page)).not.toContain('Something went wrong on our side');
  });
});

type Opened = Awaited<ReturnType<typeof open>>;

/** The counts above the lines of a preview, by their words. Waits until the preview is there. */
const previewed = async (page: Opened): Promise<Record<string, number>> => {
  await settled(page);
  const tabs = await page.locator('nav.tabs a').allInnerTexts();
  return Object.fromEntries(tabs.map((tab) => [tab.replace(/\s*\d+$/, '').trim(), Number(/\d+$/.exec(tab)?.[0])]));
};

const finished = async (page: Opened): Promise<void> => {
  await settled(page);
  expect(await words(page, 'main .facts')).toMatch(/Imported|Undone/);
};

/** A page of an import that is being worked on looks again by itself. */
const settled = (page: Opened): Promise<void> => page.locator('#progress').waitFor({ state: 'detached', timeout: 40_000 });
