import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { day, openTriage, refusal, type Triage } from '../../../../test/triage.ts';
import { run } from '../../../platform/command.ts';
import { reading } from '../../../platform/db/tables.ts';
import { proposeTriageToMany, sheetOf } from './index.ts';

let triage: Triage;
let house: Triage['house'];
beforeAll(async () => {
  triage = await openTriage();
  ({ house } = triage);
});
afterAll(() => house.close());
beforeEach(() => triage.sweep());

const toMany = (more: object, name: 'dana' | 'eko' = 'dana') =>
  run(proposeTriageToMany, { review: 'R1', bodies: ['NORTH', 'SOUTH', 'SOUTH-WG'], ...more }, house.call(name));
const batches = async () =>
  (await house.db.selectFrom('triage_batch').select(['ref', 'state', 'due_on']).orderBy('ref').execute()) as object[];

test('the same proposal goes to several bodies at once, and each is asked by the same day', async () => {
  const said = { ownerClass: 'community', coordinationClass: 'individual', priority: 'P2', rationale: 'Each group for itself' };
  const made = await toMany({ recommendations: ['REC-ONE-01', 'REC-ONE-03'], ...said, dueOn: day(21), note: 'By the next call' });
  expect(made.batches.map(({ ref, items }) => [ref, items])).toEqual([
    ['TRI-ONE-NORTH-01', 2],
    ['TRI-ONE-SOUTH-01', 2],
    ['TRI-ONE-SOUTH-WG-01', 2],
  ]);
  expect(await batches()).toEqual(made.batches.map(({ ref }) => ({ ref, state: 'sent', due_on: day(21) })));
  const { items, note } = (await triage.batch('TRI-ONE-SOUTH-WG-01')) ?? {};
  expect(note).toBe('By the next call');
  expect(items?.map((item) => [item.ref, item.owner_class, item.coordination_class, item.priority, item.rationale])).toEqual(
    ['REC-ONE-01', 'REC-ONE-03'].map((ref) => [ref, ...Object.values(said)]),
  );
  expect((await triage.mails()).length).toBe(made.batches.reduce((sum, { told }) => sum + told, 0));
});

test('without a deadline the batches stay with staff, and nobody is written to', async () => {
  const made = await toMany({});
  expect(made.batches.map(({ told, items }) => [told, items])).toEqual([
    [0, 3],
    [0, 3],
    [0, 3],
  ]);
  expect((await batches()).map((batch) => (batch as { state: string }).state)).toEqual(['proposed', 'proposed', 'proposed']);
  expect(await triage.mails()).toEqual([]);
});

test('what cannot be done for one body is done for none: nobody to ask, asked already, an unknown class, no right, a day that has passed', async () => {
  expect(await refusal(toMany({ bodies: ['NORTH', 'HUB'], dueOn: day(7) }))).toMatchObject({
    kind: 'conflict',
    key: 'triage.nobodyToAsk',
    values: { body: 'HUB' },
  });
  await triage.propose('SOUTH', { recommendations: ['REC-ONE-02'] });
  expect((await refusal(toMany({ recommendations: ['REC-ONE-01', 'REC-ONE-02'] }))).problems).toEqual([
    { path: ['recommendations'], key: 'triage.alreadyIn', values: { ref: 'REC-ONE-02', batch: 'TRI-ONE-SOUTH-01' } },
  ]);
  expect((await refusal(toMany({ ownerClass: 'martians' }))).problems[0]).toMatchObject({
    path: ['ownerClass'],
    key: 'field.choice',
    values: { typed: 'martians', offered: expect.stringContaining('community') },
  });
  expect((await refusal(toMany({ recommendations: [] }))).problems[0]).toMatchObject({ path: ['recommendations'], key: 'field.required' });
  expect((await refusal(toMany({ dueOn: day(-1) }))).problems[0]).toMatchObject({ path: ['dueOn'], key: 'triage.dueInPast' });
  expect((await refusal(toMany({}, 'eko'))).kind).toBe('forbidden');
  expect(await batches()).toEqual([expect.objectContaining({ ref: 'TRI-ONE-SOUTH-01' })]);
});

test('the page asks for bodies, shows who will be written to, keeps what was typed, and leads to the batches', async () => {
  const dana = house.as('dana');
  expect(await dana.read('/triage/new?review=R1&step=2')).toContain('Choose at least one body.');
  const page = await dana.read('/triage/new?review=R1&body=NORTH&body=SOUTH&step=2');
  expect(page.match(/<input type="hidden" name="bodies" value="(NORTH|SOUTH)"/g)?.length).toBe(2);
  expect(page).toContain('Eko Santoso');
  const typed = {
    review: 'R1',
    bodies: ['NORTH', 'SOUTH'],
    recommendations: ['', 'REC-ONE-01'],
    priority: 'P1',
    rationale: 'Typed before it was refused',
    note: '',
  };
  const refused = await dana.post('/triage', { ...typed, dueOn: day(-3) });
  const again = await refused.text();
  expect(refused.status).toBe(422);
  for (const kept of ['Typed before it was refused', 'value="P1" selected', 'This day has passed']) expect(again).toContain(kept);
  const made = await dana.post('/triage', { ...typed, dueOn: day(5) });
  expect([made.status, made.headers.get('location')]).toEqual([303, '/triage?review=R1']);
  expect(await dana.read('/triage/new?review=R1&body=NORTH&body=SOUTH')).toContain('already in TRI-ONE-NORTH-01 and TRI-ONE-SOUTH-01');
});

test('side by side, the column of a body whose deadline has passed is marked, and on a day before it is not', async () => {
  await toMany({ bodies: ['NORTH', 'SOUTH'], dueOn: day(3) });
  // Time passes.
  await house.db.transaction().execute(async (tx) => {
    await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
    await sql`update triage_batch set due_on = ${day(-2)}, sent_at = ${`${day(-9)}T08:00:00Z`} where ref = 'TRI-ONE-SOUTH-01'`.execute(tx);
  });
  const page = await house.as().read('/reviews/R1/triage');
  expect(page.match(/Overdue/g)?.length).toBe(1);
  expect(await house.as().read(`/reviews/R1/triage?on=${day(-3)}`)).not.toContain('Overdue');
  const { id } = await house.db.selectFrom('review').select('id').where('ref', '=', 'R1').executeTakeFirstOrThrow();
  const { bodies } = await sheetOf(reading(house.db), house.actor(undefined), id, day());
  expect(bodies.map((body) => [body.ref, body.dueOn])).toEqual([
    ['NORTH', day(3)],
    ['SOUTH', day(-2)],
  ]);
});
