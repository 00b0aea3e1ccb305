import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { run } from '../../platform/command.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

const does = (name: string, input: unknown, day: string) =>
  run(commandNamed(name), input, home.call('dana', { now: `${day}T09:00:00Z`, today: day, reason: 'Agreed' }));
const asked = async (path: string) => {
  const answer = await home.as().get(`/api/v1${path}`);
  return { status: answer.status, body: JSON.parse(await answer.text()) };
};

it('a program reads of an item what it stands in, what stands in it, what it answers and what waits for it', async () => {
  const issue = { kind: 'issue', review: 'R1', number: '1', title: 'Meet', percent: 10, recommendations: ['REC-ONE-01'] };
  await does('plan.add', issue, '2026-01-05');
  const { ref } = (await does('plan.add', { kind: 'action', parent: 'ISS-ONE-01', title: 'Book', endsOn: '2026-03-01' }, '2026-01-05')) as {
    ref: string;
  };
  await does('dependency.add', { ref: 'ISS-ONE-01', on: ref }, '2026-01-05');
  await does('dependency.promise', { ref, owner: 'The hotel', promise: 'A date', promisedOn: '2026-04-15' }, '2026-01-05');
  const [whole, action] = [await asked('/plans/ISS-ONE-01'), await asked(`/plans/${ref}`)];
  expect(whole.body).toMatchObject({
    parent: null,
    recommendations: ['REC-ONE-01'],
    inside: [{ ref, kind: 'action', endsOn: '2026-03-01' }],
    knockOn: null,
  });
  expect(action.body).toMatchObject({
    parent: 'ISS-ONE-01',
    dependents: [{ ref: 'ISS-ONE-01' }],
    knockOn: { owner: 'The hotel', promised: '2026-04-15', end: '2026-03-01' },
  });
});

it('a program reads the plan as at a day and what changed between two; a wrong day or review is refused at its field', async () => {
  await does('progress.add', { ref: 'ISS-ONE-01', text: 'On the way', percent: 60 }, '2026-02-10');
  const { body } = await asked('/plans/as-at?on=2026-02-28&since=2026-01-31&review=R1');
  expect(body.items.find((one: { ref: string }) => one.ref === 'ISS-ONE-01').percent).toBe(60);
  expect(body.changes).toMatchObject([{ kind: 'changed', ref: 'ISS-ONE-01', fields: [{ field: 'percent', before: '10', after: '60' }] }]);
  expect((await asked('/plans/as-at?on=2026-01-31')).body.items.find((one: { ref: string }) => one.ref === 'ISS-ONE-01').percent).toBe(10);
  for (const [query, field] of [
    ['on=yesterday', 'on'],
    ['on=2026-02-28&review=NOWHERE', 'review'],
  ]) {
    const refused = await asked(`/plans/as-at?${query}`);
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, [field]]);
  }
});
