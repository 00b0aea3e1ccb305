import { expect, test } from 'vitest';
import { newReview } from './api.ts';
import { download, journeys, open, submit, words } from './world.ts';

journeys('Whether a recommendation can be carried out', () => {
  test('the template fills and its meter follows; the Board’s own wording stands beside the original; what depends on what is linked', async () => {
    const [first = '', second = ''] = await newReview('ABLE', ['Meet in every region', 'Publish the travel budget']);
    const dana = await open('dana');
    await dana.goto(`/recommendations/${first}/feasibility/edit`);
    await dana.locator('[name="issueIdentified.en"]').fill('Few meetings happen outside capitals.');
    await dana.locator('[name=support]').selectOption('inPart');
    await dana.locator('[name="alternative.en"]').fill('Meet in every region once in two years.');
    await submit(dana);
    expect(await words(dana)).toContain('3 of 13');
    const pdf = await download(dana, 'PDF').catch(async () => {
      await dana.locator('main details.menu summary').first().click();
      return download(dana, 'PDF');
    });
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');

    await dana.goto(`/recommendations/${first}/answers`);
    await dana.locator('[name=body]').selectOption({ label: 'Board' });
    await dana.locator('[name=answer]').selectOption('alternative');
    await dana.locator('[name=on]').fill('2026-05-05');
    await dana.locator('[name="alternativeWording.en"]').fill('Meet in every region once in three years.');
    await submit(dana, 'form[action$="/answers"]');
    const fatou = await open('fatou');
    await fatou.goto(`/recommendations/${first}/answers`);
    const told = await words(fatou);
    expect(told).toContain('The community should meet in every region.');
    expect(told).toContain('once in three years');

    await dana.goto(`/recommendations/${first}/links`);
    await dana.locator('select[name=kind]').selectOption('dependsOn');
    await dana.locator('#f-to').fill(second);
    await dana.locator('[name=why]').fill('The budget decides where people can meet');
    await submit(dana, 'form[action$="/links"]');
    await fatou.goto(`/recommendations/${second}`);
    expect(await words(fatou)).toContain(`must come before ${first}`);

    await dana.goto(`/recommendations/${second}/links`);
    await dana.locator('select[name=kind]').selectOption('dependsOn');
    await dana.locator('#f-to').fill(first);
    await submit(dana, 'form[action$="/links"]');
    expect(await words(dana), 'two cannot wait for each other').toContain('would close a circle');
  });
});
