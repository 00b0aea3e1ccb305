import { expect, test } from 'vitest';
import { newReview } from './api.ts';
import { journeys, open, submit, words } from './world.ts';

type Page = Awaited<ReturnType<typeof open>>;

journeys('In Arabic', () => {
  test('a rapporteur reads the matrix, opens a recommendation and drafts a position, from right to left and without a word of English', async () => {
    await newReview('ARAB', ['Meet in every region', 'Publish the travel budget']);
    const page = await open('badr', { language: 'ar' });
    const english: string[] = [];
    const read = async () => {
      const html = page.locator('html');
      expect(await html.getAttribute('lang')).toBe('ar');
      expect(await html.getAttribute('dir')).toBe('rtl');
      for (const left of await englishLeft(page)) english.push(`${new URL(page.url()).pathname}: ${left}`);
    };

    for (const path of [
      '/',
      '/reviews',
      '/bodies',
      '/recommendations?review=ARAB-2026',
      '/reviews/ARAB-2026',
      '/reviews/ARAB-2026/triage',
      '/reviews/ARAB-2026/priorities',
      '/triage',
      '/imports',
      '/account',
      '/search?q=ARAB',
    ]) {
      await page.goto(path);
      await read();
    }

    await page.goto('/reviews/ARAB-2026');
    await page.locator('table.matrix tbody th a').first().click();
    await read();
    await page.goto('/reviews/ARAB-2026');
    await page.locator('table.matrix a[href$="/positions/AFRALO"]').first().click();
    await read();
    await page.locator('main a.button.primary').click();
    await read();
    await page.locator('[name=stance]').first().check();
    const field = page.locator('[name="comment.ar"]');
    await field.fill('نؤيد هذه التوصية بشرط أن يُعلن موعدها.');
    expect(await field.evaluate((one) => one.ownerDocument.defaultView.getComputedStyle(one).direction)).toBe('rtl');
    await submit(page);
    await read();
    expect(await words(page)).toContain('نؤيد هذه التوصية');
    expect(await page.locator('h1').evaluate((one) => one.ownerDocument.defaultView.getComputedStyle(one).textAlign)).toMatch(
      /start|right/,
    );
    expect(english).toEqual([]);
  });
});

/**
 * Words in Latin letters that are the interface's own: content in another language is marked with it (in histories by its code before it), and names, references, addresses,
 * formats and command names are the same in every language.
 */
const englishLeft = (page: Page): Promise<string[]> =>
  page.locator('body').evaluate((body) => {
    const allowed =
      /^(plenary|at-large|csv|xlsx|json|pdf|docx|html|markdown|api|url|utc|zoom|excel|word|openapi|bearer|authorization|mb|p[1-4]|rec|ws2|items|n\/a)$/i;
    // Short names of bodies and names of commands are the same in every language.
    const isName = (text: string) => /^\s*(\w+\.\w+|ALT-Plus|GNSO Council|GNSO Groups|ccNSO|Board|NomCom)\s*$/.test(text);
    const left: string[] = [];
    const community = body.querySelector('.community')?.textContent ?? '';
    const walk = body.ownerDocument.createTreeWalker(body, 4);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const home = node.parentElement;
      if (
        !home ||
        home.closest(
          'script, noscript, style, code, kbd, bdi, .paper-only, .entry :is(b, dd), .reference, .community, [dir=auto], option[value]:not([value=""])',
        )
      )
        continue;
      if (home.closest('[lang]')?.getAttribute('lang') !== 'ar') continue;
      for (const word of (node.textContent ?? '').replace(community, '').match(/[A-Za-z][A-Za-z’'-]+/g) ?? [])
        if (!allowed.test(word) && word !== word.toUpperCase() && !isName(node.textContent))
          left.push(`${word} (in “${(node.textContent ?? '').trim().slice(0, 60)}”)`);
    }
    return left;
  });
