import { expect, test } from 'vitest';
import { newReview } from './api.ts';
import { download, journeys, open, submit, words } from './world.ts';

journeys('The register of recommendations', () => {
  test('it is narrowed, sorted and grouped, its columns chosen, the view saved and shared, and its file comes back unchanged', async () => {
    await newReview('LISTED', ['Meet in every region', 'Publish the travel budget', 'Close the old groups']);
    const dana = await open('dana');
    await dana.goto('/recommendations');
    await dana.getByPlaceholder('Filter this list').fill('every region');
    await dana.getByRole('button', { name: 'Apply' }).click();
    await dana.waitForURL(/q=every/);
    expect(await words(dana, '#list-rows')).toContain('REC-LISTED-01');
    expect(await words(dana, '#list-rows')).not.toContain('REC-LISTED-02');

    await dana.goto('/recommendations');
    await menu(dana, 'Review');
    await dana.locator('[name=review][value="LISTED-2026"]').check();
    await dana.getByText('3 rows').waitFor();
    expect(await dana.locator('.filters details[open]').count(), 'the menu stays open').toBe(1);
    expect(await dana.locator('a[href^="/recommendations.csv"]').getAttribute('href'), 'the file is of what is shown').toContain('LISTED');
    await dana.getByPlaceholder('Filter this list').fill('every region, but nowhere');
    await dana.getByText('0 rows').waitFor();
    await dana.getByPlaceholder('Filter this list').fill('every region');
    await dana.getByText('1 row', { exact: true }).waitFor();
    expect(await words(dana, '.pager')).toContain('1–1 of 1');
    expect(await words(dana, '.filters summary b')).toContain('1');

    await dana.goto('/recommendations?review=LISTED-2026');
    await dana.locator('th a.sort', { hasText: 'Title' }).click();
    await dana.waitForURL(/sort=title/);
    const titles = await dana.locator('#list-rows tbody tr td:nth-child(2)').allInnerTexts();
    expect(titles).toEqual([...titles].sort());
    await menu(dana, 'Group');
    await dana.locator('details[open] a', { hasText: 'Review' }).first().click();
    await dana.waitForURL(/group=review/);
    expect(await words(dana, '#list-rows tr.group')).toContain('LISTED-2026');

    await menu(dana, 'Columns');
    await dana.locator('details[open] label', { hasText: 'Number' }).locator('input').check();
    await dana.waitForURL(/cols=/);
    expect(await words(dana, '#list-rows thead'), 'the fixed column stays').toMatch(/Reference.*Number/);
    await dana.getByPlaceholder('Filter this list').focus();
    expect(await dana.locator('#list details[open]').count(), 'a menu left behind closes').toBe(0);

    await menu(dana, 'Views');
    await dana.getByRole('link', { name: 'Save this view…' }).click();
    await dana.getByLabel('Name of the view').fill('Listed by title');
    await dana.getByLabel('Everyone').check();
    await submit(dana);
    expect(await words(dana)).toContain('The view is saved.');
    const shared = dana.url();

    const fatou = await open('fatou');
    await fatou.goto(shared);
    expect(await words(fatou, '#list-rows thead')).toContain('Number');
    await menu(fatou, 'Views');
    expect(await words(fatou, 'details[open]')).toContain('Listed by title');

    await dana.goto('/recommendations?review=LISTED-2026');
    await menu(dana, 'Download');
    const csv = await download(dana, 'CSV');
    expect(csv.bytes.toString()).toContain('REC-LISTED-03');
    await dana.goto('/imports/new?kind=recommendations&review=LISTED-2026');
    await dana.locator('[name=file]').setInputFiles({ name: csv.name, mimeType: 'text/csv', buffer: csv.bytes });
    await submit(dana, 'form[action="/imports"]');
    await dana.locator('#progress').waitFor({ state: 'detached' });
    const tabs = await words(dana, 'nav.tabs');
    expect(tabs).toContain('Unchanged 3');
    expect(tabs).not.toMatch(/New|Changed|Refused|Not understood/);
  });
});

const menu = async (page: Awaited<ReturnType<typeof open>>, label: string) =>
  page.locator('main details.menu > summary', { hasText: label }).click();
