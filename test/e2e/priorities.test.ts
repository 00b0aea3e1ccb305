import { expect, test } from 'vitest';
import { newReview } from './api.ts';
import { cast, type Name } from './people.ts';
import { journeys, open, press, submit, words } from './world.ts';

journeys('Several people score what is urgent and important', () => {
  test('three people score, the spread shows who has not answered, a second round follows, and the agreed level is locked with its date and decision', async () => {
    const [first = '', second = ''] = await newReview('SCORE', ['Meet in every region', 'Publish the travel budget']);
    const scorers: Name[] = ['carmen', 'eko', 'badr'];
    for (const name of scorers) await open(name);
    const dana = await open('dana');
    await dana.goto('/reviews/SCORE-2026/priorities');
    await dana.locator('a[href$="/rounds/new"]').click();
    await dana.locator('[name="title.en"]').fill('First look');
    for (const name of scorers)
      await dana.locator('label.choice', { hasText: cast[name].name }).first().locator('input[type=checkbox]').check();
    await submit(dana);
    const round = new URL(dana.url()).pathname;
    expect(await words(dana)).toContain('Carmen Ríos');

    const points: Partial<Record<Name, [number, number]>> = { carmen: [4, 4], eko: [2, 4], badr: [1, 3] };
    for (const name of scorers) {
      const page = await open(name, { language: 'en' });
      const [urgency, importance] = points[name] ?? [1, 1];
      const asked = name === 'badr' ? [first] : [first, second];
      for (const ref of asked) {
        await page.goto(`${round}/scores/${ref}`);
        await page.locator(`[name=urgency][value="${urgency}"]`).check();
        await page.locator(`[name=importance][value="${importance}"]`).check();
        await page.locator('[name=rationale]').fill(`As ${cast[name].name} sees it`);
        await submit(page, 'form[action*="/scores/"]');
      }
    }

    await dana.goto(round);
    const rows = dana.locator('table', { hasText: first }).first().locator('tbody tr');
    const row = await rows.filter({ hasText: first }).innerText();
    expect(row).toMatch(/1.*4/s);
    expect(row).toContain('3 of 3');
    const unfinished = await rows.filter({ hasText: second }).innerText();
    expect(unfinished).toContain('2 of 3');
    expect(unfinished).toContain(cast.badr.name);
    expect(await dana.locator('figure svg').count()).toBeGreaterThan(0);

    await press(dana, 'form[action$="/closure"] button');
    await dana.goto('/reviews/SCORE-2026/rounds/new');
    await dana.locator('[name="title.en"]').fill('Second look');
    await submit(dana);
    const next = new URL(dana.url()).pathname;
    expect(next).not.toBe(round);
    expect(await words(dana), 'the scorers of the first round are asked again').toContain('Carmen Ríos');

    await dana.goto(`/recommendations/${first}/priority`);
    await dana.locator('[name=level][value=P1]').check();
    await dana.locator('[name=urgent][value=true]').check();
    await dana.locator('[name=important][value=true]').check();
    await dana.locator('[name=rationale]').fill('All three agree that it cannot wait');
    await dana.locator('[name=on]').fill('2026-04-02');
    await dana.locator('[name=link]').fill('https://example.org/decision/7');
    await submit(dana, 'form[action$="/priority"]');
    expect(await words(dana)).toContain('2 Apr 2026');

    await dana.locator('[name=level][value=P3]').check();
    await submit(dana, 'form[action$="/priority"]');
    expect(await words(dana), 'an agreed level is changed only with a reason').toMatch(/needs? your attention/);
    const fatou = await open('fatou');
    await fatou.goto(`/recommendations/${first}`);
    expect(await words(fatou)).toContain('P1');
  });
});
