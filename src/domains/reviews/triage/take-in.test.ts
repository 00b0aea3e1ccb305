import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import type { AnyWrites } from '../../../platform/db/tables.ts';
import { performLines } from '../../../platform/imports/perform.ts';
import { setStage } from './index.ts';

let house: TestApp;
beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

let line = 0;
/** Lines of one file, taken in together; gives their outcomes and what was wrong with each. */
const bring = async (name: Parameters<TestApp['actor']>[0], ...inputs: Record<string, unknown>[]) => {
  const lines = inputs.map((input) => ({ id: ++line, input: { review: 'R1', asOf: '2026-06-28', ...input } }));
  const done = await house.db.transaction().execute((tx) =>
    performLines(tx as AnyWrites, setStage, lines, house.call(name), (fault) => {
      throw fault;
    }),
  );
  return done.map(({ outcome, problems }) => (outcome === 'refused' ? problems.map(({ key }) => key).join() : outcome));
};

test('stages of many bodies come in together, a second word on the same day replaces the first, and the same file changes nothing', async () => {
  const file = [
    { body: 'NORTH', stage: 'implementing' },
    { body: 'HUB', stage: 'reviewed', note: 'As told on the call' },
  ];
  expect(await bring('dana', ...file)).toEqual(['new', 'new']);
  expect(await bring('dana', ...file)).toEqual(['unchanged', 'unchanged']);
  expect(await bring('dana', { body: 'SOUTH', stage: 'untriaged' }, { body: 'SOUTH', stage: 'reviewed' })).toEqual(['new', 'changed']);
  const said = await house.db
    .selectFrom('triage_stage')
    .innerJoin('body', 'body.id', 'triage_stage.body_id')
    .select(['ref', 'stage'])
    .orderBy('ref')
    .execute();
  expect(said).toEqual([
    { ref: 'HUB', stage: 'reviewed' },
    { ref: 'NORTH', stage: 'implementing' },
    { ref: 'SOUTH', stage: 'reviewed' },
  ]);
});

test('of lines about several bodies those are refused for which one may not speak, and nothing else', async () => {
  expect(
    await bring(
      'dana',
      { body: 'NORTH', stage: 'signedOff', asOf: '2999-01-01' },
      { body: 'NOBODY', stage: 'signedOff' },
      { review: 'NONE', body: 'NORTH', stage: 'signedOff' },
      { body: 'NORTH', stage: 'signedOff' },
    ),
  ).toEqual(['triage.stageInFuture', 'triage.unknownBody', 'triage.unknownReview', 'changed']);
  expect(await bring('eko', { body: 'NORTH', stage: 'reviewed' })).toEqual(['refusal.forbidden']);
});
