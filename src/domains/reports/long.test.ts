import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { look } from '../../../test/laws/pages.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { system } from '../../platform/access/actor.ts';
import { run } from '../../platform/command.ts';

const issues = 100;
const names = Array.from({ length: issues }, (_, at) => `Publish each year what group ${at + 1} decided before the meeting`);
let home: TestApp;
let base: string;

beforeAll(async () => {
  home = await openApp();
  const day = home.call().today;
  const deed = home.call(undefined, { actor: system(), via: 'sample', reason: 'It was agreed.' });
  for (const [at, title] of names.entries())
    await run(
      commandNamed('plan.add'),
      {
        kind: 'issue',
        review: 'R1',
        number: String(at + 1),
        title,
        goal: `Everybody can see it, ${at + 1}.`,
        metrics: 'Days until published',
        note: `Half of it, ${at + 1}.`,
        endsOn: day,
        percent: at,
      },
      deed,
    );
  const ama = home.as('ama');
  base = (await ama.post('/reports', { review: 'R1', from: '2026-01-01', to: day })).headers.get('location') ?? '';
  for (const way of ['review', 'approval', 'submission']) await ama.post(`${base}/${way}`, {});
});
afterAll(() => home.close());

describe('a report on a hundred issues', () => {
  it('is a small first page in every language', async () => {
    for (const language of ['', '?lang=ar']) {
      const { status, size, queries } = await look(home.as(), base + language);
      expect(status).toBe(200);
      expect(size).toBeLessThanOrEqual(14 * 1024);
      expect(queries.length).toBeLessThanOrEqual(6);
    }
  });

  it('leads to every issue and to every whole table', async () => {
    const { html } = await look(home.as(), base);
    const hrefs = new Set(html.querySelectorAll('main a').map((link) => link.getAttribute('href') ?? ''));
    const [table] = html.querySelectorAll('main table');
    expect(table?.querySelectorAll('tbody tr').length).toBe(20);
    const wholes = [...hrefs].filter((href) => href.startsWith(`${base}/parts/`));
    expect(wholes.length).toBeGreaterThan(2);
    for (const href of wholes) expect((await look(home.as(), href)).size).toBeLessThanOrEqual(14 * 1024);
    const [overview] = (await look(home.as(), wholes[0] ?? '')).html.querySelectorAll('main table');
    expect(overview?.querySelectorAll('tbody tr').length).toBe(issues);
    // Every line of the whole table leads to the section of its issue, on whichever page that stands.
    for (const row of [3, 57, 99]) {
      const href = overview?.querySelectorAll('tbody tr')[row]?.querySelector('a')?.getAttribute('href') ?? '';
      const [page = '', section = ''] = href.split('#');
      expect((await look(home.as(), page)).html.querySelector(`#${section}`)?.text).toContain(names[row] ?? '');
    }
  });

  it('leads whoever prints its page to the whole, which the paper then names', async () => {
    const { html } = await look(home.as(), base);
    const pdf = `${base}/en/report.pdf`;
    expect(html.querySelectorAll('main a').map((link) => link.getAttribute('href'))).toContain(pdf);
    expect(html.querySelector('main .paper-only')?.text).toContain(`http://test${pdf}`);
    expect((await home.as().get(pdf)).status).toBe(200);
  });

  it('stands in one piece in its files', async () => {
    const { html } = await look(home.as(), `${base}/report.html`);
    for (const name of names) expect(html.text).toContain(name);
  });
});
