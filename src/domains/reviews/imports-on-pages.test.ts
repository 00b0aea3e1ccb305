import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';

let house: TestApp;

beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

const previewOf = async (text: string, name: 'ama' | 'dana' = 'dana'): Promise<string> => {
  const answer = await house.as(name).post('/imports', {
    kind: 'positions',
    'context.review': 'R1',
    'context.body': 'NORTH',
    'context.decidedHow': 'list',
    text,
  });
  expect(answer.status).toBe(303);
  return house.as(name).read(answer.headers.get('location') ?? '');
};

test('a preview names stances and decisions in the words that people know, and the headings that are left out', async () => {
  const page = await previewOf('Rec. no.\tRecommendation\tStance\tColour\n1\tThe whole text of it\tyes\tblue\n2\tAnother text\tno\tred\n');
  expect(page).toMatch(/Stance<\/span> Support/);
  expect(page).toContain('the mailing list');
  expect(page).toContain('Not brought in: “Recommendation”, “Colour”');
});

test('a line that would decide says when, unless that was answered for all lines', async () => {
  const page = await previewOf('Number,Stance,Decided\n1,yes,2026-05-02\n', 'ama');
  expect(page).toMatch(/Decided on<\/span> 2 May 2026/);
  expect(page).not.toMatch(/How it was decided<\/span>/);
});

test('lines that contradict each other say what each would write, so that the right one can be ticked', async () => {
  const page = await previewOf('Number,Stance,Comment\n1,Support,The first answer\n1,Do not support,The second answer\n2,Support,Good\n');
  expect(page).toContain('Contradicts no. 2 about the same record');
  expect(page).toContain('The first answer');
  expect(page).toContain('The second answer');
});

test('the register is narrowed by what a recommendation was called before', async () => {
  const ama = house.as('ama');
  const made = await ama.post('/imports', {
    kind: 'recommendations',
    'context.review': 'R1',
    'context.language': 'en',
    text: 'Number,Title,Also known as\n31,Skills of all,Issue 77\n32,Something else,\n',
  });
  const path = made.headers.get('location') ?? '';
  expect((await ama.post(`${path}/run`, { shown: '1,2', ticked: ['1', '2'], oneForAll: 'false' })).status).toBe(303);
  const found = await house.as().read('/recommendations?q=issue+77');
  expect(found).toContain('Skills of all');
  expect(found).not.toContain('Something else');
});
