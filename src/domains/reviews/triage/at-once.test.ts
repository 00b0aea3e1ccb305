import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { day, openTriage, refusal, type Triage } from '../../../../test/triage.ts';
import { run } from '../../../platform/command.ts';
import { editTriage, proposeTriage, sendTriage, signOffTriage } from './index.ts';

let triage: Triage;
let house: Triage['house'];
beforeAll(async () => {
  triage = await openTriage();
  ({ house } = triage);
});
afterAll(() => house.close());
beforeEach(() => triage.sweep());

test('nobody signs for rows that say nothing, nor for rows that changed after they were read', async () => {
  const { ref } = await triage.propose('NORTH', { recommendations: ['REC-ONE-02', 'REC-ONE-03'] });
  await triage.send(ref);
  expect(await refusal(run(signOffTriage, { ref }, house.call('badr')))).toMatchObject({
    kind: 'conflict',
    key: 'triage.blankItems',
    values: { count: 2 },
  });
  await run(editTriage, { ref, fill: { recommendations: ['REC-ONE-02', 'REC-ONE-03'], ownerClass: 'community' } }, house.call('badr'));
  const seen = (await triage.batch(ref))?.items.reduce((sum, item) => sum + item.version, 0) as number;
  await run(editTriage, { ref, items: [{ recommendation: 'REC-ONE-02', priority: 'P4' }] }, house.call('ama'));
  expect(await refusal(run(signOffTriage, { ref, seen }, house.call('badr')))).toMatchObject({
    kind: 'conflict',
    key: 'triage.changedBeforeSignature',
  });
  await run(signOffTriage, { ref, seen: seen + 1 }, house.call('badr'));
});

test('two people with the same grid: rows only one touched are both kept, a field both wrote is refused whole', async () => {
  const { ref } = await triage.propose('SOUTH');
  await triage.send(ref);
  const [first] = (await triage.batch(ref))?.items ?? [];
  const grid = (values: object, other: object) => ({
    ref,
    items: [
      { recommendation: 'REC-ONE-01', version: first?.version, priority: null, rationale: null, ...values },
      { recommendation: 'REC-ONE-02', ...other },
    ],
  });
  await run(editTriage, grid({ priority: 'P1' }, {}), house.call('eko'));
  expect((await run(editTriage, grid({ rationale: 'Members ask for it' }, { priority: 'P2' }), house.call('carmen'))).changed).toBe(2);
  expect((await triage.batch(ref))?.items[0]).toMatchObject({ priority: 'P1', rationale: 'Members ask for it' });

  const again = grid({ priority: 'P4' }, { priority: 'P2', rationale: 'Later' });
  const clash = await refusal(run(editTriage, again, house.call('carmen')));
  expect(clash).toMatchObject({ kind: 'conflict', key: 'triage.changed', values: { recommendations: 'REC-ONE-01' } });
  expect(clash.changes).toContainEqual(
    expect.objectContaining({ who: 'Eko Santoso', field: 'REC-ONE-01 priority', before: null, after: 'P1' }),
  );
  expect((await triage.batch(ref))?.items.map((item) => [item.priority, item.rationale])).toEqual([
    ['P1', 'Members ask for it'],
    ['P2', null],
    [null, null],
  ]);
});

test('bad rows are refused at their place, and none is written', async () => {
  const { ref } = await triage.propose('SOUTH');
  const bad = (input: object) => refusal(run(editTriage, { ref, ...input }, house.call('dana')));
  expect(
    (
      await bad({
        items: [
          { recommendation: 'REC-ONE-01', priority: 'P1' },
          { recommendation: 'REC-ONE-02', ownerClass: 'nobody' },
        ],
      })
    ).problems,
  ).toEqual([{ path: ['items', 1, 'ownerClass'], key: 'field.choice', values: { typed: 'nobody', offered: expect.any(String) } }]);
  expect((await bad({ items: [{ recommendation: 'REC-TWO-01' }] })).problems[0]?.key).toBe('triage.notInBatch');
  expect((await bad({ items: [{ recommendation: 'REC-ONE-01', priority: 'P9' }] })).problems[0]?.path).toEqual(['items', 0, 'priority']);
  expect((await bad({ fill: { priority: 'P1' } })).problems[0]).toMatchObject({
    path: ['fill', 'recommendations'],
    key: 'triage.tickRows',
  });
  expect((await triage.batch(ref))?.items.every((item) => item.priority === null)).toBe(true);
  expect((await refusal(triage.send(ref, { dueOn: day(-1) }))).problems[0]).toMatchObject({ path: ['dueOn'], key: 'triage.dueInPast' });
});

test('the same form sent twice proposes and sends once, also at the same moment', async () => {
  const twice = await Promise.all(
    [1, 2].map(() => run(proposeTriage, { review: 'R1', body: 'SOUTH' }, house.call('dana', { once: 'form-a' }))),
  );
  expect(twice.map((one) => one.ref)).toEqual(['TRI-ONE-SOUTH-01', 'TRI-ONE-SOUTH-01']);
  const sent = await Promise.all(
    [1, 2].map(() => run(sendTriage, { ref: 'TRI-ONE-SOUTH-01', dueOn: day(7) }, house.call('dana', { once: 'form-b' }))),
  );
  expect(sent.map((one) => one.told)).toEqual([2, 2]);
  expect((await triage.mails()).length).toBe(2);
  expect(await refusal(triage.send('TRI-ONE-SOUTH-01'))).toMatchObject({ key: 'triage.alreadySent' });
});

test('two members of staff who propose at the same moment make one batch', async () => {
  const done = await Promise.allSettled([1, 2].map(() => triage.propose('NORTH')));
  expect(done.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
});
