import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Name } from '../../../../test/app.ts';
import { day, openTriage, refusal, type Triage } from '../../../../test/triage.ts';
import { run } from '../../../platform/command.ts';
import { reading } from '../../../platform/db/tables.ts';
import { removeStage, setStage, sheetOf } from './index.ts';
import { stagesOf } from './sheet.ts';

let triage: Triage;
let house: Triage['house'];
beforeAll(async () => {
  triage = await openTriage();
  ({ house } = triage);
});
afterAll(() => house.close());
beforeEach(() => triage.sweep());

test('the stage of a body is set by hand as of a day, and the latest by then counts', async () => {
  const { id } = await house.db.selectFrom('review').select('id').where('ref', '=', 'R1').executeTakeFirstOrThrow();
  const set = (body: string, stage: string, asOf: string) =>
    run(setStage, { review: 'R1', body, stage, asOf, note: 'As told on the call' }, house.call('dana'));
  await set('NORTH', 'implementing', '2026-06-28');
  await set('HUB', 'reviewed', '2026-06-28');
  await set('SOUTH', 'signOffAsked', '2026-06-28');
  await set('SOUTH', 'triagedByStaff', '2026-06-01');
  const at = async (on: string) =>
    Object.fromEntries((await sheetOf(reading(house.db), house.actor('fatou'), id, on)).bodies.map((body) => [body.ref, body.stage]));
  expect(await at('2026-06-27')).toEqual({ SOUTH: 'triagedByStaff' });
  expect(await at('2026-06-28')).toEqual({ HUB: 'reviewed', NORTH: 'implementing', SOUTH: 'signOffAsked' });
  await set('HUB', 'signedOff', '2026-06-28');
  expect((await at(day())).HUB).toBe('signedOff');
  expect((await refusal(set('HUB', 'reviewed', day(1)))).problems[0]).toMatchObject({ path: ['asOf'], key: 'triage.stageInFuture' });
  const [latest] = (await stagesOf(reading(house.db), house.actor('dana'), id)).filter((row) => row.ref === 'HUB');
  expect((await refusal(run(removeStage, { stage: latest?.id }, house.call('eko')))).kind).toBe('forbidden');
  await run(removeStage, { stage: latest?.id }, house.call('dana'));
  expect((await at(day())).HUB).toBeUndefined();
});

test('every body sees its own column first, then all others in the order of the tree, each with its parent', async () => {
  const { id } = await house.db.selectFrom('review').select('id').where('ref', '=', 'R1').executeTakeFirstOrThrow();
  for (const body of ['NORTH', 'SOUTH-WG', 'SOUTH']) await triage.send((await triage.propose(body)).ref);
  await triage.propose('HUB');
  const columns = async (name?: Name) =>
    (await sheetOf(reading(house.db), house.actor(name), id, day())).bodies.map((body) => [body.ref, body.parent?.ref ?? null, body.own]);
  expect(await columns('eko')).toEqual([
    ['SOUTH', 'HUB', true],
    ['SOUTH-WG', 'SOUTH', true],
    ['NORTH', 'HUB', false],
  ]);
  expect((await columns('dana')).map(([ref]) => ref)).toEqual(['HUB', 'NORTH', 'SOUTH', 'SOUTH-WG']);
  expect((await columns(undefined)).map(([ref]) => ref)).toEqual(['NORTH', 'SOUTH', 'SOUTH-WG']);
});
