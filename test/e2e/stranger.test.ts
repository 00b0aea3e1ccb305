import { expect, test } from 'vitest';
import { ask, newReview } from './api.ts';
import { journeys, open, program, submit, words } from './world.ts';

journeys('A stranger', () => {
  test('reads what is public, and addresses of drafts, people and imports tell nothing', async () => {
    const [ref = ''] = await newReview('CLOSED', ['Meet in every region']);
    const carmen = await open('carmen', { language: 'en' });
    await carmen.goto(`/recommendations/${ref}/positions/LACRALO/edit`);
    await carmen.getByLabel('Support', { exact: true }).check();
    await carmen.locator('[name="comment.en"]').fill('Thistledown, which nobody else may read yet');
    await submit(carmen);
    await ask('POST', '/reviews', { ref: 'HIDDEN-2026', prefix: 'HIDDEN', title: { en: 'Thistledown review' }, state: 'draft' });

    for (const who of [undefined, 'fatou'] as const) {
      const page = await open(who);
      for (const path of [
        `/recommendations/${ref}`,
        `/recommendations/${ref}/positions/LACRALO`,
        `/recommendations/${ref}/history`,
        '/reviews',
        '/reviews/CLOSED-2026',
        '/reviews/CLOSED-2026/answers/LACRALO',
        '/reviews/CLOSED-2026/answers/LACRALO/letter.html',
        '/recommendations?q=thistledown',
        '/search?q=thistledown',
      ]) {
        await page.goto(path);
        expect((await words(page)).replaceAll('“thistledown”', ''), `${path} tells nothing`).not.toContain('histledown');
      }
      for (const path of [
        '/reviews/CLOSED-2026/matrix.csv',
        '/reviews/CLOSED-2026/matrix.json',
        '/recommendations.json?per=all',
        '/api/v1/reviews',
        '/api/v1/reviews/CLOSED-2026/matrix',
        `/api/v1/recommendations/${ref}/positions`,
        `/api/v1/recommendations/${ref}/history`,
      ]) {
        const answer = await page.request.get(program().url + path);
        expect(answer.ok(), path).toBe(true);
        expect(await answer.text(), `${path} tells nothing`).not.toContain('histledown');
      }
      for (const path of [
        '/reviews/HIDDEN-2026',
        '/people-and-roles',
        '/people-and-roles/1',
        '/people-and-roles/roles',
        '/people-and-roles.csv',
        '/imports',
        '/imports/1',
        '/imports/1/source',
        '/imports/1/not-imported.csv',
        `/recommendations/${ref}/feasibility/edit`,
        '/triage/new',
        '/api/v1/people-and-roles',
        '/api/v1/reviews/HIDDEN-2026',
        '/design',
      ]) {
        const answer = await page.request.get(program().url + path);
        expect([401, 403, 404], `${path} answers ${answer.status()}`).toContain(answer.status());
        expect(await answer.text(), path).not.toMatch(/histledown|@journeys\.example/);
      }
    }
  });

  test('forms that a stranger fills in are refused, and the way to sign in stands beside', async () => {
    const [ref = ''] = await newReview('KEPT', ['Meet in every region']);
    const page = await open();
    const answer = await page.request.post(`${program().url}/recommendations/${ref}/edit`, {
      form: { 'title.en': 'Overwritten', 'title.original': 'en' },
      headers: { origin: program().url },
    });
    expect([403, 404]).toContain(answer.status());
    const foreign = await page.request.post(`${program().url}/theme`, {
      form: { theme: 'dark' },
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(foreign.status()).toBe(403);
    await page.goto(`/recommendations/${ref}`);
    expect(await words(page, 'h1')).toContain('Meet in every region');
    expect(await page.getByRole('link', { name: 'Sign in' }).count()).toBeGreaterThan(0);
  });
});
