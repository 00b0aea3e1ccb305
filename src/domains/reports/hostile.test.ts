import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { faultsOf } from '../../../test/pdf-ua.ts';
import { run } from '../../platform/command.ts';

let home: TestApp;
const day = (on: string) => ({ now: `${on}T09:00:00Z`, today: on, reason: 'So it is' });
const does = (name: string, input: unknown, on = '2026-07-01') => run(commandNamed(name), input, home.call('dana', day(on)));
const begun = async (to: string, ...steps: string[]): Promise<string> => {
  const { ref } = (await does('report.start', { review: 'R1', from: `${to.slice(0, 4)}-01-01`, to })) as { ref: string };
  for (const step of steps) await does(`report.${step}`, { ref });
  return ref;
};
const said = (ref: string) =>
  home.db
    .selectFrom('report_step')
    .innerJoin('report', 'report.id', 'report_step.report_id')
    .select('step')
    .where('report.ref', '=', ref)
    .orderBy('report_step.id')
    .execute()
    .then((steps) => steps.map(({ step }) => step));

beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

describe('what was typed into a form that is refused', () => {
  it('comes back beside what is wrong: the note of an acknowledgement, the reason of putting away a draft', async () => {
    const ref = await begun('2020-06-30', 'sendToReview', 'approve', 'submit');
    const future = await home.as('dana').post(`/reports/${ref}/acknowledgement`, { on: '2999-01-01', note: 'Noted with thanks.' });
    expect(future.status).toBe(422);
    const page = await future.text();
    expect(page).toContain('Noted with thanks.');
    expect(page).toContain('This day is still to come.');
    const draft = await begun('2020-12-31');
    const stale = await home.as('dana').post(`/reports/${draft}/archive`, { version: '99', reason: 'Begun for the wrong period' });
    expect(stale.status).toBe(409);
    const again = await stale.text();
    expect(again).toContain('Begun for the wrong period');
    expect(again).toContain('name="version" value="1"');
    expect((await home.as('dana').post(`/reports/${draft}/archive`, { version: '1', reason: ' ' })).status).toBe(422);
  });

  it('is shown even where somebody else was quicker and the form stands nowhere any more', async () => {
    const ref = await begun('2021-06-30', 'sendToReview', 'approve', 'submit');
    expect((await home.as('dana').post(`/reports/${ref}/acknowledgement`, { note: 'First.' })).status).toBe(303);
    const late = await home.as('ama').post(`/reports/${ref}/acknowledgement`, { note: 'We note this with thanks.' });
    expect(late.status).toBe(409);
    const page = await late.text();
    expect(page).toContain('We note this with thanks.');
    expect(page).toContain('What you typed');
    expect(await said(ref)).toEqual(['started', 'sentToReview', 'approved', 'submitted', 'acknowledged']);
  });
});

describe('a step of a report', () => {
  it('is taken once, whether its button is pressed twice or in two tabs', async () => {
    const ref = await begun('2022-06-30', 'sendToReview', 'approve');
    const dana = home.as('dana');
    const once = { once: 'one-showing-of-the-form', note: 'Final' };
    const twice = await Promise.all([dana.post(`/reports/${ref}/submission`, once), dana.post(`/reports/${ref}/submission`, once)]);
    expect(twice.map(({ status }) => status)).toEqual([303, 303]);
    const otherTab = await dana.post(`/reports/${ref}/submission`, { ...once, once: 'another-showing' });
    expect(otherTab.status).toBe(409);
    expect(await otherTab.text()).toContain('This report is submitted and no longer changes.');
    expect(await said(ref)).toEqual(['started', 'sentToReview', 'approved', 'submitted']);
  });

  it('is taken once by a program that sends it again under the same key, and what is asked under another key is asked again', async () => {
    const ref = await begun('2021-12-31', 'sendToReview', 'approve');
    const expires = Temporal.Now.plainDateISO('UTC').add({ days: 3 }).toString();
    const { secret } = (await run(commandNamed('token.make'), { name: 'robot', reach: 'all', expires }, home.call('dana'))) as {
      secret: string;
    };
    const send = async (method: string, path: string, key: string, body: object) => {
      const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json', 'idempotency-key': key };
      const answer = await home.app.request(`/api/v1/reports/${ref}/${path}`, { method, headers, body: JSON.stringify(body) });
      return { status: answer.status, said: (await answer.json()) as { checksum?: string; number?: number } };
    };
    const [first, again] = await Promise.all([send('PUT', 'submission', 'one', {}), send('PUT', 'submission', 'one', {})]);
    expect(first).toMatchObject({ status: 200, said: { ref } });
    expect(again).toEqual(first);
    expect((await send('PUT', 'submission', 'two', {})).status).toBe(409);
    const asked = (key: string, text: string) => send('POST', 'questions', key, { text });
    expect((await asked('three', 'Why so slow?')).said.number).toBe(1);
    expect((await asked('three', 'Why so slow?')).said.number).toBe(1);
    expect((await asked('three', 'And when?')).said.number).toBe(2);
    expect((await asked('four', 'Why so slow?')).said.number).toBe(3);
  });

  it('is refused to an author who may write but not approve, and nothing is written', async () => {
    const ref = await begun('2022-12-31');
    await does('report.change', { ref, author: 'Fatou Diallo' });
    await does('report.sendToReview', { ref });
    const fatou = home.as('fatou');
    expect(await fatou.read(`/reports/${ref}`)).not.toContain(`${ref}/approval`);
    for (const deed of ['approval', 'submission', 'acknowledgement', 'return', 'errata', 'questions'])
      expect((await fatou.post(`/reports/${ref}/${deed}`, { note: 'I say so', 'text.en': 'It is wrong.' })).status, deed).toBe(403);
    expect(await said(ref)).toEqual(['started', 'sentToReview']);
  });

  it('is refused to somebody who sees nothing of the report as if there were none', async () => {
    const ref = await begun('2023-12-31', 'sendToReview');
    for (const deed of ['approval', 'errata', 'archive'])
      expect((await home.as('badr').post(`/reports/${ref}/${deed}`, {})).status).toBe(404);
  });
});

describe('the report of an empty plan', () => {
  it('is read, submitted and taken away like any other', async () => {
    const ref = await begun('2024-06-30', 'sendToReview', 'approve', 'submit');
    expect(await home.as().read(`/reports/${ref}`)).toContain('Submitted');
    for (const format of ['pdf', 'docx', 'html', 'json'])
      expect((await home.as().get(`/reports/${ref}/report.${format}`)).status, format).toBe(200);
  });
});

describe('Arabic prose in an English report', () => {
  it('runs from the right on the page and in every file, its lists too; the PDF passes the checks of PDF/UA', async () => {
    const ref = await begun('2024-12-31');
    const page = await home.as('dana').read(`/reports/${ref}`);
    const [, section] = /\/sections\/(\d+)"/.exec(page) ?? [];
    const text = { 'text.original': 'ar', 'text.ar': 'كل شيء على ما يرام.\n\n- أولًا\n- ثانيًا' };
    expect((await home.as('dana').post(`/reports/${ref}/sections/${section}`, text)).status).toBe(303);
    const read = await home.as('dana').read(`/reports/${ref}`);
    expect(read).toContain('<div class="prose" lang="ar" dir="rtl"><p>كل شيء');
    const html = await home.as('dana').read(`/reports/${ref}/report.html`);
    expect(html).toContain('<p lang="ar" dir="rtl">');
    expect(html).toContain('<ul lang="ar" dir="rtl">');
    const word = unzipSync(new Uint8Array(await (await home.as('dana').get(`/reports/${ref}/report.docx`)).arrayBuffer()));
    expect(new TextDecoder().decode(word['word/document.xml'])).toMatch(/<w:bidi\/>(?:(?!<\/w:p>).)*أولًا/);
    for (const language of ['en', 'ar']) {
      const pdf = await home.as('dana').get(`/reports/${ref}/${language}/report.pdf`);
      expect(await faultsOf(new Uint8Array(await pdf.arrayBuffer())), language).toEqual([]);
    }
  });
});
