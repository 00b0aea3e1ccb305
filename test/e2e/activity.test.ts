import { expect, test } from 'vitest';
import { ask } from './api.ts';
import { accessFaults, overflow } from './looks.ts';
import { mailTo } from './outbox.ts';
import { journeys, open, press, program, submit, words } from './world.ts';

const address = 'office@quiet.journeys.example';
const member = async (name: string, email: string): Promise<string> =>
  (await ask<{ ref: string }>('POST', '/organisations', { name, body: 'EURALO', email, city: 'Old Harbour', accredited: '2015' })).ref;

journeys('A member that fell silent', () => {
  test('an officer sees whom a rule would change, confirms it, writes to the member, and takes it back when the member is there again', async () => {
    const ref = await member('Quiet Users of the Journey', address);
    const ama = await open('ama');
    await ama.goto('/activity/EURALO/rule');
    await ama.locator('[name=contributions]').fill('1');
    await ama.locator('[name=contributionMonths]').fill('3');
    await press(ama, 'main form[method=get] button.primary');
    expect(await words(ama)).toContain('Quiet Users of the Journey');
    expect(await words(ama)).toContain('Adopting changes no status');

    await ama.goto('/activity/EURALO');
    const before = /Counts for quorum: (\d+) of (\d+)/.exec(await words(ama));
    for (const other of await ama.locator('main input[name=confirm]').all())
      if (!(await other.getAttribute('value'))?.startsWith(`${ref} `)) await other.uncheck();
    await submit(ama);
    await ama.goto(`/organisations/${ref}/standing`);
    expect(await words(ama)).toContain('Active → Less active, confirmed by Ama Owusu.');

    await ama.goto(`/organisations/${ref}/ladder`);
    await ama.locator('[name=note]').fill('Shall we talk on Tuesday?');
    const asked = Date.now();
    await submit(ama);
    expect((await words(ama)).match(/not before/g)).toHaveLength(6);
    const letter = await mailTo(program().dataDir, address, /Letter of the chair/, asked);
    expect(letter.body).toContain('Shall we talk on Tuesday?');
    for (const language of ['en', 'ar'] as const) {
      const narrow = await open('ama', { width: 320, dark: language === 'ar', language });
      for (const path of [`/organisations/${ref}/ladder`, '/activity', '/activity/EURALO', `/organisations/${ref}/standing`]) {
        await narrow.goto(path);
        expect([...(await accessFaults(narrow)), ...(await overflow(narrow))], `${path} on a narrow screen (${language})`).toEqual([]);
      }
    }
    await ama.locator('form[action$="/return"] [name=reason]').fill('They came to the call.');
    await press(ama, 'form[action$="/return"] button.primary');
    expect(await words(ama)).toContain('They came to the call.');

    const stranger = await open(undefined, { javaScript: false });
    await stranger.goto('/activity/EURALO');
    expect(/Counts for quorum: (\d+) of (\d+)/.exec(await words(stranger))?.[0]).toBe(before?.[0]);
    expect(await words(stranger)).not.toContain('Proposed by the rule');
    await stranger.goto(`/organisations/${ref}/standing`);
    expect(await words(stranger)).not.toContain('Tuesday');
  });

  test('a member reports by the link of its letter without an account; another goes by its own will and is thanked', async () => {
    const reporter = 'office@reporting.journeys.example';
    const reporting = await member('Reporting Users of the Journey', reporter);
    const begun = Date.now();
    await ask('POST', '/campaigns', { title: { en: 'Report of the journey' }, body: 'EURALO', dueOn: '2099-01-01' });
    const { body } = await mailTo(program().dataDir, reporter, /Report of the journey/, begun);
    const link = /\/member-report\/[\w-]+/.exec(body)?.[0] ?? '';
    const stranger = await open(undefined, { width: 320 });
    await stranger.goto(link);
    expect(await stranger.locator('[name="changes.city"]').inputValue()).toBe('Old Harbour');
    await stranger.locator('[name="changes.city"]').fill('New Harbour');
    await stranger.locator('textarea[name="answers.done"]').fill('Six workshops');
    expect([...(await accessFaults(stranger)), ...(await overflow(stranger))]).toEqual([]);
    await submit(stranger);
    expect(await words(stranger)).toContain('Your report has arrived.');
    const ama = await open('ama');
    await ama.goto(`/organisations/${reporting}/standing`);
    await ama.getByRole('button', { name: 'Take it into the register' }).click();
    await ama.waitForLoadState();
    expect(await words(ama)).toContain('New Harbour');

    const parting = 'office@parting.journeys.example';
    const ref = await member('Parting Users of the Journey', parting);
    await ama.goto(`/organisations/${ref}/standing`);
    await ama.getByRole('link', { name: 'Leave the community' }).click();
    await ama.waitForURL(/leaving$/);
    const left = Date.now();
    await submit(ama);
    expect(await words(ama)).toContain('Left by its own will');
    expect((await mailTo(program().dataDir, parting, /thank you and goodbye/, left)).body).toContain('without prejudice');
  });
});
