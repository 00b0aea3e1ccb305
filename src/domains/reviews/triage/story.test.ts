import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { historyOf } from '../../../platform/audit/history.ts';
import { run } from '../../../platform/command.ts';
import { reading } from '../../../platform/db/tables.ts';
import type { Refusal } from '../../../platform/errors.ts';
import { changeRecommendation } from '../recommendations/commands.ts';
import {
  dueQuestion,
  editTriage,
  proposeTriage,
  readDue,
  removeStage,
  reopenTriage,
  returnTriage,
  sendTriage,
  setStage,
  sheetOf,
  signOffTriage,
  withdrawTriage,
} from './index.ts';
import { batchByRef, itemsOf } from './queries.ts';
import { stagesOf } from './sheet.ts';

let house: TestApp;
const day = (later = 0) => Temporal.Now.plainDateISO('UTC').add({ days: later }).toString();

beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());
beforeEach(async () => {
  await sql`truncate triage_batch, triage_item, triage_stage, mail cascade`.execute(house.db);
});

const refusal = (done: Promise<unknown>): Promise<Refusal> =>
  done.then(
    () => Promise.reject(new Error('was not refused')),
    (fault) => fault as Refusal,
  );
const propose = (body: string, more = {}) => run(proposeTriage, { review: 'R1', body, ...more }, house.call('dana'));
const due = async (name: Parameters<TestApp['actor']>[0]) => readDue(await dueQuestion(reading(house.db), house.actor(name)).execute());
const send = (ref: string, more = {}) => run(sendTriage, { ref, dueOn: day(14), ...more }, house.call('dana'));
const seenBy = (name: Parameters<TestApp['actor']>[0], ref: string) => batchByRef(reading(house.db), house.actor(name), ref);
const batch = async (ref: string) => {
  const found = await seenBy('dana', ref);
  return found && { ...found, items: await itemsOf(reading(house.db), found.id) };
};
const mails = async () =>
  (
    await sql<{
      recipient: string;
      language: string;
      subject: string;
      body: string;
    }>`select recipient, language, subject, body from mail order by recipient`.execute(house.db)
  ).rows;
const stageOf = async (body: string) => {
  const { id } = await house.db.selectFrom('review').select('id').where('ref', '=', 'R1').executeTakeFirstOrThrow();
  return (await sheetOf(reading(house.db), house.actor('dana'), id, day())).bodies.find((one) => one.ref === body)?.stage;
};

test('staff propose, the body changes and signs: what was proposed stays beside what the body says', async () => {
  await run(changeRecommendation, { ref: 'REC-ONE-01', ownerClass: 'community', coordinationClass: 'individual' }, house.call('ama'));
  const { ref, items } = await propose('SOUTH');
  expect({ ref, items }).toEqual({ ref: 'TRI-ONE-SOUTH-01', items: 3 });
  const begun = await batch(ref);
  expect(begun?.items.map((item) => [item.number, item.owner_class, item.coordination_class])).toEqual([
    ['1', 'community', 'individual'],
    ['2', null, null],
    ['3', null, null],
  ]);

  const filled = await run(
    editTriage,
    {
      ref,
      items: [{ recommendation: 'REC-ONE-01', priority: 'P2', rationale: 'Cheap' }],
      fill: { recommendations: ['REC-ONE-02', 'REC-ONE-03'], priority: 'P3', coordinationClass: 'required' },
    },
    house.call('dana'),
  );
  expect(filled.changed).toBe(3);
  expect((await send(ref, { note: 'Ask us anything.' })).told).toBe(2);
  expect(await stageOf('SOUTH')).toBe('signOffAsked');
  const letters = await mails();
  expect(letters.map((mail) => mail.recipient)).toEqual(['carmen@example.org', 'eko@example.org']);
  expect(letters[0]?.body).toContain('Ask us anything.');

  await run(editTriage, { ref, items: [{ recommendation: 'REC-ONE-02', priority: 'P1' }] }, house.call('eko'));
  expect(await stageOf('SOUTH')).toBe('underReview');
  await run(signOffTriage, { ref }, house.call('eko'));
  const signed = await batch(ref);
  expect(signed).toMatchObject({ state: 'signedOff', signed_by: 'Eko Santoso' });
  expect(signed?.items[1]).toMatchObject({ priority: 'P1', proposal: { priority: 'P3', coordination_class: 'required' } });
  expect(await stageOf('SOUTH')).toBe('signedOff');
});

test('letters come in the language of each officer, with the link and the deadline', async () => {
  await house.db.transaction().execute(async (tx) => {
    await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
    await sql`update person set language = 'es' where display_name = 'Carmen Ríos'`.execute(tx);
    await sql`update person set language = 'ar' where display_name = 'Eko Santoso'`.execute(tx);
  });
  const { ref } = await propose('SOUTH-WG');
  await house.as('dana').read('/triage');
  await send(ref);
  const letters = await mails();
  expect(letters.map((mail) => mail.language)).toEqual(['es', 'ar']);
  expect(letters[0]?.body).toContain('3 recomendaciones');
  expect(letters[1]?.subject).toContain('فرز');
  for (const letter of letters) expect(letter.body).toContain('http://test/triage/TRI-ONE-SOUTH-WG-01');
});

test('officers of a body above speak for the nested one, and nobody speaks sideways or upwards', async () => {
  const nested = await propose('SOUTH-WG');
  expect((await send(nested.ref)).told).toBe(2);
  expect((await refusal(run(signOffTriage, { ref: nested.ref }, house.call('badr')))).kind).toBe('forbidden');
  const north = await propose('NORTH');
  expect((await send(north.ref)).told).toBe(1);
  expect(
    (await refusal(run(editTriage, { ref: north.ref, items: [{ recommendation: 'REC-ONE-01', priority: 'P1' }] }, house.call('eko')))).kind,
  ).toBe('forbidden');
  await run(editTriage, { ref: nested.ref, items: [{ recommendation: 'REC-ONE-01', priority: 'P1' }] }, house.call('eko'));
  expect(await stageOf('SOUTH-WG')).toBe('underReview');
});

test('a body whose officers nobody can reach is not asked, and nothing is sent', async () => {
  const { ref } = await propose('HUB');
  expect(await refusal(send(ref))).toMatchObject({ kind: 'conflict', key: 'triage.nobodyToAsk' });
  expect((await batch(ref))?.state).toBe('proposed');
  expect((await batch(ref))?.items.every((item) => item.proposal === null)).toBe(true);
  expect(await stageOf('HUB')).toBe('untriaged');
});

test('what was not sent is not there for anybody but staff', async () => {
  const { ref } = await propose('SOUTH');
  expect(await seenBy('eko', ref)).toBeUndefined();
  expect(await seenBy(undefined, ref)).toBeUndefined();
  expect((await refusal(run(signOffTriage, { ref }, house.call('eko')))).kind).toBe('notFound');
  expect((await refusal(run(editTriage, { ref, items: [] }, house.call('eko')))).kind).toBe('notFound');
  await send(ref);
  expect(await seenBy('badr', ref)).toBeDefined();
});

test('who may not is refused, and nothing is written', async () => {
  for (const name of ['eko', 'fatou', undefined] as const) {
    expect((await refusal(run(proposeTriage, { review: 'R1', body: 'SOUTH' }, house.call(name)))).kind).toBe('forbidden');
    expect((await refusal(run(setStage, { review: 'R1', body: 'SOUTH', stage: 'reviewed' }, house.call(name)))).kind).toBe('forbidden');
  }
  const { ref } = await propose('SOUTH');
  await send(ref);
  const why = { reason: 'No.' };
  for (const name of ['fatou', undefined] as const) {
    for (const command of [editTriage, signOffTriage, returnTriage, reopenTriage, withdrawTriage]) {
      expect((await refusal(run(command as typeof editTriage, { ref }, house.call(name, why)))).kind).toBe('forbidden');
    }
  }
  expect((await refusal(run(sendTriage, { ref, dueOn: day(9) }, house.call('eko')))).kind).toBe('forbidden');
  expect((await batch(ref))?.state).toBe('sent');
});

test('each has the turn after the other: staff cannot write while the body has it, nor the body before or after', async () => {
  const { ref } = await propose('SOUTH');
  const edit = { ref, items: [{ recommendation: 'REC-ONE-01', priority: 'P4' }] };
  await send(ref);
  const orphan = { ...house.actor('dana'), rights: new Map([['triage.propose', 'everywhere' as const]]) };
  expect(await refusal(run(editTriage, edit, house.call('dana', { actor: orphan })))).toMatchObject({
    kind: 'forbidden',
    key: 'triage.withBody',
  });
  await run(returnTriage, { ref }, house.call('eko', { reason: 'The third is not ours.' }));
  expect(await refusal(run(editTriage, edit, house.call('eko')))).toMatchObject({ kind: 'forbidden', key: 'triage.withStaff' });
  expect(await refusal(run(signOffTriage, { ref }, house.call('eko')))).toMatchObject({ kind: 'conflict', key: 'triage.notSent' });
  expect((await run(editTriage, edit, house.call('dana'))).changed).toBe(1);
});

test('returned with a reason, changed and sent again: the new proposal counts, the old one stays in the history', async () => {
  const { ref } = await propose('SOUTH');
  await run(editTriage, { ref, fill: { recommendations: ['REC-ONE-01', 'REC-ONE-02', 'REC-ONE-03'], priority: 'P3' } }, house.call('dana'));
  await send(ref);
  expect((await refusal(run(returnTriage, { ref }, house.call('eko')))).problems[0]).toMatchObject({ path: ['reason'] });
  await run(returnTriage, { ref }, house.call('eko', { reason: 'Too low.' }));
  expect(await batch(ref)).toMatchObject({ state: 'returned', return_reason: 'Too low.' });
  expect(await stageOf('SOUTH')).toBe('triagedByStaff');
  expect((await due('dana')).map((one) => one.count)).toEqual([0, 1]);

  await run(editTriage, { ref, fill: { recommendations: ['REC-ONE-01'], priority: 'P1' } }, house.call('dana'));
  await house.db.deleteFrom('mail').execute();
  await send(ref, { dueOn: day(21) });
  expect((await mails())[0]?.body).toContain('Too low.');
  const again = await batch(ref);
  expect(again).toMatchObject({ state: 'sent', return_reason: null, due_on: day(21) });
  expect(again?.items.map((item) => item.proposal?.priority)).toEqual(['P1', 'P3', 'P3']);
  const history = await historyOf(reading(house.db), [
    { table: 'triage_batch', id: again?.id as number },
    { table: 'triage_item', of: 'batch_id', id: again?.id as number },
  ]);
  expect(history.filter((entry) => entry.command === 'triage.send').length).toBe(2);
  const frozen = history.find((entry) => entry.command === 'triage.send')?.changes.filter((change) => change.field === 'proposal');
  expect(frozen?.map((change) => (change.before as { priority: string }).priority)).toEqual(['P3']);
});

test('after the signature nothing changes until staff reopen it with a reason', async () => {
  const { ref } = await propose('SOUTH');
  await run(editTriage, { ref, fill: { recommendations: ['REC-ONE-01', 'REC-ONE-02', 'REC-ONE-03'], priority: 'P3' } }, house.call('dana'));
  await send(ref);
  await run(signOffTriage, { ref }, house.call('eko'));
  const edit = run(editTriage, { ref, items: [{ recommendation: 'REC-ONE-01', priority: 'P1' }] }, house.call('eko'));
  expect(await refusal(edit)).toMatchObject({ kind: 'conflict', key: 'triage.signedAlready' });
  for (const attempt of [
    () => send(ref),
    () => run(returnTriage, { ref }, house.call('eko', { reason: 'x' })),
    () => run(signOffTriage, { ref }, house.call('eko')),
    () => run(withdrawTriage, { ref }, house.call('dana', { reason: 'x' })),
  ]) {
    expect(await refusal(attempt())).toMatchObject({ kind: 'conflict', key: 'triage.signedAlready' });
  }
  expect((await refusal(run(reopenTriage, { ref }, house.call('eko', { reason: 'x' })))).kind).toBe('forbidden');
  expect((await refusal(run(reopenTriage, { ref }, house.call('dana')))).kind).toBe('invalid');
  await run(reopenTriage, { ref }, house.call('dana', { reason: 'The wording changed.' }));
  expect(await batch(ref)).toMatchObject({ state: 'returned', signed_by: null, return_reason: 'The wording changed.' });
  await send(ref);
  await run(signOffTriage, { ref }, house.call('carmen'));
  expect((await batch(ref))?.signed_by).toBe('Carmen Ríos');
});

test('nobody signs for rows that say nothing, nor for rows that changed after they were read', async () => {
  const { ref } = await propose('NORTH', { recommendations: ['REC-ONE-02', 'REC-ONE-03'] });
  await send(ref);
  expect(await refusal(run(signOffTriage, { ref }, house.call('badr')))).toMatchObject({
    kind: 'conflict',
    key: 'triage.blankItems',
    values: { count: 2 },
  });
  await run(editTriage, { ref, fill: { recommendations: ['REC-ONE-02', 'REC-ONE-03'], ownerClass: 'community' } }, house.call('badr'));
  const seen = (await batch(ref))?.items.reduce((sum, item) => sum + item.version, 0) as number;
  await run(editTriage, { ref, items: [{ recommendation: 'REC-ONE-02', priority: 'P4' }] }, house.call('ama'));
  expect(await refusal(run(signOffTriage, { ref, seen }, house.call('badr')))).toMatchObject({
    kind: 'conflict',
    key: 'triage.changedBeforeSignature',
  });
  await run(signOffTriage, { ref, seen: seen + 1 }, house.call('badr'));
});

test('two people with the same grid: rows only one touched are both kept, a field both wrote is refused whole', async () => {
  const { ref } = await propose('SOUTH');
  await send(ref);
  const [first] = (await batch(ref))?.items ?? [];
  const grid = (values: object, other: object) => ({
    ref,
    items: [
      { recommendation: 'REC-ONE-01', version: first?.version, priority: null, rationale: null, ...values },
      { recommendation: 'REC-ONE-02', ...other },
    ],
  });
  await run(editTriage, grid({ priority: 'P1' }, {}), house.call('eko'));
  expect((await run(editTriage, grid({ rationale: 'Members ask for it' }, { priority: 'P2' }), house.call('carmen'))).changed).toBe(2);
  expect((await batch(ref))?.items[0]).toMatchObject({ priority: 'P1', rationale: 'Members ask for it' });

  const again = grid({ priority: 'P4' }, { priority: 'P2', rationale: 'Later' });
  const clash = await refusal(run(editTriage, again, house.call('carmen')));
  expect(clash).toMatchObject({ kind: 'conflict', key: 'triage.changed', values: { recommendations: 'REC-ONE-01' } });
  expect(clash.changes).toContainEqual(
    expect.objectContaining({ who: 'Eko Santoso', field: 'REC-ONE-01 priority', before: null, after: 'P1' }),
  );
  expect((await batch(ref))?.items.map((item) => [item.priority, item.rationale])).toEqual([
    ['P1', 'Members ask for it'],
    ['P2', null],
    [null, null],
  ]);
});

test('bad rows are refused at their place, and none is written', async () => {
  const { ref } = await propose('SOUTH');
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
  ).toEqual([{ path: ['items', 1, 'ownerClass'], key: 'triage.unknownTerm', values: { term: 'nobody' } }]);
  expect((await bad({ items: [{ recommendation: 'REC-TWO-01' }] })).problems[0]?.key).toBe('triage.notInBatch');
  expect((await bad({ items: [{ recommendation: 'REC-ONE-01', priority: 'P9' }] })).problems[0]?.path).toEqual(['items', 0, 'priority']);
  expect((await bad({ fill: { priority: 'P1' } })).problems[0]).toMatchObject({
    path: ['fill', 'recommendations'],
    key: 'triage.tickRows',
  });
  expect((await batch(ref))?.items.every((item) => item.priority === null)).toBe(true);
  expect((await refusal(send(ref, { dueOn: day(-1) }))).problems[0]).toMatchObject({ path: ['dueOn'], key: 'triage.dueInPast' });
});

test('a recommendation lies in one batch of a body; a withdrawn batch sets it free and its reference is not given again', async () => {
  const { ref } = await propose('SOUTH', { recommendations: ['REC-ONE-01'] });
  expect((await refusal(propose('SOUTH', { recommendations: ['REC-ONE-01'] }))).problems[0]).toMatchObject({ key: 'triage.alreadyIn' });
  expect((await refusal(propose('SOUTH', { recommendations: ['REC-OTHER-01'] }))).problems[0]).toMatchObject({ key: 'triage.notInReview' });
  expect(await propose('SOUTH')).toEqual({ ref: 'TRI-ONE-SOUTH-02', items: 2 });
  expect(await refusal(propose('SOUTH'))).toMatchObject({ kind: 'conflict', key: 'triage.nothingLeft' });
  await run(withdrawTriage, { ref }, house.call('dana', { reason: 'Wrong body.' }));
  expect((await refusal(run(editTriage, { ref, items: [] }, house.call('dana')))).key).toBe('record.archived');
  expect((await propose('SOUTH')).ref).toBe('TRI-ONE-SOUTH-03');
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
  expect((await mails()).length).toBe(2);
  expect(await refusal(send('TRI-ONE-SOUTH-01'))).toMatchObject({ key: 'triage.alreadySent' });
});

test('two members of staff who propose at the same moment make one batch', async () => {
  const done = await Promise.allSettled([1, 2].map(() => propose('NORTH')));
  expect(done.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
});

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
  for (const body of ['NORTH', 'SOUTH-WG', 'SOUTH']) await send((await propose(body)).ref);
  await propose('HUB');
  const columns = async (name: Parameters<TestApp['actor']>[0]) =>
    (await sheetOf(reading(house.db), house.actor(name), id, day())).bodies.map((body) => [body.ref, body.parent?.ref ?? null, body.own]);
  expect(await columns('eko')).toEqual([
    ['SOUTH', 'HUB', true],
    ['SOUTH-WG', 'SOUTH', true],
    ['NORTH', 'HUB', false],
  ]);
  expect((await columns('dana')).map(([ref]) => ref)).toEqual(['HUB', 'NORTH', 'SOUTH', 'SOUTH-WG']);
  expect((await columns(undefined)).map(([ref]) => ref)).toEqual(['NORTH', 'SOUTH', 'SOUTH-WG']);
});

test('the bar counts what waits for my signature, for officers only', async () => {
  await send((await propose('SOUTH')).ref);
  await send((await propose('SOUTH-WG')).ref);
  await send((await propose('NORTH')).ref);
  const count = async (name: Parameters<TestApp['actor']>[0]) => (await due(name))[0]?.count;
  expect([await count('eko'), await count('badr'), await count('dana'), await count('fatou'), await count(undefined)]).toEqual([
    2, 1, 0, 0, 0,
  ]);
});
