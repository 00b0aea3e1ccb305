import { type HTMLElement, parse } from 'node-html-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../app.ts';
import { furnishWorld } from '../laws/world.ts';

// Every form that an administrator finds by following links, sent empty, with nonsense, and from a page of somebody else.

interface Form {
  action: string;
  /** What the page itself puts into it, without the key that makes it count once. */
  given: [name: string, value: string][];
  typed: string[];
}

let house: TestApp;
const faults: string[] = [];
let forms: Form[] = [];

beforeAll(async () => {
  house = await openApp();
  await furnishWorld(house);
  house.services.log.error = (_event, facts) =>
    void faults.push(`${facts?.method} ${facts?.path} ${String((facts?.fault as Error)?.message ?? facts?.fault)}`);
  forms = await formsBehindLinks();
}, 120_000);
afterAll(() => house.close());

test('an empty one, and one of nonsense, is refused in words or does nothing, and is never a fault', { timeout: 300_000 }, async () => {
  expect(forms.length).toBeGreaterThan(60);
  for (const { action, given, typed } of forms)
    for (const value of [undefined, ...nonsense]) {
      const said = value === undefined ? [] : typed.map((name) => [name, value] as [string, string]);
      const answer = await send(action, [...given, ...said]);
      const text = await answer.text();
      if (answer.status >= 500) faults.push(`${action} answers ${answer.status}`);
      // What is refused says so where the reader looks, and keeps its form.
      if (answer.status === 422 && !/-error"|role="alert"|class="notice/.test(text)) faults.push(`${action} does not say what is wrong`);
    }
  expect([...new Set(faults)]).toEqual([]);
});

test('from a page of somebody else it is refused', async () => {
  for (const { action, given } of forms)
    expect([action, (await send(action, given, 'https://other.example')).status]).toEqual([action, 403]);
});

const nonsense = ['a\u0000b', '\ud800', 'x'.repeat(5000), "'; drop table body; --", '99999999999999999999', '2026-13-45'];

let sent = 0;
/** Every hundred requests come from somebody else, so that the limit of writes is not what is tested. */
const from = () => ({ incoming: { socket: { remoteAddress: `192.0.2.${Math.floor(sent++ / 100)}` } } });

const send = (action: string, fields: readonly [string, string][], origin = 'http://test') =>
  house.app.request(
    `http://test${action}`,
    {
      method: 'POST',
      headers: { cookie: house.people.ama.sessionCookie, origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
    },
    from(),
  );

/** Leaving and going out would end the walk. */
const last = /sign-out|erasure|\/theme|sessions|suspension|community\/begin/;

const formsBehindLinks = async (): Promise<Form[]> => {
  const found = new Map<string, Form>();
  const asked = new Map<string, number>();
  const waiting = ['/'];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    // Two of a kind are enough: the second may be in another state.
    const kind = path
      .replace(/\?.*/, '')
      .replace(/\d+/g, 'N')
      .replace(/[A-Z]{2,}[A-Z0-9.-]*/g, 'R');
    if ((asked.get(kind) ?? 0) >= 2) continue;
    asked.set(kind, (asked.get(kind) ?? 0) + 1);
    const answer = await house.as('ama').get(path);
    const html = parse(answer.headers.get('content-type')?.startsWith('text/html') ? await answer.text() : '');
    for (const link of html.querySelectorAll('a[href^="/"]')) {
      const to = (link.getAttribute('href') ?? '').replaceAll('&amp;', '&').replace(/#.*/, '');
      if (!to.startsWith('//') && !to.includes('lang=')) waiting.push(to);
    }
    for (const element of html.querySelectorAll('form[method="post"]')) {
      const form = read(element, path);
      const known = `${form.action
        .replace(/\?.*/, '')
        .replace(/\d+/g, 'N')
        .replace(/[A-Z]{2,}[A-Z0-9.-]*/g, 'R')} ${form.typed}`;
      if (!last.test(form.action) && !found.has(known)) found.set(known, form);
    }
  }
  return [...found.values()];
};

const read = (form: HTMLElement, path: string): Form => {
  const hidden = form.querySelectorAll('input[type="hidden"]').filter((input) => input.getAttribute('name') !== 'once');
  const given = hidden.map((input): [string, string] => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? '']);
  const names = form.querySelectorAll('input, select, textarea').map((field) => field.getAttribute('name') ?? '');
  const typed = [...new Set(names)].filter((name) => name !== '' && name !== 'once' && !given.some(([one]) => one === name));
  return { action: (form.getAttribute('action') ?? path).replaceAll('&amp;', '&'), given, typed };
};
