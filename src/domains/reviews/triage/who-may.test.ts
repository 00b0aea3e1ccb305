import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Name } from '../../../../test/app.ts';
import { day, openTriage, refusal, type Triage } from '../../../../test/triage.ts';
import { run } from '../../../platform/command.ts';
import { editTriage, proposeTriage, reopenTriage, returnTriage, sendTriage, setStage, signOffTriage, withdrawTriage } from './index.ts';

let triage: Triage;
let house: Triage['house'];
beforeAll(async () => {
  triage = await openTriage();
  ({ house } = triage);
});
afterAll(() => house.close());
beforeEach(() => triage.sweep());

test('officers of a body above speak for the nested one, and nobody speaks sideways or upwards', async () => {
  const nested = await triage.propose('SOUTH-WG');
  expect((await triage.send(nested.ref)).told).toBe(2);
  expect((await refusal(run(signOffTriage, { ref: nested.ref }, house.call('badr')))).kind).toBe('forbidden');
  const north = await triage.propose('NORTH');
  expect((await triage.send(north.ref)).told).toBe(1);
  expect(
    (await refusal(run(editTriage, { ref: north.ref, items: [{ recommendation: 'REC-ONE-01', priority: 'P1' }] }, house.call('eko')))).kind,
  ).toBe('forbidden');
  await run(editTriage, { ref: nested.ref, items: [{ recommendation: 'REC-ONE-01', priority: 'P1' }] }, house.call('eko'));
  expect(await triage.stageOf('SOUTH-WG')).toBe('underReview');
});

test('a body whose officers nobody can reach is not asked, and nothing is sent', async () => {
  const { ref } = await triage.propose('HUB');
  expect(await refusal(triage.send(ref))).toMatchObject({ kind: 'conflict', key: 'triage.nobodyToAsk' });
  expect((await triage.batch(ref))?.state).toBe('proposed');
  expect((await triage.batch(ref))?.items.every((item) => item.proposal === null)).toBe(true);
  expect(await triage.stageOf('HUB')).toBe('untriaged');
});

test('what was not sent is not there for anybody but staff', async () => {
  const { ref } = await triage.propose('SOUTH');
  expect(await triage.seenBy('eko', ref)).toBeUndefined();
  expect(await triage.seenBy(undefined, ref)).toBeUndefined();
  expect((await refusal(run(signOffTriage, { ref }, house.call('eko')))).kind).toBe('notFound');
  expect((await refusal(run(editTriage, { ref, items: [] }, house.call('eko')))).kind).toBe('notFound');
  await triage.send(ref);
  expect(await triage.seenBy('badr', ref)).toBeDefined();
});

test('who may not is refused, and nothing is written', async () => {
  for (const name of ['eko', 'fatou', undefined] as const) {
    expect((await refusal(run(proposeTriage, { review: 'R1', body: 'SOUTH' }, house.call(name)))).kind).toBe('forbidden');
    expect((await refusal(run(setStage, { review: 'R1', body: 'SOUTH', stage: 'reviewed' }, house.call(name)))).kind).toBe('forbidden');
  }
  const { ref } = await triage.propose('SOUTH');
  await triage.send(ref);
  const why = { reason: 'No.' };
  for (const name of ['fatou', undefined] as const) {
    for (const command of [editTriage, signOffTriage, returnTriage, reopenTriage, withdrawTriage]) {
      expect((await refusal(run(command as typeof editTriage, { ref }, house.call(name, why)))).kind).toBe('forbidden');
    }
  }
  expect((await refusal(run(sendTriage, { ref, dueOn: day(9) }, house.call('eko')))).kind).toBe('forbidden');
  expect((await triage.batch(ref))?.state).toBe('sent');
});

test('the bar counts what waits for my signature, for officers only', async () => {
  await triage.send((await triage.propose('SOUTH')).ref);
  await triage.send((await triage.propose('SOUTH-WG')).ref);
  await triage.send((await triage.propose('NORTH')).ref);
  const count = async (name?: Name) => (await triage.due(name))[0]?.count;
  expect([await count('eko'), await count('badr'), await count('dana'), await count('fatou'), await count(undefined)]).toEqual([
    2, 1, 0, 0, 0,
  ]);
});
