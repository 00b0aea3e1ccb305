import mammoth from 'mammoth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { commandNamed } from '../../../../test/laws/world.ts';
import { run, runMany } from '../../../platform/command.ts';
import { startReport } from '../report/start.ts';
import { approveReport, sendToReview, submitReport } from '../report/steps.ts';
import { takeInReport } from '../report/take-in.ts';
import { canonical, checksumOf } from './canonical.ts';
import type { Content } from './content.ts';
import { proseBlocks } from './prose.ts';
import { readingIn } from './reading.ts';
import { endWords } from './words.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

describe('the checksum', () => {
  it('is over one way to write the same content, whatever the order of its keys', () => {
    expect(canonical({ b: [1, null, 'é"'], a: { d: undefined, c: true } })).toBe('{"a":{"c":true},"b":[1,null,"é\\""]}');
    expect(checksumOf({ a: 1, b: 2 })).toBe(checksumOf({ b: 2, a: 1 }));
    expect(checksumOf({ a: 1 })).not.toBe(checksumOf({ a: 1.5 }));
    expect(checksumOf({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });
});

it('a text in a cell has paragraphs, and lists where lines begin with their sign', () => {
  expect(proseBlocks('One\nline\n\n- a\n- b\nAfter')).toEqual(['One\nline', ['a', 'b'], 'After']);
});

const old = (to: string, percent: number | null) => ({
  review: 'R1',
  title: { en: `Report of ${to}` },
  from: `${to.slice(0, 4)}-01-01`,
  to,
  submittedOn: to,
  author: 'A working group',
  source: 'A final report, figure 1',
  items: [
    { ref: 'ISS-ONE-01', number: '1', title: 'Meet in every region', ...(percent === null ? {} : { percent, status: 'inProgress' }) },
  ],
});

describe('reports that were submitted elsewhere', () => {
  it('come in with what their document states, and what it does not state is said, never counted as nought', async () => {
    await run(takeInReport, old('2023-06-30', null), home.call('dana'));
    await run(takeInReport, old('2024-06-30', 30), home.call('dana'));
    const page = await home.as().read('/reports/REP-ONE-2024-06');
    expect(page).toContain('Taken in from a document');
    expect(page).toContain('A final report, figure 1');
    expect(page).toContain('not stated');
    expect(page).toContain('30%');
    expect(page).not.toMatch(/>0%</);
    const changes = await home.as().read('/reports/REP-ONE-2024-06/changes');
    expect(changes).toContain('The report before states no values to compare with.');
  });

  it('are refused for a period that is taken', async () => {
    await expect(run(takeInReport, old('2024-06-30', 50), home.call('dana'))).rejects.toMatchObject({ key: 'report.periodTaken' });
  });

  it('are what the first report written here is compared with, issue by issue', async () => {
    await run(
      commandNamed('plan.add'),
      { kind: 'issue', review: 'R1', number: '1', title: 'Meet in every region', percent: 70, status: 'inProgress' },
      home.call('dana', { now: '2024-09-01T09:00:00Z', today: '2024-09-01' }),
    );
    await run(startReport, { review: 'R1', from: '2024-07-01', to: '2024-12-31' }, home.call('dana'));
    const page = await home.as('dana').read('/reports/REP-ONE-2024-12');
    expect(page).toContain('before: In progress (30%)');
    const table = page.split('As a table')[1]?.split('</table>')[0] ?? '';
    expect(table.match(/not stated|30%|70%/g)).toEqual(['not stated', '30%', '70%']);
  });
});

it('in a language that the report lacks, its texts stand in the original, and it says so; headings and figures are in the reader’s', async () => {
  const section = await home.db
    .selectFrom('report_section')
    .innerJoin('report', 'report.id', 'report_section.report_id')
    .select('report_section.id')
    .where('report.ref', '=', 'REP-ONE-2024-12')
    .orderBy('position')
    .executeTakeFirstOrThrow();
  await run(commandNamed('section.write'), { id: section.id, text: { es: 'Todo va bien.' } }, home.call('dana'));
  const arabic = await (await home.as('dana').get('/reports/REP-ONE-2024-12?lang=ar')).text();
  expect(arabic).toContain('lang="es" dir="ltr"><p>Todo va bien.</p>');
  expect(arabic).toContain('language-notice');
  expect(arabic).toContain('الملخص والكلمات المفتاحية');
  const docx = await home.as('dana').get('/reports/REP-ONE-2024-12/fr/report.docx');
  const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(await docx.arrayBuffer()) });
  expect(value).toContain('Les textes de ce rapport sont donnés en espagnol');
  expect(value).toContain('Todo va bien.');
  expect(value).toContain('Prochaines étapes sur six mois');
  const spanish = await (await home.as('dana').get('/reports/REP-ONE-2024-12?lang=es')).text();
  expect(spanish).not.toContain('language-notice');
});

it('prose is written as in Markdown, and reads alike on the page and in every file', async () => {
  const [section] = await home.db
    .selectFrom('report_section')
    .innerJoin('report', 'report.id', 'report_section.report_id')
    .select('report_section.id')
    .where('report.ref', '=', 'REP-ONE-2024-12')
    .orderBy('position')
    .execute();
  const text = 'Some **bold** words.\n\n## Rooms\n\n1. first\n2. second\n\nPlace\tSeats\nLima\t40';
  await run(commandNamed('section.write'), { id: section!.id, text: { en: text } }, home.call('dana'));
  const file = async (format: string) =>
    Buffer.from(await (await home.as('dana').get(`/reports/REP-ONE-2024-12/en/report.${format}`)).arrayBuffer());
  const word = await mammoth.convertToHtml({ buffer: await file('docx') });
  const [page, html] = [await home.as('dana').read('/reports/REP-ONE-2024-12'), (await file('html')).toString()];
  for (const written of [page, html, word.value.replaceAll('<p>', '').replaceAll('</p>', '')]) {
    expect(written).toContain('Some <strong>bold</strong> words.');
    expect(written).toMatch(/<ol><li>first<\/li><li>second<\/li><\/ol>/);
    expect(written).toMatch(/<t[dh]>Lima<\/t[dh]><t[dh][^>]*>40/);
    expect(written).not.toContain('**');
  }
  expect(page).toContain('<h3>Rooms</h3>');
  expect(html).toContain('<h3>Rooms</h3>');
  expect(word.value).toContain('<h2>Rooms</h2>');
});

it('submitted while the plan changes, the figures are of one moment', async () => {
  const to = home.call().today;
  const refs = ['ISS-ONE-11', 'ISS-ONE-12'];
  for (const number of ['11', '12'])
    await run(commandNamed('plan.add'), { kind: 'issue', review: 'R1', number, title: `Issue ${number}`, percent: 0 }, home.call('dana'));
  const { ref } = await run(startReport, { review: 'R1', from: '2025-01-01', to }, home.call('dana'));
  await run(sendToReview, { ref }, home.call('dana'));
  await run(approveReport, { ref }, home.call('dana'));
  let done = false;
  const first = Promise.withResolvers<void>();
  const changing = (async () => {
    for (let percent = 1; !done; percent = (percent % 100) + 1) {
      const inputs = refs.map((one) => ({ input: { ref: one, percent } }));
      await runMany(commandNamed('plan.change'), inputs, home.call('dana'), { oneForAll: true });
      first.resolve();
    }
  })();
  await first.promise;
  await run(submitReport, { ref }, home.call('dana'));
  done = true;
  await changing;
  const { content } = await home.db
    .selectFrom('report_snapshot')
    .innerJoin('report', 'report.id', 'report_snapshot.report_id')
    .select('content')
    .where('report.ref', '=', ref)
    .executeTakeFirstOrThrow();
  const percents = (content as Content).items.filter((row) => refs.includes(row.ref)).map((row) => row.percent);
  expect(percents).toHaveLength(2);
  expect(percents[0]).toBe(percents[1]);
  expect(percents[0]).toBeGreaterThan(0);
});

it('in Arabic a day after a Latin title keeps to the line that runs from the right; elsewhere the words stand as they are', async () => {
  const end = { label: 'b', title: 'Phases 1 and 2', endsOn: '2021-12-31', precision: 'day', status: null, percent: null } as const;
  expect(endWords(readingIn('en'), end)).toBe('b) Phases 1 and 2 31 Dec 2021');
  expect(endWords(readingIn('ar'), end)).toMatch(/^\u200fb\) Phases 1 and 2\u200f 31 /);
});
