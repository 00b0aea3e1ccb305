import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Block, type DocumentOut, says } from '../../../platform/documents/document.ts';
import { formats } from '../../../platform/documents/formats.ts';
import type { TableOut } from '../../../platform/documents/tables/write.ts';
import { begin, bring, closeImportWorld, columnsOf, file, openImportWorld, positionsOf, review, stances } from '../imports.example.ts';

beforeAll(openImportWorld);
afterAll(closeImportWorld);

// The same small answer in every form in which people have it.
const answers = [
  ['1', 'Support', 'A good idea.\n\nWho pays for it?'],
  ['2', 'It depends', 'Say first what "too much" means.'],
  ['3', 'Do not support', 'The groups are where members learn.'],
] as const;
const spoken = answers.flatMap(([number, stance, comment]): Block[] => [
  { kind: 'paragraph', spans: says(`Recommendation ${number}. The community should do the thing called ${number}.`) },
  ...comment.split('\n\n').map(
    (part, at): Block => ({
      kind: 'paragraph',
      spans: at === 0 ? [...says('LACRALO Working Group - Review ['), { text: stance, emphasis: true }, ...says(`] ${part}`)] : says(part),
    }),
  ),
]);
const asDocument: DocumentOut = { title: 'Answer of a region', language: 'en', blocks: spoken };
const pasted = answers
  .map(
    ([number, stance, comment]) =>
      `Recommendation ${number}. The community should do the thing called ${number}.\nLACRALO Working Group - Review [*${stance}*] ${comment}`,
  )
  .join('\n');
const asTable: Omit<TableOut, 'title'> = {
  columns: columnsOf(['Recommendation', 'Group', 'Position', 'Comments']),
  rows: answers.map(([number, stance, comment]) => ({ Recommendation: number, Group: 'LACRALO', Position: stance, Comments: comment })),
};
const inMarkdown = `| Recommandation | Organe | Avis | Commentaire |\n|---|---|---|---|\n${answers.map(([number], at) => `| ${number} | LACRALO | ${stances[at]?.[2].fr} | c${number} |`).join('\n')}\n`;
const inWord: DocumentOut = {
  title: 'T',
  language: 'en',
  blocks: [
    {
      kind: 'table',
      header: asTable.columns.map(({ title: text }) => ({ text })),
      rows: answers.map(([number, stance, comment]) => [number, 'LACRALO', stance, comment].map((text) => ({ text }))),
    },
  ],
};

const formsOfAnswer: readonly (readonly [string, string, () => Promise<Uint8Array | string>])[] = [
  ['running text pasted from a mail', 'pasted text', async () => pasted],
  ['a Word document of running text', 'answer.docx', async () => formats.docx.write(asDocument)],
  ['a Markdown document of running text', 'answer.md', async () => formats.md.write(asDocument)],
  ['a Word table', 'table.docx', async () => formats.docx.write(inWord)],
  ['a spreadsheet', 'answer.xlsx', async () => file('xlsx', asTable)],
  ['a CSV file', 'answer.csv', async () => file('csv', asTable)],
  ['a Markdown table with French headings and stances', 'answer.md', async () => inMarkdown],
];

describe('one answer in many forms', () => {
  test.each(formsOfAnswer.map(([what, name, make], at) => ({ what, name, make, at })))('$what', async ({ name, make, at }) => {
    const ref = `FORM${at}`;
    await review(ref);
    await begin(await bring('recommendations', 'number,title\n1,One\n2,Two\n3,Three\n', 'three.csv', { review: ref }));
    expect(await begin(await bring('positions', await make(), name, { review: ref, language: 'en' }))).toEqual({ new: 3 });
    const taken = await positionsOf(ref);
    expect(taken.map((one) => [one.number, one.body, one.stance, one.state])).toEqual([
      ['1', 'LACRALO', 'support', 'drafting'],
      ['2', 'LACRALO', 'depends', 'drafting'],
      ['3', 'LACRALO', 'oppose', 'drafting'],
    ]);
    if (!name.endsWith('.md') || at === 2) expect(taken[0]?.comment?.texts.en).toBe('A good idea.\n\nWho pays for it?');
  });

  test('Spanish and Arabic texts are understood by their own words', async () => {
    await review('WORDS');
    await begin(
      await bring('recommendations', 'Recomendación 1. La comunidad debería reunirse.\nRecomendación 2. Otra.\n', 'r.txt', {
        review: 'WORDS',
        language: 'es',
      }),
    );
    const text = 'Recomendación 1. La comunidad debería reunirse.\nLACRALO [*Apoyamos*] Sí.\nالتوصية 2. أخرى\nLACRALO [*لا نؤيد*] لا.\n';
    expect(await begin(await bring('positions', text, 'p.txt', { review: 'WORDS', language: 'es' }))).toEqual({ new: 2 });
    expect((await positionsOf('WORDS')).map((one) => one.stance)).toEqual(['support', 'oppose']);
  });

  test('a comment brought in another language joins the first one instead of taking its place', async () => {
    await review('JOIN');
    await begin(await bring('recommendations', 'number,title\n1,One\n2,Two\n', 'r.csv', { review: 'JOIN' }));
    await begin(
      await bring('positions', 'ref,body,stance,comment\n1,LACRALO,Apoya,Muy bien\n', 'p.csv', { review: 'JOIN', language: 'es' }),
    );
    await begin(
      await bring('positions', 'ref,body,stance,comment\n1,LACRALO,Support,Very good\n', 'p.csv', { review: 'JOIN', language: 'en' }),
    );
    expect((await positionsOf('JOIN'))[0]?.comment).toEqual({ original: 'es', texts: { es: 'Muy bien', en: 'Very good' } });
  });
});
