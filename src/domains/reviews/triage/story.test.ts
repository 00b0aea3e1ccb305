import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { day, openTriage, refusal, type Triage } from '../../../../test/triage.ts';
import { historyOf } from '../../../platform/audit/history.ts';
import { run } from '../../../platform/command.ts';
import { reading } from '../../../platform/db/tables.ts';
import { changeRecommendation } from '../recommendations/commands.ts';
import { editTriage, reopenTriage, returnTriage, signOffTriage, withdrawTriage } from './index.ts';

let triage: Triage;
let house: Triage['house'];
beforeAll(async () => {
  triage = await openTriage();
  ({ house } = triage);
});
afterAll(() => house.close());
beforeEach(() => triage.sweep());

test('staff propose, the body changes and signs: what was proposed stays beside what the body says', async () => {
  await run(changeRecommendation, { ref: 'REC-ONE-01', ownerClass: 'community', coordinationClass: 'individual' }, house.call('ama'));
  const { ref, items } = await triage.propose('SOUTH');
  expect({ ref, items }).toEqual({ ref: 'TRI-ONE-SOUTH-01', items: 3 });
  const begun = await triage.batch(ref);
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
  expect((await triage.send(ref, { note: 'Ask us anything.' })).told).toBe(2);
  expect(await triage.stageOf('SOUTH')).toBe('signOffAsked');
  const letters = await triage.mails();
  expect(letters.map((mail) => mail.recipient)).toEqual(['carmen@example.org', 'eko@example.org']);
  expect(letters[0]?.body).toContain('Ask us anything.');

  await run(editTriage, { ref, items: [{ recommendation: 'REC-ONE-02', priority: 'P1' }] }, house.call('eko'));
  expect(await triage.stageOf('SOUTH')).toBe('underReview');
  await run(signOffTriage, { ref }, house.call('eko'));
  const signed = await triage.batch(ref);
  expect(signed).toMatchObject({ state: 'signedOff', signed_by: 'Eko Santoso' });
  expect(signed?.items[1]).toMatchObject({ priority: 'P1', proposal: { priority: 'P3', coordination_class: 'required' } });
  expect(await triage.stageOf('SOUTH')).toBe('signedOff');
});

test('letters come in the language of each officer, with the link and the deadline', async () => {
  await house.db.transaction().execute(async (tx) => {
    await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
    await sql`update person set language = 'es' where display_name = 'Carmen Ríos'`.execute(tx);
    await sql`update person set language = 'ar' where display_name = 'Eko Santoso'`.execute(tx);
  });
  const { ref } = await triage.propose('SOUTH-WG');
  await house.as('dana').read('/triage');
  await triage.send(ref);
  const letters = await triage.mails();
  expect(letters.map((mail) => mail.language)).toEqual(['es', 'ar']);
  expect(letters[0]?.body).toContain('3 recomendaciones');
  expect(letters[1]?.subject).toContain('فرز');
  for (const letter of letters) expect(letter.body).toContain('http://test/triage/TRI-ONE-SOUTH-WG-01');
});

test('each has the turn after the other: staff cannot write while the body has it, nor the body before or after', async () => {
  const { ref } = await triage.propose('SOUTH');
  const edit = { ref, items: [{ recommendation: 'REC-ONE-01', priority: 'P4' }] };
  await triage.send(ref);
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
  const { ref } = await triage.propose('SOUTH');
  await run(editTriage, { ref, fill: { recommendations: ['REC-ONE-01', 'REC-ONE-02', 'REC-ONE-03'], priority: 'P3' } }, house.call('dana'));
  await triage.send(ref);
  expect((await refusal(run(returnTriage, { ref }, house.call('eko')))).problems[0]).toMatchObject({ path: ['reason'] });
  await run(returnTriage, { ref }, house.call('eko', { reason: 'Too low.' }));
  expect(await triage.batch(ref)).toMatchObject({ state: 'returned', return_reason: 'Too low.' });
  expect(await triage.stageOf('SOUTH')).toBe('triagedByStaff');
  expect((await triage.due('dana')).map((one) => one.count)).toEqual([0, 1]);

  await run(editTriage, { ref, fill: { recommendations: ['REC-ONE-01'], priority: 'P1' } }, house.call('dana'));
  await house.db.deleteFrom('mail').execute();
  await triage.send(ref, { dueOn: day(21) });
  expect((await triage.mails())[0]?.body).toContain('Too low.');
  const again = await triage.batch(ref);
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
  const { ref } = await triage.propose('SOUTH');
  await run(editTriage, { ref, fill: { recommendations: ['REC-ONE-01', 'REC-ONE-02', 'REC-ONE-03'], priority: 'P3' } }, house.call('dana'));
  await triage.send(ref);
  await run(signOffTriage, { ref }, house.call('eko'));
  const edit = run(editTriage, { ref, items: [{ recommendation: 'REC-ONE-01', priority: 'P1' }] }, house.call('eko'));
  expect(await refusal(edit)).toMatchObject({ kind: 'conflict', key: 'triage.signedAlready' });
  for (const attempt of [
    () => triage.send(ref),
    () => run(returnTriage, { ref }, house.call('eko', { reason: 'x' })),
    () => run(signOffTriage, { ref }, house.call('eko')),
    () => run(withdrawTriage, { ref }, house.call('dana', { reason: 'x' })),
  ]) {
    expect(await refusal(attempt())).toMatchObject({ kind: 'conflict', key: 'triage.signedAlready' });
  }
  expect((await refusal(run(reopenTriage, { ref }, house.call('eko', { reason: 'x' })))).kind).toBe('forbidden');
  expect((await refusal(run(reopenTriage, { ref }, house.call('dana')))).kind).toBe('invalid');
  await run(reopenTriage, { ref }, house.call('dana', { reason: 'The wording changed.' }));
  expect(await triage.batch(ref)).toMatchObject({ state: 'returned', signed_by: null, return_reason: 'The wording changed.' });
  await triage.send(ref);
  await run(signOffTriage, { ref }, house.call('carmen'));
  expect((await triage.batch(ref))?.signed_by).toBe('Carmen Ríos');
});

test('a recommendation lies in one batch of a body; a withdrawn batch sets it free and its reference is not given again', async () => {
  const { ref } = await triage.propose('SOUTH', { recommendations: ['REC-ONE-01'] });
  expect((await refusal(triage.propose('SOUTH', { recommendations: ['REC-ONE-01'] }))).problems[0]).toMatchObject({
    key: 'triage.alreadyIn',
  });
  expect((await refusal(triage.propose('SOUTH', { recommendations: ['REC-OTHER-01'] }))).problems[0]).toMatchObject({
    key: 'triage.notInReview',
  });
  expect(await triage.propose('SOUTH')).toEqual({ ref: 'TRI-ONE-SOUTH-02', items: 2 });
  expect(await refusal(triage.propose('SOUTH'))).toMatchObject({ kind: 'conflict', key: 'triage.nothingLeft' });
  await run(withdrawTriage, { ref }, house.call('dana', { reason: 'Wrong body.' }));
  expect((await refusal(run(editTriage, { ref, items: [] }, house.call('dana')))).key).toBe('record.archived');
  expect((await triage.propose('SOUTH')).ref).toBe('TRI-ONE-SOUTH-03');
});
