import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import type { Refusal } from '../../../platform/errors.ts';
import { addOrganisation } from '../../community/index.ts';
import { adoptRule, confirmStatus, recordFact } from './commands.ts';

let home: TestApp;
const refs: Record<string, string> = {};
const program = (today?: string) => home.call(undefined, { actor: system(), ...(today ? { today, now: `${today}T12:00:00Z` } : {}) });
const eko = () => home.call('eko');
const ago = (months: number, days = 0) => Temporal.PlainDate.from(program().today).subtract({ months, days }).toString();
const refused = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (fault: Refusal) => [fault.key, ...fault.problems.map(({ key }) => key)].join(' '),
  );
const standing = async () =>
  (
    JSON.parse(await home.as().read('/activity/organisations.json?body=SOUTH&cols=name,status,computed,meetings,contributions,votes')) as {
      rows: { name: string; status: string; computed: string | null; meetings: number }[];
    }
  ).rows;
const of = async (name: string) => (await standing()).find((row) => row.name === name);

beforeAll(async () => {
  home = await openApp();
  for (const [name, accredited] of [
    ['Busy Users', '2015-01-01'],
    ['Writing Users', '2015-01-01'],
    ['Voting Users', '2015-01-01'],
    ['Silent Users', '2015-01-01'],
    ['New Users', ago(2)],
  ] as const)
    refs[name] = (await run(addOrganisation, { name, body: 'SOUTH', accredited }, program())).ref;
  const fact = (name: string, kind: string, on: string, source = 'x') =>
    run(recordFact, { organisation: refs[name], kind, on, source }, program());
  await fact('Busy Users', 'meeting', ago(1));
  await fact('Busy Users', 'meeting', ago(2));
  await fact('Silent Users', 'meeting', ago(2));
  await fact('Silent Users', 'meeting', ago(13));
  await fact('Writing Users', 'contribution', ago(3));
  await fact('Voting Users', 'vote', ago(20), 'Chair');
  await fact('Voting Users', 'vote', ago(8), 'Delegate');
});
afterAll(() => home.close());

const rule = {
  body: 'SOUTH',
  meetings: 2,
  meetingMonths: 12,
  contributions: 1,
  contributionMonths: 6,
  votes: 2,
  elections: 3,
  standbyMonths: 6,
};

describe('the rule of a region', () => {
  test('before it is adopted an officer sees who would change, from what to what and why, and nothing is written', async () => {
    const query = new URLSearchParams(Object.entries(rule).map(([key, value]) => [key, String(value)]));
    const page = await home.as('eko').read(`/activity/SOUTH/rule?${query}`);
    expect(page).toContain('Silent Users');
    expect(page).toContain('1 meeting, 0 contributions, 0 votes: no threshold is reached.');
    for (const name of ['Busy Users', 'Writing Users', 'Voting Users', 'New Users']) expect(page, name).not.toContain(name);
    expect(await of('Silent Users')).toMatchObject({ status: 'active', computed: null });
  });

  test('half a threshold, more votes than elections and no threshold at all are refused at their field', async () => {
    expect(await refused(run(adoptRule, { body: 'SOUTH', startsOn: ago(0), meetings: 2 }, eko()))).toContain('activity.pairNeeded');
    expect(await refused(run(adoptRule, { body: 'SOUTH', startsOn: ago(0), votes: 4, elections: 3 }, eko()))).toContain(
      'activity.moreVotesThanElections',
    );
    expect(await refused(run(adoptRule, { body: 'SOUTH', startsOn: ago(0) }, eko()))).toContain('activity.noThreshold');
    expect((await home.as('eko').get('/activity/SOUTH/rule?meetings=2')).status).toBe(200);
  });

  test('whoever does not manage the region can neither look at another rule nor adopt one', async () => {
    expect((await home.as('badr').get('/activity/SOUTH/rule')).status).toBe(403);
    expect(await refused(run(adoptRule, { ...rule, startsOn: ago(0) }, home.call('badr')))).toBe('refusal.forbidden');
  });

  test('adopting it changes no status; one meeting, one text or two votes of the last three elections are enough', async () => {
    await run(adoptRule, { ...rule, startsOn: ago(0) }, eko());
    expect((await standing()).map(({ name, status, computed }) => [name, status, computed]).sort()).toEqual([
      ['Busy Users', 'active', 'active'],
      ['New Users', 'active', 'active'],
      ['Silent Users', 'active', 'lessActive'],
      ['Voting Users', 'active', 'active'],
      ['Writing Users', 'active', 'active'],
    ]);
    expect(await refused(run(adoptRule, { ...rule, startsOn: ago(0) }, eko()))).toContain('activity.ruleThatDay');
  });

  test('a meeting exactly as long ago as the period does not count, one day later does', async () => {
    await run(recordFact, { organisation: refs['Silent Users'], kind: 'meeting', on: ago(12), source: 'edge' }, program());
    expect(await of('Silent Users')).toMatchObject({ meetings: 1, computed: 'lessActive' });
    expect(await refused(run(recordFact, { organisation: refs['Silent Users'], kind: 'meeting', on: '2099-01-01' }, eko()))).toContain(
      'activity.factInFuture',
    );
  });

  test('the same fact said twice counts once', async () => {
    for (let times = 0; times < 2; times++)
      await run(recordFact, { organisation: refs['Silent Users'], kind: 'meeting', on: ago(2), source: 'x' }, eko());
    expect(await of('Silent Users')).toMatchObject({ meetings: 1 });
  });
});

describe('a status', () => {
  test('is confirmed by a person in one go for all that are ticked, and the history says who and why', async () => {
    const region = await home.as('eko').read('/activity/SOUTH');
    expect(region).toContain(`value="${refs['Silent Users']} lessActive"`);
    const answer = await home.as('eko').post('/activity/SOUTH/statuses', {
      confirm: [`${refs['Silent Users']} lessActive`, `${refs['Busy Users']} standby`],
    });
    expect(answer.status).toBe(303);
    expect(await of('Silent Users')).toMatchObject({ status: 'lessActive' });
    expect(await of('Busy Users'), 'what the rule no longer proposes is left').toMatchObject({ status: 'active' });
    const page = await home.as().read(`/organisations/${refs['Silent Users']}/standing`);
    expect(page).toContain('Active → Less active, confirmed by Eko Santoso.');
    expect(page).toContain('1 meeting, 0 contributions, 0 votes');
  });

  test('other than the rule proposes needs a reason', async () => {
    const status = { organisation: refs['Voting Users'], status: 'standby' };
    expect(await refused(run(confirmStatus, status, eko()))).toContain('activity.reasonNeeded');
    await run(confirmStatus, status, { ...eko(), reason: 'Nobody answers.' });
    expect(await home.as().read(`/organisations/${refs['Voting Users']}/standing`)).toContain('Nobody answers.');
  });

  test('standby leaves the quorum, as everybody can see', async () => {
    expect(await home.as().read('/activity/SOUTH')).toContain('Counts for quorum: 4 of 5');
    expect(await home.as().read('/activity')).toContain('4 of 5');
    expect(await home.as().read('/bodies/SOUTH')).toContain('/activity/SOUTH');
  });

  test('after the months of the rule without improvement standby is proposed, and not a day before', async () => {
    const later = Temporal.PlainDate.from(program().today).add({ months: 6 });
    const said = { organisation: refs['Silent Users'], status: 'standby' };
    expect(await refused(run(confirmStatus, said, program(later.subtract({ days: 1 }).toString())))).toContain('activity.reasonNeeded');
    await run(confirmStatus, said, program(later.toString()));
    expect(await of('Silent Users')).toMatchObject({ status: 'standby' });
  });

  test('is not said of an organisation that is not a member', async () => {
    const { ref } = await run(addOrganisation, { name: 'Former Users', body: 'SOUTH', state: 'resigned' }, program());
    expect(await refused(run(confirmStatus, { organisation: ref, status: 'active' }, eko()))).toBe('activity.notMember');
  });

  test('is told to those who speak for the organisation, once, unless staff leave the letter out', async () => {
    const { ref } = await run(
      addOrganisation,
      { name: 'Told Users', body: 'SOUTH', accredited: '2015', email: 'told@users.example' },
      program(),
    );
    const letters = async () =>
      (await home.db.selectFrom('mail').select(['subject', 'body']).where('recipient', '=', 'told@users.example').execute()) as {
        subject: string;
        body: string;
      }[];
    const because = { ...eko(), reason: 'Nobody answers.' };
    await run(confirmStatus, { organisation: ref, status: 'standby' }, because);
    await run(confirmStatus, { organisation: ref, status: 'standby' }, because);
    expect((await letters()).map(({ subject }) => subject)).toEqual(['Told Users: Standby']);
    expect((await letters())[0]?.body).toMatch(/Nobody answers\.[\s\S]*does not count for the quorum/);
    await home.as('eko').post(`/organisations/${ref}/standing/status`, { status: 'lessActive', reason: 'They called.', tell: 'no' });
    expect(await letters()).toHaveLength(1);
  });
});
