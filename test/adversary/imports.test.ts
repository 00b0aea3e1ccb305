import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../../src/app/domains.ts';
import { system } from '../../src/platform/access/actor.ts';
import { run } from '../../src/platform/command.ts';
import { runImport } from '../../src/platform/imports/domain.ts';
import { type Name, openApp, type TestApp } from '../app.ts';

let house: TestApp;
beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

const does = (name: string, input: unknown, as?: Name) => {
  const command = commands.find((one) => one.name === name);
  if (!command) throw new Error(`There is no command ${name}.`);
  return run(command, input, house.call(as, as ? {} : { actor: system() }));
};

const file = (recommendation: string) => ({
  kind: 'positions',
  name: 'answer.csv',
  text: `recommendation,stance,comment\n${recommendation},support,We agree.\n`,
  context: { review: 'R1', body: 'SOUTH' },
});

const stateOf = async (id: number) =>
  (await house.db.selectFrom('import_run').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;
const positions = () => house.db.selectFrom('position').select('id').where('archived_at', 'is', null).execute();

test('whose right has ended meanwhile imports nothing, undoes nothing and no longer sees the source', async () => {
  const { id } = await does('import.start', file('REC-ONE-01'), 'eko');
  await runImport(house.services, id);
  await does('import.run', { id }, 'eko');
  const grant = await house.db
    .selectFrom('role_grant')
    .select('id')
    .where('person_id', '=', house.people.eko.personId)
    .executeTakeFirstOrThrow();
  await does('grant.end', { grant: grant.id });
  await runImport(house.services, id);
  expect(await positions()).toEqual([]);
  for (const path of [`/imports/${id}`, `/imports/${id}/source`, `/imports/${id}/not-imported.csv`, `/imports/${id}/progress`])
    expect([path, (await house.as('eko').get(path)).status]).toEqual([path, 404]);
  expect((await house.as('eko').post(`/imports/${id}/undo`, { why: 'x' })).status).toBe(404);
});

test('two of the same file at once make each position once, and an import is undone once, also by two people', async () => {
  const ids = await Promise.all([1, 2].map(async () => (await does('import.start', file('REC-ONE-02'), 'carmen')).id as number));
  await Promise.all(ids.map((id) => runImport(house.services, id)));
  await Promise.all(ids.map((id) => does('import.run', { id }, 'carmen')));
  await Promise.all(ids.map((id) => runImport(house.services, id)));
  expect(await Promise.all(ids.map(stateOf))).toEqual(['done', 'done']);
  expect((await positions()).length).toBe(1);
  // Whichever came first made the position; the other found it there.
  const made = (
    await house.db
      .selectFrom('import_line')
      .select('run_id')
      .where('run_id', 'in', ids)
      .where('outcome', '=', 'new')
      .executeTakeFirstOrThrow()
  ).run_id as number;
  const undoing = await Promise.allSettled([
    does('import.undo', { id: made, why: 'wrong' }, 'carmen'),
    does('import.undo', { id: made, why: 'wrong too' }, 'ama'),
  ]);
  expect(undoing.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await Promise.all([runImport(house.services, made), runImport(house.services, made)]);
  expect(await stateOf(made)).toBe('undone');
  const again = await house.as('carmen').post(`/imports/${made}/undo`, { why: 'once more' });
  expect(again.status).toBeGreaterThanOrEqual(400);
  expect(await stateOf(made)).toBe('undone');
  for (const other of ['badr', 'fatou'] as const)
    expect([other, (await house.as(other).post(`/imports/${made}/undo`, { why: 'x' })).status]).toEqual([other, 404]);
});

test('what somebody edited while it was imported stays theirs when the import is taken back', async () => {
  const { id } = await does('import.start', file('REC-ONE-03'), 'carmen');
  await runImport(house.services, id);
  await does('import.run', { id }, 'carmen');
  await Promise.all([
    runImport(house.services, id),
    does('position.draft', { recommendation: 'REC-ONE-03', body: 'SOUTH', comment: 'Said by hand.' }, 'carmen'),
  ]);
  await does('position.draft', { recommendation: 'REC-ONE-03', body: 'SOUTH', comment: 'Said by hand, later.' }, 'carmen');
  await does('import.undo', { id, why: 'wrong' }, 'carmen');
  await runImport(house.services, id);
  expect(await house.as('carmen').read('/recommendations/REC-ONE-03/positions/SOUTH')).toContain('Said by hand, later.');
});
