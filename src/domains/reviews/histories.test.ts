import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { run } from '../../platform/command.ts';
import { changeBody } from '../community/index.ts';
import { changePerson } from '../people/commands.ts';
import { addLink } from './assessment/commands.ts';
import { addRecommendation, addReview, changeRecommendation } from './recommendations/commands.ts';

let house: TestApp;
beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

const history = async (name: 'fatou' | 'dana' | undefined, ref: string, language = 'en') => {
  const page = await house.as(name).read(`/recommendations/${ref}/history?lang=${language}`);
  return page.slice(page.indexOf('<ol class="history">'), page.indexOf('</ol>', page.indexOf('<ol class="history">')));
};

test('a history names linked records with the way to them, in words and days of the reader', async () => {
  await run(changeRecommendation, { ref: 'REC-ONE-01', addressees: ['SOUTH'] }, house.call('dana'));
  await run(addLink, { from: 'REC-ONE-01', kind: 'dependsOn', to: 'REC-ONE-02' }, house.call('dana'));
  const told = await history('fatou', 'REC-ONE-01');
  expect(told).toMatch(/Body<\/dt><dd>.*<a href="\/bodies\/SOUTH">SRO<\/a>/);
  expect(told).toContain('<a href="/recommendations/REC-ONE-02">REC-ONE-02</a>');
  expect(told).not.toMatch(/dependsOn|body_id|to_id/);
  expect(await history('fatou', 'REC-ONE-01', 'fr')).not.toMatch(/dependsOn|body_id|to_id/);
});

test('what a reader may not see is not named to them', async () => {
  await run(addReview, { ref: 'QUIET', prefix: 'QUIET', title: 'Not public yet', state: 'draft' }, house.call('dana'));
  await run(addRecommendation, { review: 'QUIET', number: '1', title: 'A quiet one' }, house.call('dana'));
  await run(addLink, { from: 'REC-QUIET-01', kind: 'dependsOn', to: 'REC-ONE-03' }, house.call('dana'));
  const { rows } = await sql<{ id: number }>`select id from recommendation where ref = 'REC-ONE-03'`.execute(house.db);
  expect(rows).toHaveLength(1);
  await run(addLink, { from: 'REC-ONE-02', kind: 'dependsOn', to: 'REC-QUIET-01' }, house.call('dana'));
  expect(await history('dana', 'REC-ONE-02')).toContain('REC-QUIET-01');
  expect(await history('fatou', 'REC-ONE-02')).not.toContain('QUIET');
});

test('a text that was reworded shows which words went and which came, a long one unfolds', async () => {
  await run(changeRecommendation, { ref: 'REC-ONE-03', text: { en: 'The council meets twice a year.' } }, house.call('dana'));
  await run(changeRecommendation, { ref: 'REC-ONE-03', text: { en: 'The council meets three times a year.' } }, house.call('dana'));
  expect(await history('fatou', 'REC-ONE-03')).toContain('The council meets <del>twice</del><ins>three times</ins> a year.');
  const long = 'Every word of this stays as it is. '.repeat(30);
  await run(changeRecommendation, { ref: 'REC-ONE-03', text: { en: `${long}Before.` } }, house.call('dana'));
  await run(changeRecommendation, { ref: 'REC-ONE-03', text: { en: `${long}After.` } }, house.call('dana'));
  expect(await history('fatou', 'REC-ONE-03')).toMatch(/<summary>1 word removed, 1 word added<\/summary>/);
});

test('kinds, states and bodies of a body are told in words', async () => {
  await run(changeBody, { ref: 'SOUTH-WG', state: 'dormant', parent: 'NORTH', languages: ['fr', 'es'] }, house.call('dana'));
  const page = await house.as('fatou').read('/bodies/SOUTH-WG');
  const told = page.slice(page.indexOf('<ol class="history">'));
  expect(told).toMatch(/<ins>Dormant<\/ins>/);
  expect(told).toMatch(/<a href="\/bodies\/NORTH">/);
  expect(told).toContain('French');
});

test('a stranger reads who acted only where the person shows their name to everybody, members read it always', async () => {
  const who = (name?: 'fatou') => history(name, 'REC-ONE-01');
  const dana = house.actor('dana');
  const consent = (name: 'members' | 'public') => run(changePerson, { person: dana.personId ?? 0, consent: { name } }, house.call('dana'));
  await consent('members');
  expect(await who('fatou')).toContain(dana.name);
  expect(await who()).not.toContain(dana.name);
  expect(await who()).toContain('A member');
  const answer = await house.as().get('/api/v1/recommendations/REC-ONE-01/history');
  expect(await answer.text()).not.toContain(dana.name);
  await consent('public');
  expect(await who()).toContain(dana.name);
});
