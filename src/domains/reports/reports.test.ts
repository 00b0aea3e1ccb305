import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { run } from '../../platform/command.ts';
import { checksumOf } from './content/canonical.ts';
import { startReport } from './report/start.ts';
import { acknowledgeReport, approveReport, sendToReview, submitReport } from './report/steps.ts';
import { writeSection } from './sections/commands.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
  const early = { now: '2026-01-10T09:00:00Z', today: '2026-01-10', reason: 'So it is' };
  const does = (name: string, input: unknown, more = {}) => run(commandNamed(name), input, home.call('dana', { ...early, ...more }));
  await does('plan.add', {
    kind: 'issue',
    review: 'R1',
    number: '1',
    title: 'Meet in every region',
    percent: 40,
    status: 'inProgress',
    endsOn: '2026-09-30',
    metrics: '- Rooms\n- People',
    goal: 'A meeting a year',
  });
  await does('plan.add', { kind: 'action', parent: 'ISS-ONE-01', title: 'Choose the days', status: 'completed' });
  await does('plan.add', { kind: 'action', parent: 'ISS-ONE-01', title: 'Book the rooms', status: 'inProgress', endsOn: '2026-10-15' });
  await does('plan.add', {
    kind: 'issue',
    review: 'R1',
    number: '2',
    title: 'Publish the travel budget',
    ends: 'a) 30 June 2026\nb) January 2027',
  });
});
afterAll(() => home.close());

const later = (day: string) => home.call('dana', { now: `${day}T09:00:00Z`, today: day });
const sectionsOf = (ref: string) =>
  home.db
    .selectFrom('report_section')
    .innerJoin('report', 'report.id', 'report_section.report_id')
    .select(['report_section.id', 'report_section.kind', 'report_section.title', 'report_section.version'])
    .where('report.ref', '=', ref)
    .where('report_section.archived_at', 'is', null)
    .orderBy('report_section.position')
    .execute();
const snapshot = (ref: string) =>
  home.db
    .selectFrom('report_snapshot')
    .innerJoin('report', 'report.id', 'report_snapshot.report_id')
    .select(['checksum', 'content'])
    .where('report.ref', '=', ref)
    .executeTakeFirstOrThrow();

describe('a report from its beginning to its acknowledgement', () => {
  it('begins with the standard structure, a section for every issue, and the figures as at the end of its period', async () => {
    const answer = await home.as('dana').post('/reports', { review: 'R1', from: '2026-01-01', to: '2026-06-30' });
    expect(answer.status, await answer.clone().text()).toBe(303);
    expect(answer.headers.get('location')).toBe('/reports/REP-ONE-2026-06');
    await run(commandNamed('progress.add'), { ref: 'ISS-ONE-01', text: 'After the period', percent: 90 }, later('2026-07-05'));
    const page = await home.as('dana').read('/reports/REP-ONE-2026-06');
    expect(page).toContain('1. Meet in every region');
    expect(page).toContain('In progress (40%)');
    expect(page).not.toContain('90%');
    expect(page).toContain('b) January 2027');
    expect(page).toContain('Choose the days');
    expect(page).toContain('Next steps over six months');
    expect((await sectionsOf('REP-ONE-2026-06')).filter(({ kind }) => kind === 'issue')).toHaveLength(2);
  });

  it('is not there for strangers while it is a draft, neither as a page nor as a file', async () => {
    for (const path of ['', '/report.pdf', '/report.json', '/rows', '/changes', '/history'])
      expect((await home.as('fatou').get(`/reports/REP-ONE-2026-06${path}`)).status).toBe(404);
    expect(await home.as().read('/reports')).not.toContain('REP-ONE-2026-06');
  });

  it('has prose in any language, and two who write one section do not overwrite each other', async () => {
    const sections = await sectionsOf('REP-ONE-2026-06');
    const [abstract] = sections;
    const form = await home.as('dana').read(`/reports/REP-ONE-2026-06/sections/${abstract?.id}`);
    expect(form).toContain('Abstract and key words');
    const written = { 'text.original': 'fr', 'text.fr': 'Tout va bien.\n\n- un\n- deux', version: String(abstract?.version) };
    expect((await home.as('dana').post(`/reports/REP-ONE-2026-06/sections/${abstract?.id}`, written)).status).toBe(303);
    const stale = await home.as('ama').post(`/reports/REP-ONE-2026-06/sections/${abstract?.id}`, { ...written, 'text.fr': 'Autre chose.' });
    expect(stale.status).toBe(409);
    const again = await stale.text();
    expect(again).toContain('Autre chose.');
    expect(again).toContain('Dana Whitfield');
    expect(again).toContain('Tout va bien.');
    expect(await home.as('dana').read('/reports/REP-ONE-2026-06')).toContain('<div class="prose" lang="fr" dir="ltr"><p>Tout va bien.</p>');
  });

  it('proposes next steps from what is open, and the author leaves out what does not belong', async () => {
    const section = (await sectionsOf('REP-ONE-2026-06')).find(({ kind }) => kind === 'nextSteps');
    const form = await home.as('dana').read(`/reports/REP-ONE-2026-06/sections/${section?.id}`);
    const proposed = [...form.matchAll(/name="proposed" value="([^"]+)"/g)].map(([, ref]) => ref as string);
    expect(proposed).toHaveLength(3);
    const action = proposed.find((ref) => ref.startsWith('ACT')) as string;
    await home
      .as('dana')
      .post(`/reports/REP-ONE-2026-06/sections/${section?.id}`, { proposed, kept: proposed.filter((ref) => ref !== action) });
    const next = (await home.as('dana').read('/reports/REP-ONE-2026-06')).split('What is open and comes next')[1]?.split('</table>')[0];
    expect(next).not.toContain('Book the rooms');
    expect(next).toContain('Publish the travel budget');
  });

  it('goes through review and approval, and back with a reason', async () => {
    const dana = home.as('dana');
    expect((await dana.post('/reports/REP-ONE-2026-06/review')).status).toBe(303);
    expect((await dana.post('/reports/REP-ONE-2026-06/submission')).status).toBe(409);
    expect((await dana.post('/reports/REP-ONE-2026-06/return')).status).toBe(422);
    expect((await dana.post('/reports/REP-ONE-2026-06/return', { reason: 'Say more on the budget' })).status).toBe(303);
    expect(await dana.read('/reports/REP-ONE-2026-06')).toContain('Say more on the budget');
    await dana.post('/reports/REP-ONE-2026-06/review');
    const section = (await sectionsOf('REP-ONE-2026-06'))[0];
    expect((await dana.post(`/reports/REP-ONE-2026-06/sections/${section?.id}`, { 'text.en': 'Too late' })).status).toBe(409);
    expect((await dana.post('/reports/REP-ONE-2026-06/approval', { on: '2026-07-10', link: 'https://example.org/minutes' })).status).toBe(
      303,
    );
  });

  it('freezes at submission: one of two submits wins, and what happens afterwards changes nothing', async () => {
    const both = await Promise.all(
      [1, 2].map(() => run(submitReport, { ref: 'REP-ONE-2026-06' }, later('2026-07-12')).catch((fault) => fault)),
    );
    expect(both.map((one) => one.kind ?? 'done').sort()).toEqual(['conflict', 'done']);
    const before = await snapshot('REP-ONE-2026-06');
    expect(checksumOf(before.content)).toBe(before.checksum);
    const [page, pdf] = [await home.as().read('/reports/REP-ONE-2026-06'), await bytes('/reports/REP-ONE-2026-06/report.pdf')];
    expect(page).toContain(before.checksum);
    await run(commandNamed('plan.change'), { ref: 'ISS-ONE-01', title: 'Meet nowhere', percent: 1 }, home.call('dana'));
    await run(commandNamed('plan.archive'), { ref: 'ISS-ONE-02' }, home.call('dana', { reason: 'Dropped' }));
    const later2 = await home.as().read('/reports/REP-ONE-2026-06');
    expect(later2).toContain('Meet in every region');
    expect(later2).not.toContain('Meet nowhere');
    expect((await snapshot('REP-ONE-2026-06')).checksum).toBe(before.checksum);
    expect(Buffer.compare(pdf, await bytes('/reports/REP-ONE-2026-06/report.pdf'))).toBe(0);
  });

  it('can be changed by nobody, not even past the program', async () => {
    await expect(
      home.db.transaction().execute(async (tx) => {
        await tx.updateTable('report_snapshot').set({ checksum: 'forged' }).execute();
      }),
    ).rejects.toMatchObject({ code: 'PL002' });
    await expect(home.db.deleteFrom('report_snapshot').execute()).rejects.toMatchObject({ code: 'PL002' });
    for (const deed of ['edit', 'review', 'approval', 'submission', 'archive'])
      expect((await home.as('dana').post(`/reports/REP-ONE-2026-06/${deed}`, { reason: 'x' })).status, deed).toBe(409);
  });

  it('is corrected beside, acknowledged and asked about', async () => {
    const dana = home.as('dana');
    await dana.post('/reports/REP-ONE-2026-06/errata', { 'text.en': 'It was 41 percent.', place: 'Overview, issue 1' });
    await dana.post('/reports/REP-ONE-2026-06/questions', { 'text.en': 'Why so slow?', assigned: 'Fatou Diallo', dueOn: '2026-08-01' });
    expect((await dana.post('/reports/REP-ONE-2026-06/acknowledgement')).status).toBe(303);
    const page = await home.as().read('/reports/REP-ONE-2026-06');
    expect(page).toContain('It was 41 percent.');
    expect(page).toContain('Why so slow?');
    expect(await home.as('fatou').read('/')).toContain('Questions of the committee');
    const answered = await home.as('fatou').post('/reports/REP-ONE-2026-06/questions/1', { 'answer.en': 'No rooms.' });
    expect(answered.status).toBe(303);
    expect((await home.as('badr').post('/reports/REP-ONE-2026-06/questions/1', { 'answer.en': 'Mine.' })).status).toBe(403);
    expect(await home.as().read('/reports/REP-ONE-2026-06')).toContain('No rooms.');
  });
});

describe('the history of a report', () => {
  it('says in words what happened, in the language of whoever reads it', async () => {
    const history = await home.as('dana').read('/reports/REP-ONE-2026-06/history');
    expect(history).toContain('Sent to review');
    expect(history).not.toContain('sentToReview');
    expect(await home.as('dana').read('/reports/REP-ONE-2026-06/history?lang=fr')).not.toContain('sentToReview');
  });
});

describe('the next report', () => {
  it('takes over the structure, marks what changed and draws the periods together', async () => {
    const first = await sectionsOf('REP-ONE-2026-06');
    const { ref, copiedFrom } = await run(startReport, { review: 'R1', to: '2026-11-20' }, home.call('dana'));
    expect(copiedFrom).toBe('REP-ONE-2026-06');
    expect((await sectionsOf(ref)).filter(({ kind }) => kind !== 'issue').map(({ title }) => title)).toEqual(
      first.filter(({ kind }) => kind !== 'issue').map(({ title }) => title),
    );
    const page = await home.as('dana').read(`/reports/${ref}`);
    expect(page).toContain('What changed since REP-ONE-2026-06');
    const changes = await home.as('dana').read(`/reports/${ref}/changes`);
    expect(changes).toContain('In progress (40%)');
    expect(page).toContain('June 2026');
  });

  it('adds sections for issues that came later, once', async () => {
    await run(commandNamed('plan.add'), { kind: 'issue', review: 'R1', number: '3', title: 'Close the groups' }, later('2026-11-01'));
    const dana = home.as('dana');
    expect(await dana.read('/reports/REP-ONE-2026-11')).toContain('1 issue has no section yet.');
    expect((await dana.post('/reports/REP-ONE-2026-11/sections/issues')).status).toBe(303);
    expect(await dana.read('/reports/REP-ONE-2026-11')).not.toContain('has no section yet');
    expect((await dana.post('/reports/REP-ONE-2026-11/sections/issues')).status).toBe(409);
  });

  it('is refused for a period that is taken, and before the period is over it cannot be submitted', async () => {
    const taken = await home.as('dana').post('/reports', { review: 'R1', to: '2026-06-30' });
    expect(taken.status).toBe(422);
    expect(await taken.text()).toContain('REP-ONE-2026-06 already reports on this period.');
    const { ref } = await run(startReport, { review: 'R1', to: '2030-06-30' }, home.call('dana'));
    await run(sendToReview, { ref }, home.call('dana'));
    await run(approveReport, { ref }, home.call('dana'));
    await expect(run(submitReport, { ref }, home.call('dana'))).rejects.toMatchObject({ key: 'report.periodNotOver' });
    await expect(run(acknowledgeReport, { ref }, home.call('dana'))).rejects.toMatchObject({ key: 'report.cannot.acknowledged' });
  });
});

it('what is written while it is submitted is either in it or refused', async () => {
  const { ref } = await run(startReport, { review: 'R1', to: '2025-12-31' }, home.call('dana'));
  const section = (await sectionsOf(ref))[0];
  await run(sendToReview, { ref }, home.call('dana'));
  await run(approveReport, { ref }, home.call('dana'));
  const [submitted, written] = await Promise.all([
    run(submitReport, { ref }, home.call('dana')).catch((fault) => fault),
    run(writeSection, { id: section?.id, text: 'At the last moment' }, home.call('dana')).catch((fault) => fault),
  ]);
  expect(written.kind).toBe('conflict');
  expect(submitted.kind ?? 'done').toBe('done');
});

const bytes = async (path: string): Promise<Buffer> => Buffer.from(await (await home.as().get(path)).arrayBuffer());
