import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/platform/command.ts';
import { openApp, type TestApp } from '../app.ts';
import { commandNamed } from '../laws/world.ts';
import { hasOffice, type Opened, openInOffice } from './office.ts';

const report = '/reports/REP-ONE-2026-06';
const letter = '/reviews/R1/answers/SOUTH/letter.docx';
const files = {
  report: `${report}/en/report.docx`,
  'report-ar': `${report}/ar/report.docx`,
  letter,
  'letter-es': `${letter}?lang=es`,
  'letter-ar': `${letter}?lang=ar`,
};

let home: TestApp;
let opened: Record<string, Opened>;
const seen = (name: keyof typeof files): Opened => opened[name]!;

beforeAll(async () => {
  home = await openApp();
  const day = { now: '2026-06-30T09:00:00Z', today: '2026-06-30', reason: 'So it is' };
  const does = (name: string, input: unknown) => run(commandNamed(name), input, home.call('dana', day));
  for (const [at, [en, ar]] of [
    ['Meet in every region each year', 'الاجتماع في كل منطقة كل عام'],
    ['Publish the travel budget', 'نشر ميزانية السفر'],
  ].entries())
    await does('plan.add', { kind: 'issue', review: 'R1', number: `1${at}`, title: { original: 'en', texts: { en, ar } }, percent: 95 });
  await does('report.start', {
    review: 'R1',
    from: '2026-01-01',
    to: '2026-06-30',
    title: { original: 'en', texts: { en: 'A status report whose title is long enough to need a second line in large letters' } },
  });
  for (const step of ['report.sendToReview', 'report.approve', 'report.submit']) await does(step, { ref: 'REP-ONE-2026-06' });
  const position = { recommendation: 'REC-ONE-01', body: 'SOUTH' };
  const comment = { original: 'ar', texts: { ar: 'نعم، على أن تشمل اللغات كلها.' } };
  await run(commandNamed('position.draft'), { ...position, stance: 'support', comment }, home.call('carmen'));
  await run(commandNamed('position.finalise'), { ...position, how: 'call', on: '2026-02-01' }, home.call('carmen'));
  if (!hasOffice()) return;
  const sent = Object.entries(files).map(async ([name, path]) => {
    const answer = await home.as().get(path);
    expect(answer.status, path).toBe(200);
    return [name, new Uint8Array(await answer.arrayBuffer())] as const;
  });
  opened = await openInOffice(Object.fromEntries(await Promise.all(sent)));
}, 180_000);
afterAll(() => home.close());

describe.skipIf(!hasOffice())('Word’s files opened in LibreOffice, where this machine has it', () => {
  test.each(['report', 'report-ar'] as const)('the chart of the %s stands whole on its page, and its values beneath it', (name) => {
    const { pictures, text } = seen(name);
    expect(pictures).toHaveLength(1);
    const [picture] = pictures;
    expect(picture!.width).toBeGreaterThan(400);
    expect(picture!.height).toBeGreaterThan(60);
    expect(text.match(/95\s?%/g)?.length, 'in the tables and beside the issue, because a picture holds no text').toBeGreaterThanOrEqual(4);
  });

  test('a title of several lines does not run into itself', () => {
    const { title } = seen('report');
    expect(title.length).toBeGreaterThan(1);
    for (const [at, line] of title.slice(1).entries()) expect(title[at]!.y - line.y).toBeGreaterThan(line.height);
  });

  test('an Arabic report keeps its numbers whole', () => {
    const { text } = seen('report-ar');
    expect(text).toContain('REP-ONE-2026-06');
    expect(text).not.toMatch(/59\s?%/);
  });

  test('a body’s whole answer is a letter in each language, with the comment in the one in which it was written', () => {
    for (const [name, word] of [
      ['letter', 'Support'],
      ['letter-es', 'Posiciones, una por una'],
      ['letter-ar', 'SRO'],
    ] as const) {
      expect(seen(name).pages).toBe(1);
      expect(seen(name).text).toContain(word);
      expect(seen(name).text).toContain('اللغات');
    }
  });
});
