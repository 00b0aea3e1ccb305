import { unzipSync } from 'fflate';
import { parse } from 'node-html-parser';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../../src/app/domains.ts';
import { system } from '../../src/platform/access/actor.ts';
import { run } from '../../src/platform/command.ts';
import { runImport } from '../../src/platform/imports/domain.ts';
import { openTransport } from '../../src/platform/mail/transport.ts';
import { openApp, type TestApp } from '../app.ts';

// Words that would like to be more than words, written wherever people write, and looked at wherever they are shown.

const mark = `"><img src=x onerror=alert(1)>'</textarea></title><script>alert(1)</script>`;
const formula = `=HYPERLINK("http://evil.example","x")`;
const typst = '#read("/etc/passwd") $x$ *bold* @ref <label> \\u{41}';

let house: TestApp;
let runId: number;

const does = (name: string, input: unknown, more: object = {}) => {
  const command = commands.find((one) => one.name === name);
  if (!command) throw new Error(`There is no command ${name}.`);
  return run(command, input, house.call(undefined, { actor: system(), reason: mark, ...more }));
};

beforeAll(async () => {
  house = await openApp();
  const today = house.call().today;
  const texts = { original: 'en', texts: { en: `${mark} ${typst}`, fr: mark, ar: `\u202e${mark}` } };
  await does('body.change', { ref: 'SOUTH', name: texts, acronym: '<b>"\'&' });
  await does('review.change', {
    ref: 'R1',
    title: texts,
    description: texts,
    examiner: mark,
    sourceUrl: 'https://example.org/?"><script>alert(1)</script>',
  });
  await does('recommendation.change', { ref: 'REC-ONE-01', title: { en: formula, fr: mark }, text: texts, page: formula });
  await does('recommendation.alias', { ref: 'REC-ONE-01', alias: `${mark}`.slice(0, 100) });
  await does('position.draft', { recommendation: 'REC-ONE-01', body: 'SOUTH', stance: 'oppose', comment: texts });
  await does('position.finalise', {
    recommendation: 'REC-ONE-01',
    body: 'SOUTH',
    how: 'call',
    on: today,
    link: 'https://example.org/"onmouseover="alert(1)',
    note: mark,
  });
  await does('feasibility.fill', { recommendation: 'REC-ONE-01', reasoning: texts, implementer: mark, timeline: formula });
  await does('answer.record', {
    recommendation: 'REC-ONE-01',
    body: 'SOUTH',
    answer: 'accepted',
    explanation: texts,
    alternativeWording: texts,
  });
  await does('link.add', { from: 'REC-ONE-01', kind: 'dependsOn', to: 'REC-ONE-02', why: mark });
  const { ref } = await does('triage.propose', { review: 'R1', body: 'SOUTH', recommendations: ['REC-ONE-01'], note: mark });
  await does('triage.edit', { ref, items: [{ recommendation: 'REC-ONE-01', priority: 'P1', rationale: mark }] });
  await does('triage.send', { ref, dueOn: today });
  await does('person.change', { person: house.people.carmen.personId, name: mark.slice(0, 110) });
  await does('round.open', {
    review: 'R1',
    title: { en: 'Round\r\nBcc: everybody@evil.example\r\n\r\nHello' },
    scorers: [{ person: house.people.carmen.personId }],
  });
  await does(
    'view.save',
    { list: 'recommendations', name: mark.slice(0, 80), query: `q="><script>alert(1)</script>`, audience: 'everyone' },
    { actor: house.people.ama.actor },
  );
  const given = {
    kind: 'recommendations',
    name: `../../\u202e"x\r\nX-Evil: 1<script>.csv`,
    text: `number,title,"${mark.replaceAll('"', '""')}"\n31,"${mark.replaceAll('"', '""')}",x\n,"${formula.replaceAll('"', '""')}",y\n`,
    context: { review: 'R1' },
  };
  runId = (await does('import.start', given, { actor: house.people.dana.actor })).id;
  await runImport(house.services, runId);
});
afterAll(() => house.close());

const pages = () => [
  '/',
  '/reviews',
  '/reviews/R1',
  '/reviews/R1/edit',
  '/reviews/R1/triage',
  '/reviews/R1/priorities',
  '/reviews/R1/answers/SOUTH',
  '/reviews/R1/answers/SOUTH/letter.html',
  '/recommendations',
  '/recommendations?cols=ref,title,page,answer',
  '/recommendations/REC-ONE-01',
  '/recommendations/REC-ONE-01/history',
  '/recommendations/REC-ONE-01/edit',
  '/recommendations/REC-ONE-01/positions/SOUTH',
  '/recommendations/REC-ONE-01/positions/SOUTH/edit',
  '/recommendations/REC-ONE-01/assessment',
  '/bodies',
  '/bodies/SOUTH',
  '/bodies/SOUTH/edit',
  '/triage',
  '/triage/TRI-ONE-SOUTH-01',
  '/triage/TRI-ONE-SOUTH-01/history',
  '/people-and-roles',
  `/people-and-roles/${house.people.carmen.personId}`,
  '/imports',
  `/imports/${runId}`,
  '/rounds/1',
  '/search?q=script',
  `/search?q=${encodeURIComponent(mark)}`,
  `/recommendations?q=${encodeURIComponent(mark)}&review=${encodeURIComponent(mark)}`,
  `/${encodeURIComponent(mark)}`,
  `/recommendations/${encodeURIComponent(mark)}`,
  `/sign-in?return=${encodeURIComponent(`/"><script>alert(1)</script>`)}`,
  `/views/new?list=${encodeURIComponent(mark)}&query=${encodeURIComponent(mark)}`,
  `/imports/new?kind=recommendations&review=${encodeURIComponent(mark)}`,
  '/account',
];

test('they stay words on every page, in every language', { timeout: 120_000 }, async () => {
  const shown: string[] = [];
  for (const language of ['en', 'ar'])
    for (const path of pages()) {
      const answer = await house.as('ama').get(`${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
      const html = await answer.text();
      expect([path, answer.status < 500]).toEqual([path, true]);
      const page = parse(html, { comment: true });
      for (const one of page.querySelectorAll('*')) {
        const bad = Object.entries(one.attributes).filter(
          ([name, value]) =>
            /^on/i.test(name) || (/^(href|src|action|formaction)$/i.test(name) && /^\s*(javascript|data|vbscript):/i.test(value)),
        );
        expect([path, one.tagName, bad]).toEqual([path, one.tagName, []]);
        expect([path, one.tagName === 'IMG' || (one.tagName === 'SCRIPT' && !one.getAttribute('src')?.startsWith('/assets/'))]).toEqual([
          path,
          false,
        ]);
      }
      expect([path, html.includes('<script>alert')]).toEqual([path, false]);
      if (html.includes('&lt;script&gt;')) shown.push(path);
    }
  expect(new Set(shown).size).toBeGreaterThan(15);
});

test('they stay words in every file', { timeout: 60_000 }, async () => {
  const file = async (path: string) => {
    const answer = await house.as('ama').get(path);
    expect([path, answer.status]).toEqual([path, 200]);
    return new Uint8Array(await answer.arrayBuffer());
  };
  const read = async (path: string) => new TextDecoder().decode(await file(path));
  for (const path of [
    '/recommendations.csv?cols=ref,title,page',
    '/reviews/R1/matrix.csv',
    '/reviews/R1/triage.csv',
    '/reviews/R1/priorities.csv',
    `/imports/${runId}/not-imported.csv`,
  ])
    expect([path, (await read(path)).match(/(^|[,\n])"?[=+@-](?!\d)[^\n]{0,40}/g)]).toEqual([path, null]);
  expect(await read('/recommendations.csv?cols=ref,title,page')).toContain(`'=HYPERLINK`);
  for (const path of ['/recommendations.xlsx?cols=ref,title,page', '/reviews/R1/triage.xlsx', '/reviews/R1/answers/SOUTH/letter.docx']) {
    const parts = Object.entries(unzipSync(await file(path))).map(([, part]) => new TextDecoder().decode(part));
    expect([
      path,
      parts.filter((part) => /<f>|<script>|<img |fldSimple|<w:instrText[^>]*>(?!\s*(PAGE|NUMPAGES))/.test(part)).length,
    ]).toEqual([path, 0]);
    expect(parts.some((part) => /script&gt;|HYPERLINK/.test(part))).toBe(true);
  }
  const { text } = await extractText(await getDocumentProxy(await file('/reviews/R1/answers/SOUTH/letter.pdf')), { mergePages: true });
  expect(text).not.toContain('root:');
  expect(text.replace(/\s+/g, ' ')).toContain('#read("/etc/passwd")');
  const html = parse(await read('/reviews/R1/answers/SOUTH/letter.html'));
  expect(html.querySelectorAll('img').length).toBe(0);
});

test('the name of a file goes back as a name: no path, no line of its own, nothing shown in the browser that could run', async () => {
  const answer = await house.as('dana').get(`/imports/${runId}/source`);
  expect(answer.status).toBe(200);
  const given = answer.headers.get('content-disposition') ?? '';
  expect(given).not.toMatch(/[\r\n]|\.\.\/|%2F|%0D/i);
  expect(answer.headers.get('x-evil')).toBeNull();
  expect(answer.headers.get('content-type')).toMatch(/^text\/(plain|csv)/);
  for (const [name, content] of [
    ['page.txt', '<html><script>alert(1)</script></html>'],
    ['picture.csv', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
  ] as const) {
    const started = await does(
      'import.start',
      { kind: 'recommendations', name, text: content, context: { review: 'R1' } },
      { actor: house.people.dana.actor },
    ).catch((fault: { kind?: string }) => fault.kind);
    if (started === 'invalid') continue;
    const source = await house.as('dana').get(`/imports/${started.id}/source`);
    const type = source.headers.get('content-type') ?? '';
    expect([name, /html|svg|xml/.test(type) && !source.headers.get('content-disposition')?.startsWith('attachment')]).toEqual([
      name,
      false,
    ]);
    expect(source.headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('a title of two lines adds no line to the head of a mail', async () => {
  const mails = await house.db.selectFrom('mail').selectAll().execute();
  expect(mails.length).toBeGreaterThan(0);
  const { mkdtempSync, readdirSync, readFileSync } = await import('node:fs');
  const dataDir = mkdtempSync(`${(await import('node:os')).tmpdir()}/plenary-mail-`);
  const transport = openTransport({ mailUrl: undefined, mailFrom: 'plenary@example.org', dataDir } as Parameters<typeof openTransport>[0]);
  for (const mail of mails) await transport.send(mail as never);
  const written = readdirSync(dataDir, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(`${dataDir}/${name}`, 'utf8'));
  expect(written.length).toBe(mails.length);
  for (const letter of written) expect(letter.split(/\r?\n\r?\n/)[0]).not.toMatch(/^Bcc:/im);
});
