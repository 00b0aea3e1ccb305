import { expect, test } from 'vitest';
import { newReview } from './api.ts';
import { download, journeys, open, submit, words } from './world.ts';

journeys('A region takes its position', () => {
  test('the rapporteur drafts in Spanish and records the decision; an English reader sees the original marked as such; the letter prints itself', async () => {
    const [first = ''] = await newReview('REGION', ['Meet in every region', 'Publish the travel budget']);
    const carmen = await open('carmen', { language: 'es' });
    await carmen.goto('/reviews/REGION-2026');
    await carmen.locator('table.matrix tbody tr').first().locator(`a[href$="/positions/LACRALO"]`).click();
    await carmen.locator('main a.button.primary').click();
    await carmen.getByLabel('Apoya', { exact: true }).check();
    await carmen.locator('[name="comment.es"]').fill('Sí, pero cada región necesita su propio calendario.');
    await submit(carmen);
    expect(await words(carmen)).toContain('Borrador');

    const fatou = await open('fatou');
    await fatou.goto(`/recommendations/${first}/positions/LACRALO`);
    expect(await words(fatou), 'a draft is nobody else’s business').not.toContain('calendario');

    await carmen.locator('main details summary').last().click();
    await carmen.locator('form[action$="/decision"] [name=how]').selectOption('call');
    await carmen.locator('form[action$="/decision"] [name=on]').fill('2026-03-12');
    await carmen.locator('form[action$="/decision"] [name=link]').fill('https://example.org/llamada/12');
    await submit(carmen, 'form[action$="/decision"]');
    expect(await words(carmen)).toContain('Definitiva');
    expect(await words(carmen)).toContain('Carmen Ríos');

    await fatou.reload();
    const read = await words(fatou);
    expect(read).toContain('cada región necesita su propio calendario');
    expect(read).toContain('Spanish');
    expect(read).toContain('original');
    expect(read).toContain('12 Mar 2026');
    expect(await fatou.locator('main [lang=es]', { hasText: 'calendario' }).count()).toBeGreaterThan(0);

    await fatou.goto('/reviews/REGION-2026/answers/LACRALO');
    const pdf = await download(fatou, 'Letter as PDF');
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const docx = await download(fatou, 'Letter as DOCX');
    expect(docx.bytes.length).toBeGreaterThan(4000);
    await carmen.goto('/reviews/REGION-2026/answers/LACRALO/letter.html');
    expect(await words(carmen)).toContain('cada región necesita su propio calendario');
  });

  test('when the text of a recommendation changes afterwards, the position is marked as older than the text', async () => {
    const [ref = ''] = await newReview('OLDER', ['Name a coordinator']);
    const carmen = await open('carmen', { language: 'en' });
    await carmen.goto(`/recommendations/${ref}/positions/LACRALO/edit`);
    await carmen.getByLabel('Support', { exact: true }).check();
    await submit(carmen);
    await carmen.getByText('Record the decision').first().click();
    await carmen.locator('form[action$="/decision"] [name=how]').selectOption('poll');
    await submit(carmen, 'form[action$="/decision"]');

    const dana = await open('dana');
    await dana.goto(`/recommendations/${ref}/edit`);
    await dana.locator('[name="text.en"]').fill('The community should name two coordinators.');
    await dana.locator('[name=reason]').fill('The review team corrected its report');
    await submit(dana);
    await dana.goto('/reviews/OLDER-2026');
    expect(await words(dana, 'table.matrix')).toContain('text changed since');
    await dana.goto(`/recommendations/${ref}/history`);
    const history = await words(dana);
    expect(history).toContain('Dana Whitfield');
    expect(history).toContain('The review team corrected its report');
    expect(history).toContain('two coordinators');
  });
});
