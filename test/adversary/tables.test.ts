import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeletedTextRun, Document, InsertedTextRun, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import writeXlsx from 'write-excel-file/node';
import { addReview } from '../../src/domains/reviews/index.ts';
import { run } from '../../src/platform/command.ts';
import { importFile, runImport } from '../../src/platform/imports/domain.ts';
import { openApp, type TestApp } from '../app.ts';

let house: TestApp;
let folder: string;
beforeAll(async () => {
  house = await openApp();
  folder = mkdtempSync(join(tmpdir(), 'plenary-tables-'));
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

/** A cell of the tables below, the same in every kind of document. */
interface Drawn {
  text: string;
  columns?: number;
  rows?: number;
}
const cell = (text: string, reach: Omit<Drawn, 'text'> = {}): Drawn => ({ text, ...reach });
type Drawing = readonly (readonly (Drawn | null)[])[];

const asDocx = (table: Drawing): Promise<Buffer> =>
  Packer.toBuffer(
    new Document({
      sections: [
        {
          children: [
            new Table({
              rows: table.map(
                (row) =>
                  new TableRow({
                    children: row.flatMap((one) =>
                      one
                        ? new TableCell({
                            children: [new Paragraph(one.text)],
                            ...(one.columns ? { columnSpan: one.columns } : {}),
                            ...(one.rows ? { rowSpan: one.rows } : {}),
                          })
                        : [],
                    ),
                  }),
              ),
            }),
          ],
        },
      ],
    }),
  );
const asXlsx = (table: Drawing): Promise<Buffer> =>
  writeXlsx(
    table.map((row) =>
      row.map(
        (one) =>
          one && {
            value: one.text,
            ...(one.columns ? { columnSpan: one.columns } : {}),
            ...(one.rows ? { rowSpan: one.rows } : {}),
          },
      ),
    ) as never,
  ).toBuffer();
const asHtml = async (table: Drawing): Promise<string> =>
  `<table>${table.map((row) => `<tr>${row.map((one) => (one ? `<td colspan="${one.columns ?? 1}" rowspan="${one.rows ?? 1}">${one.text}</td>` : '')).join('')}</tr>`).join('')}</table>`;

const kinds = [
  ['docx', asDocx],
  ['xlsx', asXlsx],
  ['html', asHtml],
] as const;

const plan: Drawing = [
  [cell('No', { rows: 2 }), cell('Title', { rows: 2 }), cell('Dates', { columns: 2 }), null, cell('Progress', { columns: 2 }), null],
  [null, null, cell('Start'), cell('Proposed end'), cell('Status'), cell('Percent')],
  [cell('First phase', { columns: 6 }), null, null, null, null, null],
  [cell('1'), cell('Skills'), cell('2026-01-05'), cell('2026-06-30'), cell('In progress', { rows: 2 }), cell('40')],
  [cell('2'), cell('Newsletter'), cell('2026-02-01', { columns: 2 }), null, null, cell('0')],
  [cell('3', { rows: 2 }), cell('One portal', { rows: 2 }), cell('2026-02-01'), cell('2026-09-30'), cell('Not started'), cell('0')],
  [null, null, cell('2026-03-01'), cell('2026-12-31'), cell('Not started'), cell('0')],
];
const recommendations: Drawing = [
  [cell('Number', { rows: 2 }), cell('Recommendation', { columns: 2 }), null],
  [null, cell('Title'), cell('Text')],
  [cell('On members', { columns: 3 }), null, null],
  [cell('1'), cell('Skills'), cell('The community should teach.')],
  [cell('2', { rows: 2 }), cell('Portal'), cell('There should be one portal.')],
  [null, cell('Portal'), cell('There should be two portals.')],
];

/** Reviews of their own, so that no test meets what another brought. */
let reviews = 0;
const newReview = async (): Promise<string> => {
  reviews += 1;
  const ref = `TABLE${reviews}`;
  await run(addReview, { ref, prefix: ref, title: `Tables ${reviews}` }, house.call('dana'));
  return ref;
};
const byCommandLine = async (as: string, name: string, bytes: Uint8Array | string) => {
  const [file, review] = [join(folder, name), await newReview()];
  writeFileSync(file, bytes);
  return { review, ...(await importFile(house.services, { file, as, context: { review }, actor: house.actor('dana') })) };
};
const byPage = async (as: string, name: string, bytes: Uint8Array | string, review?: string) => {
  const form = new FormData();
  form.append('kind', as);
  form.append('context.review', review ?? (await newReview()));
  if (name) form.append('file', new File([bytes as string | Uint8Array<ArrayBuffer>], name));
  else form.append('text', String(bytes));
  const answer = await house.as('dana').send('/imports', form);
  if (answer.status !== 303) return { status: answer.status, words: wordsOf(await answer.text()) };
  const path = answer.headers.get('location') ?? '';
  await runImport(house.services, Number(path.split('/').at(-1)));
  return { status: 303, words: wordsOf(await house.as('dana').read(path)) };
};
const wordsOf = (page: string): string =>
  page
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ');

const joined = (example: string) => `Column titles that stand in 2 rows were read as one, for example “${example}”.`;
const across = (text: string) => `1 row that reaches over the whole table was read as a heading, not as a line: “${text}”.`;

describe.each(kinds)('a table with merged cells and two rows of column titles, as %s', (kind, drawn) => {
  test('of a plan: each item stands with its dates, and one whose cell reaches over two rows with both its ends', async () => {
    const { review, report, exitCode } = await byCommandLine('plan', `plan.${kind}`, await drawn(plan));
    expect(exitCode).toBe(0);
    for (const words of [joined('Dates / Start'), across('First phase')]) expect(report).toContain(words);
    expect(report).not.toContain('Contradicts');
    const items = await house.db
      .selectFrom('plan_item')
      .innerJoin('review', 'review.id', 'plan_item.review_id')
      .innerJoin('plan_part', 'plan_part.item_id', 'plan_item.id')
      .select(['plan_item.number', 'starts_on', 'ends_on', 'plan_item.status', 'plan_item.percent'])
      .where('review.ref', '=', review)
      .orderBy('plan_item.number')
      .orderBy('ends_on')
      .execute();
    expect(items).toEqual([
      { number: '1', starts_on: '2026-01-05', ends_on: '2026-06-30', status: 'inProgress', percent: 40 },
      { number: '2', starts_on: '2026-02-01', ends_on: '2026-02-01', status: 'inProgress', percent: 0 },
      { number: '3', starts_on: '2026-02-01', ends_on: '2026-09-30', status: 'notStarted', percent: 0 },
      { number: '3', starts_on: '2026-02-01', ends_on: '2026-12-31', status: 'notStarted', percent: 0 },
    ]);
    const { words } = await byPage('plan', `plan.${kind}`, await drawn(plan));
    for (const said of [joined('Dates / Start'), across('First phase'), 'Import 3 lines']) expect(words).toContain(said);
  });

  test('of recommendations: title and text are told apart, the rest is told with its row', async () => {
    const { review, report } = await byCommandLine('recommendations', `table.${kind}`, await drawn(recommendations));
    for (const words of [joined('Recommendation / Title'), across('On members'), 'Contradicts no. 3']) expect(report).toContain(words);
    const found = await house.db
      .selectFrom('recommendation')
      .innerJoin('review', 'review.id', 'recommendation.review_id')
      .select(['number', 'recommendation.title', 'text'])
      .where('review.ref', '=', review)
      .execute();
    expect(found).toMatchObject([
      { number: '1', title: { texts: { en: 'Skills' } }, text: { texts: { en: 'The community should teach.' } } },
    ]);
    const { words } = await byPage('recommendations', `table.${kind}`, await drawn(recommendations));
    for (const said of [joined('Recommendation / Title'), across('On members'), 'Contradicts no. 3']) expect(words).toContain(said);
  });
});

test('a table pasted as HTML is read as the file would be', async () => {
  const { words } = await byPage('plan', '', await asHtml(plan));
  for (const said of [joined('Dates / Start'), across('First phase'), 'Import 3 lines']) expect(words).toContain(said);
});

test('titles in two rows without merged cells, as a text table has them, are joined where gaps show it', async () => {
  for (const titles of ['No,Title,Dates,,Status\n,,Start,Proposed end,', ',,Dates,,\nNo,Title,Start,Proposed end,Status']) {
    const { report, exitCode } = await byCommandLine('plan', 'plan.csv', `${titles}\n1,Skills,2026-01-05,2026-06-30,In progress\n`);
    expect([exitCode, report]).toEqual([0, expect.stringContaining(joined('Dates / Start'))]);
  }
});

test('a first line of content under titles with gaps stays a line', async () => {
  for (const [titles, lines] of [
    ['Title,,Status', 2],
    ['Title,Leads,', 2],
    ['No,Title,Status', 2],
  ] as const) {
    const { report } = await byCommandLine('plan', 'plan.csv', `${titles}\nSkills,Amina,Completed\nPortal,Badr,Completed\n`);
    expect(report).toContain(`${lines} lines read`);
  }
});

describe.each(['docx', 'xlsx'])('a %s under a password', (kind) => {
  const locked = Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(500),
    Buffer.from('EncryptedPackage', 'utf16le'),
    Buffer.alloc(100),
  ]);
  test.each(['plan', 'recommendations'])('is refused with what to do instead (%s)', async (as) => {
    const said = `locked.${kind}: It is protected by a password. Open it, save it without a password and bring it again.`;
    expect(await byCommandLine(as, `locked.${kind}`, locked)).toMatchObject({ exitCode: 2, report: said });
    expect(await byPage(as, `locked.${kind}`, locked)).toMatchObject({ status: 422, words: expect.stringContaining(said) });
  });
});

describe('a Word document with tracked changes', () => {
  const change = { author: 'Badr', date: '2026-01-01T00:00:00Z' };
  const table = (heads: readonly string[], rest: readonly string[]) =>
    Packer.toBuffer(
      new Document({
        sections: [
          {
            children: [
              new Table({
                rows: [
                  new TableRow({ children: heads.map((text) => new TableCell({ children: [new Paragraph(text)] })) }),
                  new TableRow({
                    children: [
                      new TableCell({ children: [new Paragraph('1')] }),
                      new TableCell({
                        children: [
                          new Paragraph({
                            children: [
                              new TextRun('Skills in '),
                              new DeletedTextRun({ ...change, id: 1, text: 'mail' }),
                              new InsertedTextRun({ ...change, id: 2, text: 'media' }),
                            ],
                          }),
                        ],
                      }),
                      ...rest.map((text) => new TableCell({ children: [new Paragraph(text)] })),
                    ],
                  }),
                ],
              }),
            ],
          },
        ],
      }),
    );
  const said = '2 tracked changes were read as if accepted: what was inserted counts, what was deleted is left out.';

  test.each([
    ['plan', ['No', 'Title', 'Status'], ['In progress'], 'plan_item'],
    ['recommendations', ['Number', 'Title', 'Text'], ['Teach them.'], 'recommendation'],
  ] as const)('counts what was inserted and leaves out what was deleted, and says so (%s)', async (as, heads, rest, records) => {
    const { review, report, exitCode } = await byCommandLine(as, 'tracked.docx', await table(heads, rest));
    expect([exitCode, report]).toEqual([0, expect.stringContaining(said)]);
    const [found] = await house.db
      .selectFrom(records)
      .select('title')
      .where('review_id', '=', house.db.selectFrom('review').select('id').where('ref', '=', review))
      .execute();
    expect(found?.title.texts).toEqual({ en: 'Skills in media' });
    expect((await byPage(as, 'tracked.docx', await table(heads, rest))).words).toContain(said);
  });
});
