import { expect, test } from 'vitest';
import { fullestReview } from './api.ts';
import { download, journeys, open, words } from './world.ts';

journeys('The sample community', () => {
  test('a visitor reads the matrix, narrows it to where bodies disagree, and opens a cell', async () => {
    const review = await fullestReview();
    const page = await open();
    await page.goto(`/reviews/${review}`);
    const rows = page.locator('table.matrix tbody tr');
    const all = await rows.count();
    expect(all).toBeGreaterThan(5);
    expect(await page.locator('table.matrix tfoot').innerText()).toMatch(/\p{L}+\s\d+/u);

    const cell = page.locator('table.matrix tbody td:not(.off) a.status').first();
    expect(await cell.innerText(), 'a stance has its word beside its shape').toMatch(/\p{L}/u);
    expect(await cell.locator('svg').count()).toBe(1);

    await page.getByText('Show only').click();
    await page.getByLabel('Bodies disagree').check();
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.waitForURL(/only=disagree/);
    const some = await rows.count();
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all);
    for (const row of await rows.all())
      expect(
        new Set(await row.locator('td:not(.off):not(.matrix-count) a.status span:first-of-type').allInnerTexts()).size,
      ).toBeGreaterThan(1);

    await page.locator('table.matrix tbody td:not(.off) a.status').first().click();
    const told = await words(page);
    expect(told).toContain('Final');
    expect(told).toMatch(/Decided (by|on)/i);
  });

  test('the whole answer of a body is a page, a letter to print, a PDF and a Word document', async () => {
    const review = await fullestReview();
    const page = await open();
    await page.goto(`/reviews/${review}`);
    await page.getByText('Whole answers').click();
    await page.locator('details[open] a', { hasText: 'LACRALO' }).click();
    expect(await words(page)).toContain('Support');
    const here = page.url();
    await page.getByRole('link', { name: 'Letter as HTML' }).click();
    expect(await words(page)).toContain('LACRALO');
    await page.goto(here);
    const pdf = await download(page, 'Letter as PDF');
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.name).toMatch(/\.pdf$/);
    const docx = await download(page, 'Letter as DOCX');
    expect(docx.bytes.subarray(0, 2).toString()).toBe('PK');
    expect(docx.bytes.length).toBeGreaterThan(4000);
  });
});
