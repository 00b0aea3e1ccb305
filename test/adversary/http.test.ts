import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Name, openApp, type TestApp } from '../app.ts';

let house: TestApp;
const faults: string[] = [];

beforeAll(async () => {
  house = await openApp();
  house.services.log.error = (_event, facts) => void faults.push(String((facts?.fault as Error)?.message ?? facts?.fault));
});
afterAll(() => house.close());

/** Status and body of an address that somebody made up. */
const ask = async (path: string, as: Name | undefined = 'ama') => {
  const answer = await house.as(as).get(path);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};

describe('addresses that nobody meant are answered in words', () => {
  test('a zero in an address is nothing that exists, wherever it stands', async () => {
    for (const path of [
      '/recommendations?q=%00',
      '/recommendations.csv?review=%00',
      '/recommendations/%00',
      '/reviews/%00/edit',
      '/people-and-roles?q=%00',
      '/regions?system=%00',
      '/triage/%00',
      '/search?q=a%00',
      '/api/v1/recommendations?q=%00',
    ])
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
  });

  test('a choice that is the name of something inside the program is no choice', async () => {
    for (const value of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      for (const [path, status] of [
        ['/recommendations', 200],
        ['/recommendations.csv', 200],
        // Programs are told; a link that somebody kept still opens.
        ['/api/v1/recommendations', 422],
      ])
        expect([path, value, (await ask(`${path}?positions=${value}&sort=${value}&cols=${value}&group=${value}`)).status]).toEqual([
          path,
          value,
          status,
        ]);
  });

  test('days that no calendar has count as not asked', async () => {
    for (const day of ['2026-02-30', '0000-00-00', '9999-99-99', 'NaN', "'"])
      for (const path of ['/regions', '/reviews/R1/triage', '/reviews/R1/triage.csv'])
        expect([path, day, (await ask(`${path}?on=${day}`)).status]).toEqual([path, day, 200]);
  });

  test('numbers that no record has are not found', async () => {
    for (const number of ['0', '9223372036854775808', '99999999999999999999999'])
      for (const path of [
        `/imports/${number}`,
        `/imports/${number}/source`,
        `/imports/${number}/progress`,
        `/rounds/${number}`,
        `/people-and-roles/${number}`,
      ])
        expect([path, (await ask(path)).status]).toEqual([path, 404]);
    for (const number of ['1e400', '1e30', '-1', '1.5', 'NaN'])
      expect([number, (await ask(`/recommendations/REC-ONE-01/history?before=${number}`)).status]).toEqual([number, 200]);
  });

  test('letters that are half a sign, turned around or very many are only letters', async () => {
    for (const q of ['%ED%A0%80', '%FF', '%E0%A4%A', '%E2%80%AE', 'e%CC%81', '%25_%5C', "'%20or%201=1--", 'x'.repeat(8000)])
      for (const path of ['/recommendations', '/search', '/people-and-roles', '/triage'])
        expect([path, q.slice(0, 20), (await ask(`${path}?q=${q}`)).status]).toEqual([path, q.slice(0, 20), 200]);
    for (const path of [
      '/assets/..%2f..%2fpackage.json',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/..%2f..%2fetc/passwd',
      '/reviews/..%2f',
      '/recommendations/%FF',
    ])
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
  });

  test('none of them was a fault of the program', () => expect(faults).toEqual([]));
});

describe('an answer gives nothing away to the road', () => {
  test('every answer carries the policy that lets no foreign script run, refusals included', async () => {
    for (const path of [
      '/',
      '/nothing',
      '/api/v1/nothing',
      '/api/v1/openapi.json',
      '/recommendations.csv',
      '/assets/nothing',
      '/healthz',
      '/sign-in',
      '/recommendations/%00',
    ]) {
      const { headers } = await ask(path);
      expect([path, headers.get('content-security-policy')]).toEqual([path, expect.stringContaining("default-src 'none'")]);
      expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff']);
      expect([path, headers.get('cache-control')]).toEqual([path, expect.stringMatching(/private|no-store|max-age=31536000/)]);
    }
  });

  test('files and redirects are kept by no cache for somebody else', async () => {
    for (const path of [
      '/recommendations.csv',
      '/recommendations.xlsx',
      '/recommendations/rec-one-01',
      '/reviews/R1/answers/SOUTH/letter.pdf',
    ])
      expect([path, (await ask(path)).headers.get('cache-control')]).toEqual([path, 'private, no-cache']);
  });

  test('a page at an address with two slashes links to no other house', async () => {
    for (const path of ['//evil.example/x', '///evil.example', '/\\evil.example'])
      expect((await ask(path)).text).not.toMatch(/(href|value)="(\/\/|\/\\|https?:\/\/evil)/);
  });

  test('a word kept for the next page may be any word, and only one of ours is shown', async () => {
    for (const word of ['gateway.found', 'list.words', '__proto__', '%E0%A4%A', '<script>', 'refusal.fault']) {
      const answer = await house.as('fatou').get('/vocabulary', { cookie: `plenary_flash=${word}; ${house.people.fatou.sessionCookie}` });
      expect([word, answer.status]).toEqual([word, 200]);
      expect(await answer.text()).not.toContain('<script>');
    }
  });
});

describe('forms from elsewhere', () => {
  const send = (headers: Record<string, string>, body = 'name=x&list=recommendations&query=&audience=everyone') =>
    house.app.request('http://test/views', {
      method: 'POST',
      body,
      headers: { cookie: house.people.fatou.sessionCookie, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });

  test('are refused whatever they call themselves', async () => {
    for (const headers of [
      {},
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: 'http://test.evil.example' },
      { origin: 'http://test:81' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'content-type': 'text/plain' },
      { 'content-type': 'APPLICATION/X-WWW-FORM-URLENCODED' },
      { 'content-type': 'multipart/form-data; boundary=x', origin: 'https://evil.example' },
    ] as Record<string, string>[]) {
      const answer = await send(headers);
      expect([headers, answer.status]).toEqual([headers, 403]);
      expect(await answer.text()).toContain('another site');
    }
    expect(await house.db.selectFrom('saved_view').selectAll().execute()).toEqual([]);
  });

  test('a form that is none is refused in words', async () => {
    for (const type of ['multipart/form-data', 'multipart/form-data; boundary=x']) {
      const answer = await send({ origin: 'http://test', 'content-type': type }, '\r\nnonsense');
      expect([type, answer.status]).toEqual([type, 422]);
    }
    expect((await send({ origin: 'http://test', 'content-type': 'application/json' }, '{"name":"x"}')).status).toBe(422);
    expect(faults).toEqual([]);
  });

  test('a form of very many fields, or very deep ones, holds nobody up, and a large one is not read', async () => {
    const began = Date.now();
    const many = await send({ origin: 'http://test' }, 'a&'.repeat(2_000_000));
    expect([many.status, await many.text()]).toEqual([422, expect.stringContaining('too many fields')]);
    expect(
      (await send({ origin: 'http://test' }, Array.from({ length: 9_000 }, (_, at) => `${'a.'.repeat(90)}${at}=1`).join('&'))).status,
    ).toBe(422);
    const parts = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(20_000);
    expect((await send({ origin: 'http://test', 'content-type': 'multipart/form-data; boundary=x' }, `${parts}--x--\r\n`)).status).toBe(
      422,
    );
    expect((await send({ origin: 'http://test' }, `name=${'x'.repeat(2_000_000)}`)).status).toBe(422);
    expect(Date.now() - began).toBeLessThan(6_000);
    const large = await send({ origin: 'http://test', 'content-length': String(5 * 1024 * 1024) }, 'x'.repeat(5 * 1024 * 1024));
    expect(large.status).toBe(422);
    expect(await large.text()).toContain('4 MB');
    const visitors = await house.app.request('http://test/imports', {
      method: 'POST',
      headers: { origin: 'http://test', 'content-type': 'multipart/form-data; boundary=x' },
      body: 'x',
    });
    expect(visitors.status).toBe(403);
  });

  test('a saved view leads to a list of this house and nowhere else', async () => {
    for (const list of [
      '/evil.example',
      '\\evil.example',
      '/../x',
      'recommendations\r\nSet-Cookie: a=b',
      'https://evil.example',
      '__proto__ ',
      '.',
      '',
    ]) {
      const answer = await house.as('fatou').post('/views', { list, name: 'Mine', query: '', audience: 'private' });
      expect([list, answer.status, answer.headers.get('location')]).toEqual([list, 422, null]);
    }
    const good = await house
      .as('fatou')
      .post('/views', { list: 'recommendations', name: 'Mine', query: 'q=a\r\nX: y', audience: 'private' });
    expect([good.status, good.headers.get('location')]).toEqual([303, '/recommendations?q=a X: y']);
  });

  test('what the log says of a fault holds no secret of an address', async () => {
    const told: unknown[] = [];
    const { error } = house.services.log;
    house.services.log.error = (_event, facts) => void told.push(facts?.path);
    const broken = house.app.request('http://test/first/wUbxPmNq3cXbWrhDbGzJ4SkyWbUeFZ2nJxk8cMZ1234', { headers: { cookie: 'x=1' } });
    await broken;
    house.services.log.error = error;
    expect(JSON.stringify(told)).not.toContain('wUbxPmNq3c');
  });
});

test('the same key is one sending only with the same words: a form gone back to and changed is not swallowed', async () => {
  const once = 'k'.repeat(5_000);
  const [ama] = [house.as('ama')];
  const add = (number: string) => ama.post('/reviews/R1/recommendations', { once, number, title: `Number ${number}` });
  const answers = [await add('71'), await add('71'), await add('72')];
  expect(answers.map((answer) => [answer.status, answer.headers.get('location')])).toEqual([
    [303, '/recommendations/REC-ONE-71'],
    [303, '/recommendations/REC-ONE-71'],
    [303, '/recommendations/REC-ONE-72'],
  ]);
  const stolen = await house.as('fatou').post('/reviews/R1/recommendations', { once, number: '71', title: 'Number 71' });
  expect(stolen.status).toBe(403);
});

test('a form whose sender is not signed in any more comes back with all that was typed, ready to be sent again', async () => {
  const form = { once: 'a key', number: '81', title: 'Typed for an hour "<b>', themes: ['outreach', 'x'] };
  const lost = await house.as().post('/reviews/R1/recommendations', form);
  const text = await lost.text();
  expect(lost.status).toBe(403);
  expect(text).toContain('Nothing was saved');
  for (const kept of ['value="Typed for an hour &quot;&lt;b&gt;"', 'value="outreach"', 'value="x"', 'action="/reviews/R1/recommendations"'])
    expect(text).toContain(kept);
  const again = await house.as('ama').post('/reviews/R1/recommendations', { ...form, themes: ['outreach'] });
  expect(again.headers.get('location')).toBe('/recommendations/REC-ONE-81');
});
