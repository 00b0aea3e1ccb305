import { expect, test } from 'vitest';
import { newReview } from './api.ts';
import { journeys, open } from './world.ts';

type Page = Awaited<ReturnType<typeof open>>;

const focused = async (page: Page) => (await page.locator(':focus').innerText()).trim();

journeys('With the keyboard alone', () => {
  test('the first key reaches the content, / the search, j and k the rows, e the form, ? the help', async () => {
    await newReview('KEYS', ['Meet in every region', 'Publish the travel budget']);
    const page = await open('dana');
    await page.goto('/recommendations?review=KEYS-2026');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the content');
    expect(await page.locator('.skip').evaluate((one) => one.getBoundingClientRect().top >= 0), 'what has the focus is seen').toBe(true);
    await page.keyboard.press('Enter');
    expect(await page.locator(':focus').getAttribute('id')).toBe('content');

    await page.keyboard.press('j');
    expect(await focused(page)).toBe('REC-KEYS-01');
    await page.keyboard.press('j');
    expect(await focused(page)).toBe('REC-KEYS-02');
    await page.keyboard.press('k');
    expect(await focused(page)).toBe('REC-KEYS-01');
    await page.keyboard.press('Enter');
    await page.waitForURL(/REC-KEYS-01$/);
    await page.keyboard.press('e');
    await page.waitForURL(/\/edit$/);

    await page.goto('/recommendations');
    await page.keyboard.press('?');
    expect(await page.locator('[data-help]').evaluate((one) => one.open)).toBe(true);
    await page.keyboard.press('/');
    expect(await page.locator(':focus').getAttribute('name')).toBe('q');
    await page.keyboard.type('REC-KEYS-02');
    await page.keyboard.press('Enter');
    await page.waitForURL(/REC-KEYS-02$/);
  });

  test('a menu opens with Enter and closes with Escape, and the focus returns to it', async () => {
    const page = await open('dana');
    await page.goto('/recommendations');
    const menu = page.locator('main details.menu').first();
    await menu.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await menu.evaluate((one) => one.open)).toBe(true);
    await page.keyboard.press('Tab');
    expect(await menu.evaluate((one) => one.contains(one.ownerDocument.activeElement))).toBe(true);
    await page.keyboard.press('Escape');
    expect(await menu.evaluate((one) => one.open)).toBe(false);
    expect(await page.locator('summary:focus').count()).toBe(1);
  });

  test('what has the focus is always marked', async () => {
    const page = await open('dana');
    await page.goto('/recommendations');
    for (let steps = 0; steps < 25; steps++) {
      await page.keyboard.press('Tab');
      const mark = await page.locator('body').evaluate((body) => {
        const one = body.ownerDocument.activeElement;
        if (!one || one === body) return 'outside';
        const { outlineStyle, boxShadow } = body.ownerDocument.defaultView.getComputedStyle(one);
        return outlineStyle !== 'none' || boxShadow !== 'none' ? 'marked' : `${one.tagName} ${one.textContent?.trim().slice(0, 30)}`;
      });
      expect(['marked', 'outside']).toContain(mark);
    }
  });
});
