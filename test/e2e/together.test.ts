import { expect, test } from 'vitest';
import { ask, newReview } from './api.ts';
import { journeys, open, program, submit, words } from './world.ts';

journeys('Two at once', () => {
  test('a stale edit is not lost and overwrites nothing: it says who changed what, and saving again decides', async () => {
    const [ref = ''] = await newReview('BOTH', ['Meet in every region']);
    const dana = await open('dana');
    const ama = await open('ama');
    for (const page of [dana, ama]) await page.goto(`/recommendations/${ref}/edit`);
    await ama.locator('[name="title.en"]').fill('Meet in every region each year');
    await submit(ama);
    await dana.locator('[name="title.en"]').fill('Meet everywhere');
    await dana.locator('[name=page]').fill('17');
    await submit(dana);
    const said = await words(dana);
    expect(said).toContain('Nothing was overwritten');
    expect(said).toContain('Ama Owusu');
    expect(said).toContain('Meet in every region each year');
    expect(await dana.locator('[name="title.en"]').inputValue(), 'what was typed is still there').toBe('Meet everywhere');
    expect(await dana.locator('[name=page]').inputValue()).toBe('17');
    await submit(dana);
    expect(await words(dana, 'h1')).toContain('Meet everywhere');
  });

  test('a form that is sent twice is performed once', async () => {
    await newReview('TWICE', []);
    const dana = await open('dana');
    await dana.goto('/reviews/TWICE-2026/recommendations/new');
    await dana.locator('[name=number]').fill('1');
    await dana.locator('[name="title.en"]').fill('Meet in every region');
    const form = dana.locator('main form');
    const fields = await form.evaluate((one) => String(new URLSearchParams(new one.ownerDocument.defaultView.FormData(one))));
    await dana.locator('main form button.primary').dblclick();
    await dana.waitForURL(/REC-TWICE-01/);
    const again = await dana.request.post(`${program().url}/reviews/TWICE-2026/recommendations`, {
      data: fields,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: program().url },
      maxRedirects: 0,
    });
    expect(again.status()).toBe(303);
    expect(again.headers().location).toContain('REC-TWICE-01');
    const { total } = await ask<{ total: number }>('GET', '/recommendations?review=TWICE-2026');
    expect(total).toBe(1);
  });
});
