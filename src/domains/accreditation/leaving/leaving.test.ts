import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { commandNamed } from '../../../../test/laws/world.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import type { Refusal } from '../../../platform/errors.ts';
import { addOrganisation, takeInMembership } from '../../community/index.ts';
import { confirmStatus } from '../activity/commands.ts';
import { conclude, recordStatement, recordVote, takeBack, takeStep } from './commands.ts';
import { dissolve, resign } from './departure-commands.ts';
import { carries, datesOf } from './ladder.ts';
import { defineScheme } from './scheme-commands.ts';

let home: TestApp;
const by = (name: 'eko' | 'dana' | 'fatou' | 'badr', today: string, reason?: string) =>
  home.call(name, { today, now: `${today}T12:00:00Z`, ...(reason ? { reason } : {}) });
const program = (reason = 'It was agreed.') => home.call(undefined, { actor: system(), reason });
const refused = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (fault: Refusal) => [fault.key, ...fault.problems.map(({ key }) => key)].join(' '),
  );
const quiet = async (name: string) => {
  const { ref } = await run(addOrganisation, { name, body: 'SOUTH', accredited: '2015', email: 'office@users.example' }, program());
  await run(takeInMembership, { person: home.people.fatou.personId, organisation: ref, role: 'primary', from: '2020' }, program());
  await run(confirmStatus, { organisation: ref, status: 'lessActive' }, program());
  return ref;
};
const stateOf = async (ref: string) =>
  (await home.db
    .selectFrom('organisation')
    .select(['state', 'withdrawn_on', 'reason_class'])
    .where('ref', '=', ref)
    .executeTakeFirst()) as {
    state: string;
  };
const mails = async () =>
  (await sql<{ recipient: string; subject: string; body: string }>`select recipient, subject, body from mail order by id`.execute(home.db))
    .rows;

const waits = [
  { step: 'letter' },
  { step: 'standby', months: 6 },
  { step: 'finalWarning', months: 12 },
  { step: 'proposal', months: 6 },
  { step: 'notice' },
  { step: 'vote', days: 21 },
  { step: 'notification' },
];

beforeAll(async () => {
  home = await openApp();
  await run(defineScheme, { startsOn: '2020-01-01', steps: waits }, program());
});
afterAll(() => home.close());

describe('the rules of the ladder', () => {
  test('every day is known from the first one on; a late step moves those after it', () => {
    const scheme = waits.map(({ step, months = 0, days = 0 }) => ({ step, months, days })) as Parameters<typeof datesOf>[0];
    expect(datesOf(scheme, new Map([['letter', '2026-08-31']])).map(({ earliestOn }) => earliestOn)).toEqual([
      '2026-08-31',
      '2027-02-28',
      '2028-02-28',
      '2028-08-28',
      '2028-08-28',
      '2028-09-18',
      '2028-09-18',
    ]);
    const late = new Map([
      ['letter', '2026-08-31'],
      ['standby', '2027-06-01'],
    ] as const);
    expect(datesOf(scheme, late)[2]).toEqual({ step: 'finalWarning', takenOn: null, earliestOn: '2028-06-01' });
  });

  test('two thirds of the votes cast carry, exactly two thirds too; abstentions are no votes, and no votes carry nothing', () => {
    const share = { share_for: 2, share_of: 3 };
    const vote = (in_favour: number, against: number) => carries({ in_favour, against }, share);
    expect([vote(10, 5), vote(9, 5), vote(1, 0), vote(0, 0)]).toEqual([true, false, true, false]);
  });

  test('a region leaves a step out on the page of its scheme, which stays out; a wrong wait is told at its field', async () => {
    const path = '/activity/NORTH/ladder';
    const form = (more: Record<string, string | string[]> = {}) =>
      Object.assign(
        { startsOn: '2021-05-01', shareFor: '2', shareOf: '3' },
        ...waits.map(({ step, months = 0, days = 0 }, at) => ({
          [`steps[${at}].step`]: step,
          [`steps[${at}].months`]: String(months),
          [`steps[${at}].days`]: String(days),
        })),
        { 'steps[1].used': ['no', 'yes'], 'steps[2].used': 'no', 'steps[3].used': ['no', 'yes'] },
        more,
      );
    const wrong = await home.as('dana').post(path, form({ 'steps[5].days': '4000' }));
    const page = await wrong.text();
    expect([wrong.status, page.includes('steps[5].days'), /id="f-steps[^"]*5[^"]*days-error"/.test(page)]).toEqual([422, true, true]);
    expect(page, 'what was typed stays').toContain('value="4000"');
    expect((await home.as('dana').post(path, form())).status).toBe(303);
    const kept = await home.as('dana').read(path);
    expect(kept.slice(0, kept.indexOf('<form class="form"'))).not.toContain('Final letter');
    expect(kept).toMatch(/name="steps\[1\]\.used"[^>]* checked/);
    expect(kept).not.toMatch(/name="steps\[2\]\.used"[^>]* checked/);
  });

  test('a scheme without the right to be heard is refused', async () => {
    const steps = waits.filter(({ step }) => step !== 'notice');
    expect(await refused(run(defineScheme, { startsOn: '2021-01-01', steps }, program()))).toContain('ladder.stepsNeeded');
  });
});

describe('a member on the ladder', () => {
  let ref = '';
  test('goes it step by step, none before its day and none by itself, until the vote carries and the register says withdrawn', async () => {
    ref = await quiet('Quiet Users');
    await run(takeStep, { organisation: ref, step: 'letter', note: 'How are you?' }, by('eko', '2026-01-10'));
    expect(await refused(run(takeStep, { organisation: ref, step: 'standby' }, by('eko', '2026-07-09')))).toBe('ladder.tooEarly');
    expect(await refused(run(takeStep, { organisation: ref, step: 'proposal' }, by('eko', '2030-07-09')))).toBe('ladder.otherStep');
    await run(takeStep, { organisation: ref, step: 'standby' }, by('eko', '2026-07-10'));
    expect(await home.as().read('/activity/organisations.json?status=standby')).toContain('Quiet Users');
    await run(takeStep, { organisation: ref, step: 'finalWarning', copyTo: 'list@region.example' }, by('eko', '2027-07-10'));
    await run(takeStep, { organisation: ref, step: 'proposal' }, by('eko', '2028-01-10'));
    expect(await refused(run(takeStep, { organisation: ref, step: 'notice' }, by('eko', '2028-01-11'))), 'the committee decides').toBe(
      'refusal.forbidden',
    );
    await run(takeStep, { organisation: ref, step: 'notice' }, by('dana', '2028-01-11'));
    expect(await stateOf(ref)).toMatchObject({ state: 'noticeGiven' });
    await run(recordStatement, { organisation: ref, text: 'We are few, but we are here.' }, by('fatou', '2028-01-20'));
    await run(recordVote, { organisation: ref, inFavour: 10, against: 5, abstained: 3, ballot: 'secret' }, by('dana', '2028-02-01'));
    expect(await stateOf(ref), 'counting decides nothing').toMatchObject({ state: 'noticeGiven' });
    expect(await refused(run(conclude, { organisation: ref }, by('dana', '2028-02-02')))).toContain('field.required');
    await run(conclude, { organisation: ref, reasonClass: 'inactive' }, by('dana', '2028-02-02'));
    expect(await stateOf(ref)).toEqual({ state: 'withdrawn', withdrawn_on: '2028-02-02', reason_class: 'inactive' });
    const all = await mails();
    expect(all.filter(({ recipient }) => recipient === 'list@region.example')).toHaveLength(1);
    const last = all.at(-1)?.body ?? '';
    for (const way of ['10 for, 5 against, 3 abstained', 'Ombudsman', 'reconsider', '/apply', 'without prejudice'])
      expect(last).toContain(way);
  });

  test('sees the whole way with its days on a page of its own, which nobody else may open', async () => {
    const other = await quiet('Quieter Users');
    const today = home.call().today;
    await run(takeStep, { organisation: other, step: 'letter' }, by('eko', today));
    const page = await home.as('fatou').read(`/organisations/${other}/ladder`);
    for (const step of ['Letter of the chair', 'Final letter', 'right to be heard', 'Notification of the result'])
      expect(page).toContain(step);
    expect(page.match(/not before/g)).toHaveLength(6);
    expect((await home.as('badr').get(`/organisations/${other}/ladder`)).status).toBe(403);
    expect((await home.as().get(`/organisations/${other}/ladder`)).status).not.toBe(200);
    expect(await home.as().read(`/organisations/${other}/standing`)).not.toContain('/ladder');
  });

  test('comes back: the last step or all of them are taken back for a reason, and what they did is undone', async () => {
    const woken = await quiet('Woken Users');
    await run(takeStep, { organisation: woken, step: 'letter' }, by('eko', '2025-01-10'));
    await run(takeStep, { organisation: woken, step: 'standby' }, by('eko', '2025-07-10'));
    expect(await refused(run(takeBack, { organisation: woken }, by('eko', '2025-08-01')))).toContain('ladder.reasonNeeded');
    await run(takeBack, { organisation: woken }, by('eko', '2025-08-01', 'They came to the call.'));
    expect(await home.as().read('/activity/organisations.json?status=standby')).not.toContain('Woken Users');
    expect(await refused(run(takeBack, { organisation: woken, whole: true }, by('badr', '2025-08-02', 'Why not')))).toBe(
      'refusal.forbidden',
    );
    await run(takeBack, { organisation: woken, whole: true }, by('eko', '2025-08-02', 'They take part.'));
    expect(await home.as('fatou').read(`/organisations/${woken}/ladder`)).toContain('They came to the call.');
    expect(await refused(run(takeBack, { organisation: woken }, by('eko', '2025-08-03', 'Again')))).toBe('ladder.notOn');
  });

  test('reads why a step was taken before it was written down, for the next one waits the less', async () => {
    const paper = await quiet('Paper Users');
    const letter = { organisation: paper, step: 'letter', on: '2025-01-10' };
    expect(await refused(run(takeStep, letter, by('eko', '2026-05-01')))).toContain('ladder.whyEarlier');
    const answer = await home.as('eko').post(`/organisations/${paper}/ladder/steps`, { step: 'letter', on: '2025-01-10' });
    expect([answer.status, (await answer.text()).includes('value="2025-01-10"')]).toEqual([422, true]);
    await run(takeStep, { ...letter, note: 'The chair wrote by post.' }, by('eko', '2026-05-01'));
    expect((await mails()).at(-1)?.body).toContain('The chair wrote by post.');
    const standby = { organisation: paper, step: 'standby' };
    expect(await refused(run(takeStep, { ...standby, on: '2025-07-09', note: 'x' }, by('eko', '2026-05-01'))), 'nor before its time').toBe(
      'ladder.tooEarly',
    );
    expect(await refused(run(takeStep, { ...standby, on: '2025-07-10' }, by('eko', '2026-05-01')))).toContain('ladder.whyEarlier');
    await run(takeStep, standby, by('eko', '2026-05-01'));
    expect(await home.as('fatou').read(`/organisations/${paper}/ladder`)).toContain('The chair wrote by post.');
  });

  test('stays a member when the vote does not carry', async () => {
    const kept = await quiet('Kept Users');
    await run(defineScheme, { body: 'SOUTH', startsOn: '2020-02-01', steps: waits.map(({ step }) => ({ step })) }, program());
    const { organisation } = { organisation: kept };
    for (const step of ['letter', 'standby', 'finalWarning', 'proposal', 'notice'])
      await run(takeStep, { organisation, step }, by('dana', '2026-02-01'));
    expect(await run(recordVote, { organisation, inFavour: 9, against: 5 }, by('dana', '2026-02-01'))).toMatchObject({ carried: false });
    await run(conclude, { organisation }, by('dana', '2026-02-01'));
    expect(await stateOf(kept)).toMatchObject({ state: 'accredited' });
  });

  test('an active member gets no letter, and a second letter does not open a second ladder', async () => {
    const { ref } = await run(addOrganisation, { name: 'Active Users', body: 'SOUTH' }, program());
    expect(await refused(run(takeStep, { organisation: ref, step: 'letter' }, by('eko', '2026-01-01')))).toBe('ladder.onlyLessActive');
    const twice = await quiet('Twice Users');
    await run(takeStep, { organisation: twice, step: 'letter' }, by('eko', '2026-01-01'));
    expect(await refused(run(takeStep, { organisation: twice, step: 'letter' }, by('eko', '2026-01-01')))).toBe('ladder.alreadyOn');
  });
});

describe('what goes wrong on the ladder', () => {
  test('the days in which a member can be heard are not shortened by an earlier day: the notice counts from when it is sent', async () => {
    const hasty = await quiet('Hasty Users');
    for (const step of ['letter', 'standby', 'finalWarning', 'proposal'])
      await run(takeStep, { organisation: hasty, step }, by('dana', '2026-03-01'));
    const notice = { organisation: hasty, step: 'notice' };
    expect(await refused(run(takeStep, { ...notice, on: '2026-03-01' }, by('dana', '2026-04-01')))).toContain('ladder.noticeToday');
    expect(await refused(run(takeStep, { ...notice, on: '2999-01-01' }, by('dana', '2026-04-01')))).toContain('ladder.inFuture');
    await run(takeStep, notice, by('dana', '2026-04-01'));
    expect(await refused(run(recordVote, { organisation: hasty, inFavour: 2, against: 1 }, by('eko', '2026-04-01')))).toBe(
      'refusal.forbidden',
    );
    expect(await run(recordVote, { organisation: hasty, inFavour: 2, against: 1 }, by('dana', '2026-04-01')), 'two of three').toMatchObject(
      {
        carried: true,
      },
    );
    expect(await refused(run(recordVote, { organisation: hasty, inFavour: 0, against: 3 }, by('dana', '2026-04-01'))), 'once').toBe(
      'ladder.otherStep',
    );
  });

  test('a member goes from standby to active and back without a trace of the one in the other', async () => {
    const round = await quiet('Round Users');
    const status = async () => {
      const rows = await home.db
        .selectFrom('activity_status')
        .innerJoin('organisation', 'organisation.id', 'activity_status.organisation_id')
        .select('status')
        .where('ref', '=', round)
        .where('activity_status.archived_at', 'is', null)
        .orderBy('activity_status.id')
        .execute();
      return rows.map((row) => row.status);
    };
    for (const said of ['standby', 'active', 'lessActive', 'standby', 'active'])
      await run(confirmStatus, { organisation: round, status: said }, program());
    expect(await status()).toEqual(['lessActive', 'standby', 'active', 'lessActive', 'standby', 'active']);
    expect(await home.as().read('/activity/organisations.json?status=standby')).not.toContain('Round Users');
    expect(await refused(run(takeStep, { organisation: round, step: 'letter' }, by('eko', home.call().today)))).toBe(
      'ladder.onlyLessActive',
    );
  });

  test('two records of one member become one in the middle of the ladder: the ladder goes along, and goes on', async () => {
    const known = await quiet('Merged Users');
    const double = await quiet('Merged Users Again');
    await run(takeStep, { organisation: double, step: 'letter' }, by('eko', '2026-05-01'));
    await run(commandNamed('organisation.merge'), { kept: known, gone: double }, program());
    await run(takeStep, { organisation: known, step: 'standby' }, by('eko', '2026-05-01'));
    expect(await home.as('eko').read(`/organisations/${known}/ladder`)).toContain('Letter of the chair');
    expect(await refused(run(takeStep, { organisation: double, step: 'standby' }, by('eko', '2026-05-01')))).not.toBe('done');
  });
});

describe('leaving', () => {
  test('is one plain page for its representative, with a letter of thanks, and never speaks of punishment', async () => {
    const ref = await quiet('Parting Users');
    const form = await home.as('fatou').read(`/organisations/${ref}/leaving`);
    const main = form.slice(form.indexOf('<main'), form.indexOf('</main'));
    expect(main).toContain('without prejudice');
    for (const word of ['withdraw', 'decertif', 'deregist', 'inactiv', 'warning', 'standby', 'ladder', 'vote'])
      expect(main.toLowerCase(), word).not.toContain(word);
    const answer = await home.as('fatou').post(`/organisations/${ref}/leaving`, { on: home.call().today, words: 'It was a good time.' });
    expect(answer.status).toBe(303);
    expect(await stateOf(ref)).toMatchObject({ state: 'resigned' });
    const { subject, body } = (await mails()).at(-1) ?? { subject: '', body: '' };
    expect(subject).toContain('thank you and goodbye');
    expect(body).toContain('It was a good time.');
    const page = await home.as().read(`/organisations/${ref}/standing`);
    expect(page).toContain('Left by its own will');
    expect(page).toContain('/apply');
    expect(await home.as('fatou').read(`/organisations/${ref}/people`), 'nobody speaks for it any more').not.toContain(
      'Primary representative',
    );
    expect(await home.as('fatou').read(`/organisations/${ref}/people?when=all`)).toContain('Primary representative');
  });

  test('closes what was under way, and cannot be done twice', async () => {
    const ref = await quiet('Going Users');
    const page = await home.as('eko').read(`/organisations/${ref}/dissolution`);
    expect(page).toContain('For example who carries on its work');
    expect(page, 'whoever no longer exists has not left for a reason').not.toContain('why you leave');
    expect(await home.as('eko').read(`/organisations/${ref}/leaving`)).toContain('You need not say why you leave');
    await run(takeStep, { organisation: ref, step: 'letter' }, by('eko', home.call().today));
    await run(dissolve, { organisation: ref }, home.call('eko'));
    expect(await stateOf(ref)).toMatchObject({ state: 'dissolved' });
    expect(await refused(run(recordStatement, { organisation: ref, text: 'x' }, home.call('eko')))).toBe('ladder.notOn');
    expect(await refused(run(resign, { organisation: ref }, home.call('eko')))).toBe('departure.alreadyLeft');
    expect(await home.as('fatou').read(`/organisations/${ref}/ladder`), 'whoever spoke for it reads what was').toContain(
      'Letter of the chair',
    );
  });

  test('on a past day ends what its representatives were on that day, and they are written to all the same', async () => {
    const ref = await quiet('Long Gone Users');
    const before = (await mails()).length;
    const { told } = await run(resign, { organisation: ref, on: '2026-01-31' }, home.call('eko'));
    expect(told).toBe(2);
    expect(await mails()).toHaveLength(before + 2);
    const { rows } = await sql<{ ends_on: string }>`select ends_on from membership
      where organisation_id = (select id from organisation where ref = ${ref}) and role = 'primary'`.execute(home.db);
    expect(rows).toEqual([{ ends_on: '2026-01-31' }]);
  });

  test('is not for strangers', async () => {
    const ref = await quiet('Staying Users');
    expect(await refused(run(resign, { organisation: ref }, home.call('badr')))).toBe('refusal.forbidden');
    expect((await home.as('badr').get(`/organisations/${ref}/leaving`)).status).toBe(403);
  });
});
