import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { run } from '../../platform/command.ts';
import { runImport } from '../../platform/imports/domain.ts';

let house: TestApp;
beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

const does = async (name: string, input: unknown) => run(commandNamed(name), input, house.call('dana', { via: 'page' }));
const listed = async (words: string) =>
  (JSON.parse(await house.as('dana').read(`/people.json?q=${encodeURIComponent(words)}&cols=name,addresses,phone`)) as { rows: object[] })
    .rows;

test('when an import is taken back, somebody whose record was worked on since keeps all that came with it; the others go', async () => {
  const text = 'name,email,phone\nRuth Stay,ruth@list.example,\nOlaf Leave,olaf@list.example,\n';
  const { id } = (await does('import.start', { kind: 'people', name: 'people.csv', text, context: {} })) as { id: number };
  await runImport(house.services, id);
  await does('import.run', { id });
  await runImport(house.services, id);
  const ruth = await house.db.selectFrom('person').select('id').where('display_name', '=', 'Ruth Stay').executeTakeFirstOrThrow();
  await does('person.change', { person: ruth.id, phone: '+34 600' });
  await does('import.undo', { id, why: 'the wrong list' });
  await runImport(house.services, id);
  expect(await listed('list.example')).toEqual([
    expect.objectContaining({ name: 'Ruth Stay', addresses: 'ruth@list.example', phone: '+34 600' }),
  ]);
  const { rows } = await sql`select outcome, problems from import_line where run_id = ${id} order by number`.execute(house.db);
  expect(rows).toEqual([
    { outcome: 'kept', problems: [{ path: [], key: 'imports.keptRecord' }] },
    { outcome: 'undone', problems: [] },
  ]);
});
