import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mammoth from 'mammoth';
import { extractText, getDocumentProxy } from 'unpdf';
import { expect, test } from 'vitest';
import { ask, newReview } from './api.ts';
import { accessFaults } from './looks.ts';
import { plenary } from './program.ts';
import { journeys, open, program, submit, words } from './world.ts';

const today = () => Temporal.Now.plainDateISO('UTC').toString();
const before = (days: number) => Temporal.Now.plainDateISO('UTC').subtract({ days }).toString();

/** A file from the page's own menu of files. */
const file = async (page: Awaited<ReturnType<typeof open>>, href: string): Promise<Buffer> => {
  const answer = await page.context().request.get(href);
  expect(answer.status(), href).toBe(200);
  return answer.body();
};

journeys('The half-yearly report', () => {
  test('is begun from the plan, written, reviewed, approved and submitted; afterwards it stays as it is, wherever it is read', async () => {
    await newReview('HALF', ['Meet in every region', 'Publish the travel budget']);
    const plan = (input: Record<string, unknown>) =>
      ask<{ ref: string }>('POST', '/plans', { review: 'HALF-2026', status: 'inProgress', ...input });
    const one = await plan({
      kind: 'issue',
      number: '1',
      title: 'Meet in every region',
      percent: 40,
      endsOn: '2027-03-31',
      metrics: '- Rooms',
    });
    await plan({ kind: 'issue', number: '2', title: 'Publish the travel budget', ends: 'a) 2027-01-31\nb) December 2027' });
    await ask('POST', '/plans', { kind: 'action', parent: one.ref, title: 'Choose the days', status: 'completed' });

    const dana = await open('dana');
    await dana.goto('/reports');
    await dana.getByRole('link', { name: 'Start a report' }).click();
    await dana.locator('[name=review]').selectOption('HALF-2026');
    await dana.locator('[name=from]').fill(before(180));
    await dana.locator('[name=to]').fill(today());
    await submit(dana, 'form[action="/reports"]');
    const base = new URL(dana.url()).pathname;
    expect(await words(dana)).toContain('In progress (40%)');
    expect(await words(dana)).toContain('Choose the days');
    expect(await accessFaults(dana)).toEqual([]);

    await dana.getByRole('link', { name: 'Write Abstract and key words' }).click();
    await dana.locator('[name="text.en"]').fill('Two issues, and both are under way.');
    await submit(dana, 'form[action*="/sections/"]');
    await dana.getByRole('link', { name: 'Write 1. Meet in every region' }).click();
    await dana.locator('[name="text.en"]').fill('The days are chosen.\n\n- Rooms come next');
    await submit(dana, 'form[action*="/sections/"]');
    expect(await words(dana)).toContain('Rooms come next');
    expect((await (await open()).request.get(`${program().url}${base}`)).status(), 'a draft is not there for strangers').toBe(404);

    for (const deed of ['review', 'approval', 'submission']) {
      const form = dana.locator(`form[action="${base}/${deed}"]`);
      if (!(await form.isVisible()))
        await dana.locator('summary', { hasText: deed === 'approval' ? 'Record the approval' : 'Submit' }).click();
      await submit(dana, `form[action="${base}/${deed}"]`);
    }
    const checksum = await dana.locator('main code').first().innerText();
    expect(checksum).toMatch(/^[0-9a-f]{64}$/);

    // What happens to the plan afterwards changes nothing.
    const pdf = await file(dana, `${base}/report.pdf`);
    await ask('PATCH', `/plans/${one.ref}`, { title: 'Meet nowhere', percent: 1 });
    const stranger = await open();
    await stranger.goto(base);
    expect(await words(stranger)).toContain('Meet in every region');
    expect(await stranger.locator('main code').first().innerText()).toBe(checksum);
    expect(Buffer.compare(await file(stranger, `${base}/report.pdf`), pdf)).toBe(0);

    // The PDF says what it is, and its tables have heads.
    const raw = pdf.toString('latin1');
    expect(raw).toMatch(/pdfuaid:part[>="]+1/);
    const read = await getDocumentProxy(new Uint8Array(pdf));
    expect(((await read.getMetadata()).info as Record<string, unknown>).Title).toContain('Status report');
    expect(await read.getMarkInfo()).toMatchObject({ Marked: true });
    const tags = JSON.stringify(
      await Promise.all(Array.from({ length: read.numPages }, async (_, at) => (await read.getPage(at + 1)).getStructTree())),
    );
    for (const tag of ['"H1"', '"Table"', '"TH"', '"Figure"', '"L"']) expect(tags, tag).toContain(tag);
    expect((await extractText(read, { mergePages: true })).text).toContain('Rooms come next');

    // Word’s file is read back, because no office program can be counted on where journeys run.
    const { value: html } = await mammoth.convertToHtml({ buffer: await file(stranger, `${base}/report.docx`) });
    expect(html).toContain('Meet in every region');
    expect(html).toContain('Rooms come next');
    expect(html).toContain('<table>');
    const json = JSON.parse((await file(stranger, `${base}/report.json`)).toString());
    expect(json.checksum).toBe(checksum);

    // The same from the command line, while the program serves.
    const ref = base.split('/').at(-1) as string;
    expect(await plenary(program().dataDir, ['report', ref, '--verify'])).toContain(checksum);
    const out = join(program().dataDir, 'report.html');
    expect(await plenary(program().dataDir, ['report', ref, '--format', 'html', '--out', out])).toContain(checksum);
    expect(readFileSync(out, 'utf8')).toContain('<th scope="col">');
    for (const [words, says] of [
      [['REP-NONE', '--out', out], 'There is no report REP-NONE.'],
      [[ref, '--as-at', '31 February', '--out', out], 'Name --as-at with a day such as 2026-06-30.'],
      [[ref, '--as-at', '2999-01-01', '--out', out], 'This day is still to come.'],
      [[ref, '--format', 'odt', '--out', out], 'Name --format as pdf, docx, html or json.'],
      [[ref], 'Name --out with a file.'],
      [[ref, '--out', join(out, 'report.pdf')], 'its folder does not exist'],
    ] as const)
      await expect(plenary(program().dataDir, ['report', ...words])).rejects.toMatchObject({ stderr: expect.stringContaining(says) });
  });

  test('of the sample can be compared with the one before, and the committee asks about it', async () => {
    const ama = await open('ama');
    await ama.goto('/reports?review=SAMPLE-EXERCISE');
    const drafting = await ama.locator('main a[href^="/reports/REP-EX-"]').first().getAttribute('href');
    await ama.goto(`${drafting}/changes`);
    expect(await words(ama)).toContain('What changed since REP-EX-');
    expect(await ama.locator('main tbody tr').count()).toBeGreaterThan(0);
    const earlier = await ama.locator('main p a[href^="/reports/REP-EX-"]').first().getAttribute('href');
    await ama.goto(earlier ?? '');
    await ama.locator('summary', { hasText: 'Ask a question' }).click();
    await ama.locator('#questions form[action$="/questions"] [name="text.en"]').fill('When will the tool be chosen?');
    await submit(ama, '#questions form[action$="/questions"]');
    expect(await words(ama, '#questions')).toContain('When will the tool be chosen?');
    await ama.goto('/reports/REP-ARI-2020-06');
    await ama.locator('summary', { hasText: 'As a table' }).click();
    expect(await words(ama), 'what the lost picture held is not invented').toContain('not stated');
    expect(await accessFaults(ama)).toEqual([]);
  });
});
