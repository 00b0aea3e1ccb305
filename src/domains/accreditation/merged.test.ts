import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { system } from '../../platform/access/actor.ts';
import { run } from '../../platform/command.ts';

let home: TestApp;
const does = (name: string, input: unknown, reason = 'It was agreed.') =>
  run(commandNamed(name), input, home.call(undefined, { actor: system(), reason }));

beforeAll(async () => {
  home = await openApp();
  await does('activity.adoptRule', { body: 'SOUTH', startsOn: '2020-01-01', meetings: 2, meetingMonths: 12, standbyMonths: 6 });
  await does('campaign.defineForm', { startsOn: '2020-01-01', questions: [{ key: 'doing', text: 'What did you do?' }] });
});
afterAll(() => home.close());

describe('two records of one organisation, both with a status and a report', () => {
  let kept: string;
  let gone: string;
  let count = 0;
  beforeEach(async () => {
    count += 1;
    kept = (await does('organisation.add', { name: `Harbour Users ${count}`, body: 'SOUTH', accredited: '2015' })).ref;
    gone = (await does('organisation.add', { name: `Users ${count}, Harbour`, body: 'SOUTH', accredited: '2015' })).ref;
  });

  const numberOf = async (ref: string) =>
    (await home.db.selectFrom('organisation').select('id').where('ref', '=', ref).executeTakeFirstOrThrow()).id;
  const reports = async () =>
    home.db
      .selectFrom('member_report')
      .innerJoin('organisation', 'organisation.id', 'member_report.organisation_id')
      .select(['organisation.ref', 'member_report.id', 'member_report.answered_by', 'member_report.answers', 'member_report.archived_at'])
      .where('organisation.id', 'in', [await numberOf(kept), await numberOf(gone)])
      .orderBy('member_report.id')
      .execute();
  const asked = async () => {
    const dueOn = Temporal.Now.plainDateISO('UTC').add({ days: 30 }).toString();
    await does('campaign.open', { title: `Report ${count}`, body: 'SOUTH', dueOn });
    return new Map((await reports()).map(({ ref, id }) => [ref as string, id]));
  };
  const standing = () => home.as('eko').read(`/organisations/${kept}/standing`);

  test('keep that of the record that stays, and what was said of the other is read beside it', async () => {
    await does('activity.confirm', { organisation: kept, status: 'lessActive' }, 'Few came.');
    await does('activity.confirm', { organisation: gone, status: 'standby' }, 'Nobody came.');
    const { merge } = await does('organisation.merge', { kept, gone });
    const page = await standing();
    expect(page).toContain('Nobody came.');
    expect(page).toContain(`Said of ${gone} before`);
    expect(page.indexOf('Less active')).toBeLessThan(page.indexOf('Standby'));
    await does('organisation.unmerge', { merge });
    expect(await standing()).not.toContain('Nobody came.');
    expect(await home.as('eko').read(`/organisations/${gone}/standing`)).toContain('Nobody came.');
  });

  test('of whom only the one that goes was said something bring it along', async () => {
    await does('activity.confirm', { organisation: gone, status: 'standby' }, 'Nobody came.');
    await does('organisation.merge', { kept, gone });
    expect(await standing()).toContain('Nobody came.');
    expect(await standing()).not.toContain(`Said of ${gone} before`);
  });

  test('that both answered one campaign keep both answers readable, one of which counts', async () => {
    const report = await asked();
    for (const [ref, doing] of [
      [kept, 'A fair'],
      [gone, 'A regatta'],
    ] as const)
      await does('campaign.record', { report: report.get(ref), by: `The office of ${ref}`, answers: { doing } });
    await does('organisation.merge', { kept, gone });
    expect(await standing()).toContain(`Answered as ${gone} before`);
    expect(await home.as('eko').read(`/member-reports/${report.get(gone)}`)).toContain('A regatta');
    expect(await home.as('eko').read(`/member-reports/${report.get(kept)}`)).toContain('A fair');
    expect(await home.as('eko').read(`/member-reports?q=${kept}`)).not.toContain('A regatta');
    expect((await home.as('fatou').get(`/member-reports/${report.get(gone)}`)).status).toBe(404);
  });

  test('of which only the one that goes has answered do not fall silent by it, and part again with what each had', async () => {
    const report = await asked();
    await does('campaign.record', { report: report.get(gone), by: 'The office', answers: { doing: 'A regatta' } });
    const before = await reports();
    const { merge } = await does('organisation.merge', { kept, gone });
    expect((await reports()).map(({ ref, answered_by, archived_at }) => [ref, answered_by, archived_at === null])).toEqual([
      [kept, 'The office', true],
      [gone, 'The office', false],
    ]);
    expect(await home.as('eko').read(`/member-reports/${report.get(kept)}`)).toContain('A regatta');
    expect((await does('organisation.unmerge', { merge })).stayed).toEqual([]);
    expect(await reports()).toEqual(before);
  });

  test('whose links were mailed to either of them open the report that counts, and that one alone', async () => {
    await does('organisation.change', { ref: kept, email: `kept${count}@users.example` });
    await does('organisation.change', { ref: gone, email: `gone${count}@users.example` });
    const report = await asked();
    const { body } = await home.db
      .selectFrom('mail')
      .select('body')
      .where('recipient', '=', `gone${count}@users.example`)
      .executeTakeFirstOrThrow();
    const link = /\/member-report\/[\w-]+/.exec(body)?.[0] ?? '';
    const { merge } = await does('organisation.merge', { kept, gone });
    expect(await home.as().read(link)).toContain(`Harbour Users ${count}`);
    expect((await home.as().post(link, { 'answers.doing': 'A regatta' })).status).toBe(303);
    expect(await home.as('eko').read(`/member-reports/${report.get(kept)}`)).toContain('A regatta');
    expect((await home.as().post(`${link}/correction`, { text: 'It was a fair.' })).status).toBe(303);
    expect(await home.as().read(link)).toContain('A regatta');
    await does('organisation.unmerge', { merge });
    expect(await home.as().read(link)).toContain(`Users ${count}, Harbour`);
    expect(await home.as().read(link)).not.toContain('A regatta');
  });
});
