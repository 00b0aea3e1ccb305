import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { system } from '../../platform/access/actor.ts';
import { run } from '../../platform/command.ts';

let home: TestApp;
const does = (name: string, input: unknown) => run(commandNamed(name), input, home.call(undefined, { actor: system() }));
const outcomes = async (...both: Promise<unknown>[]) =>
  (await Promise.allSettled(both)).map((one) => (one.status === 'fulfilled' ? 'done' : `${one.reason.kind} ${one.reason.key}`)).sort();

beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

test('two who fill one seat at once do not both', async () => {
  const { id: seatId } = await does('seat.add', { body: 'SOUTH', title: 'Chair' });
  const [one, other] = [await does('person.add', { name: 'Lina Okafor' }), await does('person.add', { name: 'Omar Reyes' })];
  const fill = ({ id }: { id: number }) => does('seat.fill', { seatId, personId: id, from: '2026-01-01' });
  expect(await outcomes(fill(one), fill(other))).toEqual(['conflict seat.taken', 'done']);
});

test('two who write down one membership at once write it once', async () => {
  const { ref: organisation } = await does('organisation.add', { name: 'Harbour Users', body: 'SOUTH' });
  const { id: person } = await does('person.add', { name: 'Rosa Lima' });
  const add = () => does('membership.add', { person, organisation, role: 'primary', from: '2020' });
  expect(await outcomes(add(), add(), add())).toEqual(['conflict membership.overlaps', 'conflict membership.overlaps', 'done']);
});

test('a circle of bodies over three steps is refused, also when it is closed from two sides at once', async () => {
  for (const [ref, parent] of [['ONE'], ['TWO'], ['ONE-A', 'ONE'], ['TWO-A', 'TWO'], ['ONE-B', 'ONE-A']])
    await does('body.add', { ref, name: `Group ${ref}`, kind: 'committee', ...(parent ? { parent } : {}) });
  await expect(does('body.change', { ref: 'ONE', parent: 'ONE-B' })).rejects.toMatchObject({ problems: [{ key: 'body.ownAncestor' }] });
  const told = await outcomes(does('body.change', { ref: 'ONE', parent: 'TWO-A' }), does('body.change', { ref: 'TWO', parent: 'ONE-B' }));
  expect(told).toEqual(['done', expect.stringMatching(/^invalid/)]);
});
