import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { system } from '../../platform/access/actor.ts';
import { run } from '../../platform/command.ts';
import type { AnyWrites } from '../../platform/db/tables.ts';
import { performLines } from '../../platform/imports/perform.ts';
import { archiveBody } from './commands.ts';
import { takeInBody } from './take-in.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

const program = () => home.call(undefined, { actor: system() });

let line = 0;
/** Lines of one file, taken in together; gives their outcomes and what was wrong with each. */
const bring = async (...inputs: Record<string, unknown>[]) => {
  const lines = inputs.map((input) => ({ id: ++line, input }));
  const done = await home.db.transaction().execute((tx) =>
    performLines(tx as AnyWrites, takeInBody, lines, program(), (fault) => {
      throw fault;
    }),
  );
  return done.map(({ outcome, problems }) => (outcome === 'refused' ? problems.map(({ key }) => key).join() : outcome));
};

const body = (ref: string) => home.db.selectFrom('body').selectAll().where('ref', '=', ref).executeTakeFirstOrThrow();
const named = (ref: string, more: object = {}) => ({ ref, name: `Body ${ref}`, kind: 'committee', ...more });

test('bodies that stand in one file come in with those above them, and the same file again changes nothing', async () => {
  const file = [named('TREE'), named('TREE-A', { parent: 'TREE', languages: 'fr; en' }), named('TREE-A-1', { parent: 'TREE-A' })];
  expect(await bring(...file)).toEqual(['new', 'new', 'new']);
  expect((await body('TREE-A-1')).parent_id).toBe((await body('TREE-A')).id);
  expect(await body('TREE-A')).toMatchObject({ languages: ['fr', 'en'], state: 'active', joining: 'closed', documents: [], version: 1 });
  expect(await bring(...file)).toEqual(['unchanged', 'unchanged', 'unchanged']);
});

test('a body never comes to stand below itself, also where the lines before it have moved the others', async () => {
  expect(await bring({ ref: 'TREE', parent: 'TREE-A-1' }, { ref: 'TREE', parent: 'TREE' })).toEqual([
    'body.ownAncestor',
    'body.ownAncestor',
  ]);
  expect(await bring({ ref: 'TREE-A-1', parent: '' }, { ref: 'TREE', parent: 'TREE-A-1' }, { ref: 'TREE-A-1', parent: 'TREE-A' })).toEqual([
    'changed',
    'changed',
    'body.ownAncestor',
  ]);
});

test('a line that is refused takes back only itself', async () => {
  expect(
    await bring(
      named('GOOD-1'),
      { ref: 'NAMELESS' },
      named('LOST', { parent: 'NOWHERE' }),
      named('FAR', { region: 'atlantis' }),
      named('GOOD-2', { state: 'proposed' }),
      { ref: 'GOOD-2', state: 'dormant' },
    ),
  ).toEqual(['new', expect.stringContaining('field.'), 'body.unknown', 'region.unknown', 'new', 'body.cannotMove']);
  expect((await body('GOOD-2')).state).toBe('proposed');
});

test('an archived body begins anew under its reference, with what the line says', async () => {
  await bring(named('GONE', { acronym: 'G' }));
  const before = await body('GONE');
  await run(archiveBody, { ref: 'GONE' }, { ...program(), reason: 'merged' });
  expect(await bring(named('GONE', { state: 'dormant' }))).toEqual(['changed']);
  expect(await body('GONE')).toMatchObject({ id: before.id, archived_at: null, archived_reason: null, acronym: null, state: 'dormant' });
});
