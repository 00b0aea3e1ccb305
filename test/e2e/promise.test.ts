import { expect, test } from 'vitest';
import { ask, newReview } from './api.ts';
import { accessFaults, overflow } from './looks.ts';
import { download, journeys, open, words } from './world.ts';

journeys('The public reads what became of a promise', () => {
  test('a stranger without JavaScript goes from the list to one page that tells the whole story, and back to a past day', async () => {
    const [first = ''] = await newReview('VOW', ['Meet in every region', 'Publish the travel budget']);
    await ask('POST', `/recommendations/${first}/aliases`, { alias: 'Vow nine' });
    const carmen = await open('carmen', { language: 'es' });
    await carmen.goto(`/recommendations/${first}/positions/LACRALO/edit`);
    await carmen.locator('[name="comment.es"]').fill('Palabra todavía secreta');
    await carmen.getByLabel('Apoya', { exact: true }).check();
    await carmen.locator('main form button[type=submit]').first().click();
    const { ref: issue } = await ask<{ ref: string }>('POST', '/plans', {
      kind: 'issue',
      review: 'VOW-2026',
      number: '1',
      title: { en: 'Two meetings a year' },
      goal: { en: 'Nobody travels farther than a day.' },
      recommendations: [first],
      status: 'inProgress',
      endsOn: '2027-06-30',
      leads: [{ role: 'volunteerLead', name: 'Unnamed Volunteer' }],
    });
    await ask('POST', `/plans/${issue}/progress`, {
      text: { en: 'The first meeting was held.' },
      percent: 20,
      happenedOn: '2026-03-01',
    });
    await ask('POST', `/plans/${issue}/progress`, { text: { en: 'Half of them were held.' }, percent: 50, happenedOn: '2026-09-01' });

    const stranger = await open(undefined, { javaScript: false });
    await stranger.goto('/plans');
    await stranger.locator('header a[href="/promises"]').last().click();
    expect(await words(stranger)).toContain('one public page');
    await stranger.goto('/promises?review=VOW-2026');
    await stranger.locator(`main a[href="/promises/${first}"]`).first().click();
    const told = await words(stranger);
    for (const part of [
      'What was asked',
      'It should say by when.',
      'No body has decided',
      'Nobody travels farther',
      '50%',
      'Half of them were held.',
      'formerly Vow nine',
      'Volunteer lead',
    ])
      expect(told).toContain(part);
    for (const secret of ['Palabra', 'Unnamed Volunteer', 'Ama Owusu', 'Carmen'])
      expect(told, 'what only others may know').not.toContain(secret);
    expect(await stranger.locator('#done svg.chart').count(), 'the percents are drawn').toBe(1);
    expect(await stranger.locator('#done details table tbody tr').count(), 'and stand in a table').toBe(2);

    await stranger.locator('summary', { hasText: 'As at' }).click();
    await stranger.locator('[name=asAt]').fill('2026-05-01');
    await stranger.locator('form[action^="/promises/"] button').click();
    const then = await words(stranger);
    expect(then).toContain('As at 1 May 2026');
    expect(then).toContain('20%');
    expect(then).not.toContain('Half of them were held.');
    await stranger.getByText('Show it as it is now').click();
    expect(await words(stranger)).toContain('Half of them were held.');

    for (const language of ['en', 'ar']) {
      const narrow = await open(undefined, { width: 320, dark: language === 'ar' });
      await narrow.goto(`/promises/${first}?lang=${language}`);
      expect([...(await accessFaults(narrow)), ...(await overflow(narrow))], `on a narrow screen (${language})`).toEqual([]);
    }

    const pdf = await download(stranger, 'As PDF');
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    await stranger.goto('/promises/Vow%20nine');
    expect(new URL(stranger.url()).pathname).toBe(`/promises/${first}`);
  });
});
