import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { run } from '../../../platform/command.ts';
import { givePerson, giveRole } from '../../accounts/testing.ts';
import { addRecommendation, addReview, archiveRecommendation, changeRecommendation } from '../recommendations/commands.ts';
import { adopted, filled, templateFields } from './assessment.ts';
import { addLink, fillFeasibility, recordAnswer, removeLink, withdrawAnswer } from './commands.ts';
import { answersOn, feasibilityOf, linksOf } from './queries.ts';

let house: TestApp;
const today = new Date().toISOString().slice(0, 10);
const idOf = async (ref: string): Promise<number> =>
  (await house.db.selectFrom('recommendation').select('id').where('ref', '=', ref).executeTakeFirstOrThrow()).id as number;
const fill = (input: object, name: 'dana' | 'badr' | 'fatou' = 'dana') =>
  run(fillFeasibility, { recommendation: 'REC-ONE-01', ...input }, house.call(name));
const template = async () => feasibilityOf(house.db as never, house.actor(), await idOf('REC-ONE-01'));

beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

test('the template has thirteen fields, and the meter counts those that say something', () => {
  expect(templateFields).toHaveLength(13);
  expect(filled(undefined)).toBe(0);
  expect(filled({ support: 'no', steps: { original: 'en', texts: { en: 'Begin' } }, timeline: null })).toBe(2);
});

test('whoever may not fill the template is refused and nothing is written', async () => {
  await expect(fill({ support: 'yes' }, 'badr')).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(run(fillFeasibility, { recommendation: 'REC-ONE-01', support: 'yes' }, house.call())).rejects.toMatchObject({
    kind: 'forbidden',
  });
  expect((await template())?.version).toBeNull();
  expect((await house.as('badr').get('/recommendations/REC-ONE-01/feasibility/edit')).status).toBe(403);
});

test('the template is filled field by field and in several languages; what is not spoken of stays', async () => {
  const sent = await house.as('dana').post('/recommendations/REC-ONE-01/feasibility', {
    version: '0',
    'issueIdentified.en': 'Few meetings outside two regions',
    'issueIdentified.fr': 'Peu de réunions hors de deux régions',
    'issueIdentified.original': 'en',
    support: 'inPart',
    implementer: 'Hub committee',
  });
  expect(sent.status).toBe(303);
  await fill({ timeline: 'One year' });
  const row = await template();
  expect(row).toMatchObject({ support: 'inPart', implementer: 'Hub committee', timeline: 'One year' });
  expect(row?.issue_identified?.texts.fr).toBe('Peu de réunions hors de deux régions');
  expect(filled(row as never)).toBe(4);
  expect(await house.as().read('/recommendations/REC-ONE-01/feasibility')).toContain('4 of 13');
  expect(await house.as().read('/recommendations/REC-ONE-01/feasibility?lang=fr')).toContain('Peu de réunions');
  expect(await house.as().read('/reviews/R1/feasibility')).toContain('0 of 13');
});

test('a template begun in two windows, or changed meanwhile, is not overwritten', async () => {
  await expect(fill({ version: 0, support: 'no' })).rejects.toMatchObject({ key: 'record.changed' });
  const stale = await house
    .as('dana')
    .post('/recommendations/REC-ONE-01/feasibility', { version: '1', support: 'no', timeline: 'Two years' });
  expect(stale.status).toBe(409);
  const page = await stale.text();
  expect(page).toContain('Two years');
  expect(page).toContain('Dana Whitfield');
  expect((await template())?.timeline).toBe('One year');
});

test('a role for a body fills the templates of what is addressed to that body, and no others', async () => {
  await giveRole(house.db, 'writer', ['feasibility.edit']);
  const writer = await givePerson(house.db, { name: 'Noor Aziz', email: 'noor@example.org', roles: [{ role: 'writer', body: 'HUB' }] });
  await run(changeRecommendation, { ref: 'REC-ONE-02', addressees: ['HUB'] }, house.call('dana'));
  const call = { ...house.call('dana'), actor: writer.actor };
  await run(fillFeasibility, { recommendation: 'REC-ONE-02', support: 'yes' }, call);
  await expect(run(fillFeasibility, { recommendation: 'REC-ONE-03', support: 'yes' }, call)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('the template leaves as a document', async () => {
  const pdf = await house.as().get('/recommendations/REC-ONE-01/feasibility.pdf');
  expect(pdf.headers.get('content-type')).toBe('application/pdf');
  expect(
    Buffer.from(await pdf.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  expect((await house.as().get('/recommendations/REC-ONE-01/feasibility.docx')).status).toBe(200);
});

test('the wording that holds follows from the answer', () => {
  const [original, other] = ['First', 'Second'].map((text) => ({ original: 'en', texts: { en: text } }));
  const of = (answer: 'accepted' | 'acceptedInPart' | 'alternative' | 'noted' | 'rejected', wording = null as typeof other | null) =>
    adopted({ answer, alternative_wording: wording ?? null }, original ?? null);
  expect(of('accepted')).toBe(original);
  expect(of('alternative', other)).toBe(other);
  expect(of('acceptedInPart', other)).toBe(other);
  expect([of('acceptedInPart'), of('noted', other), of('rejected')]).toEqual([null, null, null]);
});

test('an official answer is recorded for a body by whoever has the right, with the alternative where one is proposed', async () => {
  const input = {
    recommendation: 'REC-ONE-01',
    body: 'HUB',
    answer: 'alternative',
    explanation: 'Too wide',
    on: today,
    link: 'https://example.org/resolution',
  };
  await expect(
    run(recordAnswer, { ...input, alternativeWording: 'Meet in two regions a year.' }, house.call('badr')),
  ).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(run(recordAnswer, input, house.call('dana'))).rejects.toMatchObject({
    problems: [{ path: ['alternativeWording'], key: 'answer.wordingNeeded' }],
  });
  await expect(run(recordAnswer, { ...input, answer: 'noted', on: '2999-01-01' }, house.call('dana'))).rejects.toMatchObject({
    problems: [{ path: ['on'] }],
  });
  await expect(run(recordAnswer, { ...input, answer: 'noted', body: 'NOBODY' }, house.call('dana'))).rejects.toMatchObject({
    kind: 'notFound',
  });
  await run(recordAnswer, { ...input, alternativeWording: 'Meet in two regions a year.' }, house.call('dana'));
  const page = await house.as().read('/recommendations/REC-ONE-01/answers');
  expect(page).toContain('Alternative proposed');
  expect(page).toContain('Original wording');
  expect(page).toContain('Meet in two regions a year.');
  expect(page.match(/Meet in two regions a year\./g)).toHaveLength(1);
});

test('original, suggested and adopted wording stand beside each other', async () => {
  await fill({ alternative: 'Meet in three regions.' });
  const page = await house.as().read('/recommendations/REC-ONE-01/answers');
  for (const words of ['meet in every region', 'Meet in three regions.', 'Meet in two regions a year.', 'Adopted wording'])
    expect(page).toContain(words);
});

test('a stale or doubled answer is a conflict, a withdrawn one needs a reason and can be recorded anew', async () => {
  const form = { body: 'HUB', answer: 'accepted', version: '0' };
  expect((await house.as('dana').post('/recommendations/REC-ONE-01/answers', form)).status).toBe(409);
  expect((await house.as('dana').post('/recommendations/REC-ONE-01/answers/withdrawal', { body: 'HUB' })).status).toBe(422);
  await run(withdrawAnswer, { recommendation: 'REC-ONE-01', body: 'HUB' }, house.call('dana', { reason: 'wrong resolution' }));
  expect(await answersOn(house.db as never, house.actor(), await idOf('REC-ONE-01'))).toEqual([]);
  expect(
    (await house.as('dana').post('/recommendations/REC-ONE-01/answers', { ...form, 'explanation.en': '', 'explanation.original': 'en' }))
      .status,
  ).toBe(303);
  expect((await answersOn(house.db as never, house.actor(), await idOf('REC-ONE-01')))[0]).toMatchObject({
    answer: 'accepted',
    body_ref: 'HUB',
  });
});

test('an answer recorded anew after it was withdrawn says nothing of the old one', async () => {
  const input = { recommendation: 'REC-ONE-03', body: 'HUB', answer: 'noted' };
  await run(recordAnswer, { ...input, explanation: 'Too early', on: today }, house.call('dana'));
  await run(withdrawAnswer, { recommendation: 'REC-ONE-03', body: 'HUB' }, house.call('dana', { reason: 'wrong resolution' }));
  await run(recordAnswer, { ...input, answer: 'accepted' }, house.call('dana'));
  expect((await answersOn(house.db as never, house.actor(), await idOf('REC-ONE-03')))[0]).toMatchObject({
    answer: 'accepted',
    explanation: null,
    decided_on: null,
  });
});

test('the register shows the answer decided last of those that stand, whichever was recorded last', async () => {
  const shown = async () =>
    (await (await house.as().get('/recommendations.csv?cols=ref,answer&q=travel')).text()).trim().split(/\r?\n/).at(-1);
  const answer = (body: string, given: string, on: string) =>
    run(recordAnswer, { recommendation: 'REC-ONE-02', body, answer: given, on }, house.call('dana'));
  await answer('HUB', 'rejected', '2024-03-01');
  await answer('SOUTH', 'noted', '2024-02-01');
  expect(await shown()).toContain('Rejected');
  await run(withdrawAnswer, { recommendation: 'REC-ONE-02', body: 'HUB' }, house.call('dana', { reason: 'not decided after all' }));
  expect(await shown()).toContain('Noted');
  await run(withdrawAnswer, { recommendation: 'REC-ONE-02', body: 'SOUTH' }, house.call('dana', { reason: 'nor this' }));
});

const link = (from: string, kind: string, to: string, more: object = {}) =>
  run(addLink, { from: `REC-ONE-0${from}`, kind, to: `REC-ONE-0${to}`, ...more }, house.call('dana'));

test('links are seen from both ends, each in its own words', async () => {
  await expect(run(addLink, { from: 'REC-ONE-01', kind: 'dependsOn', to: 'REC-ONE-02' }, house.call('badr'))).rejects.toMatchObject({
    kind: 'forbidden',
  });
  await link('1', 'dependsOn', '2', { why: 'Money first' });
  const [there] = await linksOf(house.db as never, house.actor(), await idOf('REC-ONE-01'));
  const [back] = await linksOf(house.db as never, house.actor(), await idOf('REC-ONE-02'));
  expect(there).toMatchObject({ ref: 'REC-ONE-02', inverse: false, reason: 'Money first' });
  expect(back).toMatchObject({ ref: 'REC-ONE-01', inverse: true });
  expect(await house.as().read('/recommendations/REC-ONE-01/links')).toContain('depends on');
  expect(await house.as().read('/recommendations/REC-ONE-02/links')).toContain('must come before');
});

test('a link to itself, a second one and a circle are refused, the circle with its path', async () => {
  await expect(link('1', 'dependsOn', '1')).rejects.toMatchObject({ problems: [{ path: ['to'], key: 'link.toItself' }] });
  await expect(link('1', 'dependsOn', '2')).rejects.toMatchObject({ key: 'link.exists' });
  await link('2', 'dependsOn', '3');
  await expect(link('3', 'dependsOn', '1')).rejects.toMatchObject({
    problems: [{ path: ['to'], key: 'link.circle', values: { path: 'REC-ONE-03 → REC-ONE-01 → REC-ONE-02 → REC-ONE-03' } }],
  });
  // Another kind of link the same way round is no circle.
  await link('3', 'supersedes', '1');
  await expect(link('1', 'supersedes', '3')).rejects.toMatchObject({ problems: [{ key: 'link.circle' }] });
});

test('two people who draw the two halves of a circle at once do not both succeed', async () => {
  const outcomes = await Promise.allSettled([link('1', 'splitInto', '2'), link('2', 'splitInto', '1')]);
  expect(outcomes.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a removed link opens the way again and may come back', async () => {
  await expect(run(removeLink, { from: 'REC-ONE-02', kind: 'dependsOn', to: 'REC-ONE-03' }, house.call('dana'))).rejects.toMatchObject({
    problems: [{ path: ['reason'] }],
  });
  const sent = await house
    .as('dana')
    .post('/recommendations/REC-ONE-02/links/removal', { from: 'REC-ONE-02', kind: 'dependsOn', to: 'REC-ONE-03', reason: 'Not so' });
  expect(sent.status).toBe(303);
  await link('3', 'dependsOn', '1');
  await run(removeLink, { from: 'REC-ONE-03', kind: 'dependsOn', to: 'REC-ONE-01' }, house.call('dana', { reason: 'Not so either' }));
  await link('2', 'dependsOn', '3');
});

test('the other end stays hidden from those who may not read its review', async () => {
  await run(addReview, { ref: 'R2', prefix: 'TWO', title: 'Draft review', state: 'draft' }, house.call('dana'));
  await run(addRecommendation, { review: 'R2', number: '1', title: 'A secret' }, house.call('dana'));
  await run(addLink, { from: 'REC-ONE-01', kind: 'duplicateOf', to: 'REC-TWO-01' }, house.call('dana'));
  const refs = async (name?: 'dana') =>
    (await linksOf(house.db as never, house.actor(name), await idOf('REC-ONE-01'))).map((one) => one.ref);
  expect(await refs('dana')).toContain('REC-TWO-01');
  expect(await refs()).not.toContain('REC-TWO-01');
});

test('an archived recommendation takes no new link, template or answer', async () => {
  await run(archiveRecommendation, { ref: 'REC-TWO-01' }, house.call('dana', { reason: 'merged' }));
  await expect(run(addLink, { from: 'REC-ONE-02', kind: 'duplicateOf', to: 'REC-TWO-01' }, house.call('dana'))).rejects.toMatchObject({
    key: 'link.archivedEnd',
  });
  await expect(run(fillFeasibility, { recommendation: 'REC-TWO-01', support: 'no' }, house.call('dana'))).rejects.toMatchObject({
    kind: 'conflict',
  });
  await expect(run(recordAnswer, { recommendation: 'REC-TWO-01', body: 'HUB', answer: 'noted' }, house.call('dana'))).rejects.toMatchObject(
    { kind: 'conflict' },
  );
});

test('the page of a recommendation shows meter, answers, links and priority, and a link form says what is wrong', async () => {
  const page = await house.as('dana').read('/recommendations/REC-ONE-01');
  for (const id of ['feasibility', 'answers', 'links', 'priority']) expect(page).toContain(`id="${id}"`);
  const wrong = await house.as('dana').post('/recommendations/REC-ONE-01/links', { kind: 'dependsOn', to: 'REC-NONE-01', why: 'Because' });
  expect(wrong.status).toBe(422);
  const again = await wrong.text();
  expect(again).toContain('REC-NONE-01');
  expect(again).toContain('Because');
});

test('programs read the same: template, answers and links', async () => {
  const ask = async (path: string) => (await house.app.request(`http://test/api/v1${path}`)).json() as Promise<Record<string, unknown>>;
  expect(await ask('/recommendations/REC-ONE-01/feasibility')).toMatchObject({ of: 13, support: 'inPart' });
  expect(await ask('/recommendations/REC-ONE-01/answers')).toMatchObject({ items: [{ body: 'HUB', answer: 'accepted' }] });
  expect(await ask('/recommendations/REC-ONE-02/links')).toMatchObject({
    items: expect.arrayContaining([{ from: 'REC-ONE-01', kind: 'dependsOn', to: 'REC-ONE-02', why: 'Money first' }]),
  });
  expect(await ask('/reviews/R1/feasibility')).toMatchObject({
    items: [{ ref: 'REC-ONE-01' }, { ref: 'REC-ONE-02', filled: 1 }, { ref: 'REC-ONE-03', filled: 0 }],
  });
});
