import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Name, openApp, type TestApp } from '../../../../test/app.ts';
import { run } from '../../../platform/command.ts';
import { makeToken } from '../../accounts/own/commands.ts';

let house: TestApp;
const tokens = {} as Record<'dana' | 'eko', string>;
const day = (later = 0) => Temporal.Now.plainDateISO('UTC').add({ days: later }).toString();

beforeAll(async () => {
  house = await openApp();
  for (const name of ['dana', 'eko'] as const) {
    const { secret } = await run(makeToken, { name: 'script', reach: 'all', expires: day(30) }, house.call(name));
    tokens[name] = secret;
  }
});
afterAll(() => house.close());

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes.
type Answer = { status: number; body: any };
const ask = async (name: (Name & keyof typeof tokens) | undefined, method: string, path: string, body?: object): Promise<Answer> => {
  const headers = { ...(name ? { authorization: `Bearer ${tokens[name]}` } : {}), ...(body ? { 'content-type': 'application/json' } : {}) };
  const answer = await house.app.request(`http://test/api/v1${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  return { status: answer.status, body: await answer.json() };
};

test('programs propose, fill, send, return, sign and reopen as people do', async () => {
  expect(await ask('dana', 'POST', '/triage', { review: 'R1', body: 'SOUTH' })).toEqual({
    status: 201,
    body: { ref: 'TRI-ONE-SOUTH-01', items: 3 },
  });
  const path = '/triage/TRI-ONE-SOUTH-01';
  expect((await ask('eko', 'GET', path)).status).toBe(404);
  const edit = { fill: { recommendations: ['REC-ONE-01', 'REC-ONE-02', 'REC-ONE-03'], priority: 'P3' } };
  expect((await ask('dana', 'PATCH', path, edit)).body).toEqual({ ref: 'TRI-ONE-SOUTH-01', changed: 3 });
  expect((await ask('dana', 'POST', `${path}/sending`, { dueOn: day(7) })).body).toEqual({ ref: 'TRI-ONE-SOUTH-01', told: 2 });
  const { body: letter } = await house.db.selectFrom('mail').select('body').executeTakeFirstOrThrow();
  expect(letter).toContain('http://test/triage/TRI-ONE-SOUTH-01');

  expect((await ask('eko', 'POST', `${path}/return`, {})).status).toBe(422);
  expect((await ask('eko', 'POST', `${path}/return`, { reason: 'Look again.' })).status).toBe(201);
  expect((await ask('dana', 'POST', `${path}/sending`, { dueOn: day(9) })).status).toBe(201);
  expect((await ask('eko', 'PATCH', path, { items: [{ recommendation: 'REC-ONE-02', priority: 'P1' }] })).status).toBe(200);
  expect((await ask('eko', 'POST', `${path}/signature`, {})).status).toBe(201);
  const read = await ask(undefined, 'GET', path);
  expect(read.body).toMatchObject({ state: 'signedOff', signedBy: 'Eko Santoso', dueOn: day(9), overdue: false });
  expect(read.body.items[1]).toMatchObject({ recommendation: 'REC-ONE-02', priority: 'P1', proposal: { priority: 'P3' } });
  expect((await ask('eko', 'POST', `${path}/reopening`, { reason: 'x' })).status).toBe(403);
  expect((await ask('dana', 'POST', `${path}/reopening`, { reason: 'New wording.' })).status).toBe(201);
  expect((await ask('dana', 'POST', `${path}/withdrawal`, { reason: 'Not needed.' })).status).toBe(201);
});

test('programs read the list, the sheet and the stages, and set a stage', async () => {
  await ask('dana', 'POST', '/triage', { review: 'R1', body: 'NORTH' });
  expect((await ask(undefined, 'GET', '/triage')).body.total).toBe(0);
  expect((await ask('dana', 'GET', '/triage?state=proposed')).body).toMatchObject({
    total: 1,
    items: [{ ref: 'TRI-ONE-NORTH-01', body: 'NORTH', items: 3, withoutPriority: 3 }],
  });
  expect(
    (await ask('dana', 'POST', '/reviews/R1/triage/stages', { body: 'HUB', stage: 'reviewed', asOf: '2026-06-28', note: 'Told on a call' }))
      .status,
  ).toBe(201);
  expect((await ask('eko', 'POST', '/reviews/R1/triage/stages', { body: 'HUB', stage: 'reviewed' })).status).toBe(403);
  expect((await ask(undefined, 'POST', '/reviews/R1/triage/stages', { body: 'HUB', stage: 'reviewed' })).status).toBe(401);
  const sheet = await ask(undefined, 'GET', '/reviews/R1/triage?on=2026-06-28');
  expect(sheet.body.bodies).toEqual([expect.objectContaining({ ref: 'HUB', stage: 'reviewed', stageOn: '2026-06-28', own: false })]);
  expect(sheet.body.recommendations.length).toBe(3);
  const several = { bodies: ['SOUTH', 'SOUTH-WG'], recommendations: ['REC-ONE-01'], priority: 'P2', dueOn: day(4) };
  expect((await ask('dana', 'POST', '/reviews/R1/triage', several)).body).toMatchObject({
    review: 'R1',
    batches: [
      { ref: 'TRI-ONE-SOUTH-02', body: 'SOUTH', items: 1 },
      { ref: 'TRI-ONE-SOUTH-WG-01', items: 1 },
    ],
  });
  expect((await ask('eko', 'POST', '/reviews/R1/triage', several)).status).toBe(403);
  const stages = await ask(undefined, 'GET', '/reviews/R1/triage/stages');
  const told = stages.body.items.find((one: { body: string }) => one.body === 'HUB');
  expect((await ask('dana', 'DELETE', `/triage-stages/${told.id}`)).status).toBe(200);
});
