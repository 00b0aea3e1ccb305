import { expect, test } from 'vitest';
import { newReview } from './api.ts';
import { mailTo } from './outbox.ts';
import { cast } from './people.ts';
import { journeys, open, program, submit, words } from './world.ts';

journeys('Staff propose a triage and a body decides on it', () => {
  test('staff fill a batch and send it; the officer edits and returns it; staff send it again; the officer signs it off; every body sees all columns', async () => {
    const refs = await newReview('SORT', [
      'Meet in every region',
      'Publish the travel budget',
      'Close the old groups',
      'Name a coordinator',
    ]);
    const dana = await open('dana');
    await dana.goto('/triage/new?review=SORT-2026&body=APRALO');
    await submit(dana, 'form[action="/triage"]');
    const batch = new URL(dana.url()).pathname;

    await dana.locator('button[name=tick][value=all]').click();
    await dana.locator('[name="fill.ownerClass"]').selectOption({ index: 1 });
    await dana.locator('[name="fill.coordinationClass"]').selectOption({ index: 1 });
    await dana.locator('[name="fill.priority"]').selectOption('P3');
    await submit(dana, 'form[action$="/items"]');
    await dana.locator('[name="items[0].priority"]').selectOption('P1');
    await submit(dana, 'form[action$="/items"]');
    expect(await dana.locator('[name="items[1].priority"]').inputValue()).toBe('P3');

    const eko = await open('eko');
    expect((await eko.goto(batch))?.status(), 'what staff have not sent is theirs').toBe(404);

    const inTwoWeeks = Temporal.Now.plainDateISO('UTC').add({ days: 14 }).toString();
    await dana.locator('form[action$="/sending"] [name=dueOn]').fill(inTwoWeeks);
    await submit(dana, 'form[action$="/sending"]');
    const letter = await mailTo(program().dataDir, cast.eko.email, /triage/i);
    expect(letter.body).toContain(batch);

    await eko.goto('/');
    expect(await words(eko, '.gateway')).toContain('Triage to sign off');
    await eko.goto(batch);
    await eko.locator('[name="items[2].priority"]').selectOption('P4');
    await eko.locator('[name="items[2].rationale"]').fill('These groups still meet');
    await submit(eko, 'form[action$="/items"]');
    expect(await words(eko)).toContain('Proposed: P3');
    await eko.getByText('Return to staff').first().click();
    await eko.locator('form[action$="/return"] [name=reason]').fill('Please look at the third one again');
    await submit(eko, 'form[action$="/return"]');

    await dana.reload();
    expect(await words(dana)).toContain('Please look at the third one again');
    await dana.locator('form[action$="/sending"] [name=dueOn]').fill(inTwoWeeks);
    await submit(dana, 'form[action$="/sending"]');
    await eko.reload();
    await submit(eko, 'form[action$="/signature"]');
    expect(await words(eko)).toContain('Signed off');
    expect(await words(eko)).toContain('Eko Santoso');

    const fatou = await open('fatou');
    await fatou.goto('/reviews/SORT-2026/triage');
    const sheet = await words(fatou, 'table.matrix');
    expect(sheet).toContain('APRALO');
    expect(sheet).toContain('P1');
    expect(sheet).toContain('P4');
    expect(refs).toHaveLength(4);
  });
});
