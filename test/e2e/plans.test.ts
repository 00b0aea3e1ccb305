import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../bench/server.ts';
import { ask, newReview } from './api.ts';
import { accessFaults, overflow } from './looks.ts';
import { mailTo } from './outbox.ts';
import { cast } from './people.ts';
import { journeys, open, program, submit, words } from './world.ts';

const seeds = new URL('../../../shared/seeds/', import.meta.url).pathname;
const seed = (start: string) => (existsSync(seeds) ? readdirSync(seeds).find((name) => name.startsWith(start)) : undefined);
const [workPlan, finalReport] = [seed('000_'), seed('001_')];

journeys('A plan', () => {
  test.skipIf(!finalReport)(
    'comes in from a final report: issues with their parts, what its sentences say beside them, and goes out by undo (skipped only where the folder of seeds is absent)',
    async () => {
      await newReview('PLANNED', []);
      const page = await open('ama');
      await page.goto('/imports/new?kind=plan&review=PLANNED-2026');
      await page.locator('[name=file]').setInputFiles(join(seeds, finalReport ?? ''));
      await submit(page, 'form[action="/imports"]');
      await settled(page);
      expect(await words(page), 'a heading of ten above a list of seven is told').toMatch(/says 10 .*has 7/);
      await submit(page, 'form[action$="/run"]');
      await settled(page);
      const report = page.url();
      await page.goto('/plans?review=PLANNED-2026');
      expect(await words(page)).toMatch(/2\. Member Engagement and Criteria 22 Apr 2019 a\) 30 Sep 2020, b\) 31 Jan 2021/);
      await page.goto('/plans/statements');
      expect(await words(page)).toContain('Two issues remain at 95% and 98% completion.');
      await page.goto(report);
      await page.getByLabel('Why').fill('Only a rehearsal');
      await submit(page, 'form[action$="/undo"]');
      await settled(page);
      await page.goto('/plans?review=PLANNED-2026');
      expect(await words(page)).not.toContain('Member Engagement and Criteria');
    },
  );

  test.skipIf(!workPlan)(
    'of tasks, implementation and outcomes stands under its workstreams with its lists (skipped only where the folder of seeds is absent)',
    async () => {
      const page = await open('ama');
      await page.goto('/imports/new?kind=plan');
      await page.locator('[name=file]').setInputFiles(join(seeds, workPlan ?? ''));
      await submit(page, 'form[action="/imports"]');
      await settled(page);
      await submit(page, 'form[action$="/run"]');
      await settled(page);
      await page.goto('/plans/workstreams');
      const mentors = page.getByRole('row', { name: /^Coaches and mentors.*roadmap for mentors/s });
      expect(await mentors.locator('li').count()).toBe(4);
      expect(await mentors.innerText()).toContain('No outcome yet');
    },
  );

  test('is updated by its lead with a file as evidence, claimed, and verified by somebody else; a past day still shows how it was', async () => {
    await newReview('LED', ['Meet in every region']);
    await open('fatou');
    await ask('POST', '/plans', {
      kind: 'issue',
      review: 'LED-2026',
      number: '1',
      title: 'Meet in every region',
      volunteerLeads: ['Fatou Diallo'],
    });
    const item = '/plans/items/ISS-LED-01';
    const lead = await open('fatou');
    await lead.goto('/plans/mine');
    await lead.getByRole('link', { name: 'Meet in every region' }).click();
    await lead.getByRole('link', { name: 'Add an update' }).click();
    await lead.locator('[name="text.en"]').fill('Both rooms are booked');
    await lead.locator('[name=percent]').fill('120');
    await submit(lead, 'form[action$="/progress"]');
    expect(await lead.locator('[name="text.en"]').inputValue(), 'nothing typed is lost').toBe('Both rooms are booked');
    await lead.locator('[name=percent]').fill('60');
    await lead
      .locator('[name=evidenceFile]')
      .setInputFiles({ name: 'booking.txt', mimeType: 'text/plain', buffer: Buffer.from('Room 7, Room 8') });
    await submit(lead, 'form[action$="/progress"]');
    expect(await words(lead, '#progress')).toMatch(/60% Both rooms are booked booking.txt/);

    await lead.locator('summary', { hasText: 'Claim that it is done' }).click();
    await submit(lead, 'form[action$="/claim"]');
    expect(await lead.locator('form[action$="/judgement"]').count(), 'nobody judges their own claim').toBe(0);
    const other = await open('ama');
    await other.goto(item);
    await other.locator('summary', { hasText: /^Verify$/ }).click();
    await other.getByLabel('It is done, and the evidence shows it').check();
    await submit(other, 'form[action$="/judgement"]');
    expect(await words(other, '#closure')).toMatch(/Verified.*Ama Owusu/);

    await other.goto('/plans/as-at?on=2020-06-30&since=2019-06-30');
    expect(await words(other)).toMatch(/What changed from 30 Jun 2019 to 30 Jun 2020/);
    expect(await words(other)).not.toContain('Meet in every region');
  });

  test('is updated by one click in the letter of a reminder: opening changes nothing, the button works once, an old link says what to do', async () => {
    await newReview('REMIND', ['Answer within a month']);
    await open('fatou');
    const inAWeek = Temporal.Now.plainDateISO('UTC').add({ days: 7 }).toString();
    await ask('POST', '/plans', {
      kind: 'issue',
      review: 'REMIND-2026',
      number: '1',
      title: 'Answer within a month',
      status: 'inProgress',
      endsOn: inAWeek,
      volunteerLeads: [cast.fatou.name],
    });
    const database = await openDatabase(program().dataDir);
    try {
      await database.query("insert into job_request (name, data) values ('plan.remind', '{}')");
      const letter = await mailTo(program().dataDir, cast.fatou.email, /Answer within a month|ISS-REMIND-01/);
      const [onTrack = '', atRisk = ''] = [...letter.body.matchAll(/(\/plans\/links\/[\w-]+)/g)].map((found) => found[1] as string);
      const stranger = await open(undefined, { javaScript: false });
      await stranger.goto(atRisk);
      expect(await words(stranger)).toContain('One click says that ISS-REMIND-01 is at risk, in your name.');
      const lead = await open('fatou');
      await lead.goto('/plans/items/ISS-REMIND-01');
      expect(await words(lead), 'opening it says nothing yet').not.toContain('It is at risk.');
      await submit(stranger);
      await lead.reload();
      expect(await words(lead, '#progress')).toContain('It is at risk.');
      expect((await stranger.goto(atRisk))?.status()).toBe(409);
      expect(await words(stranger, 'body')).toContain('This link was used already; each works once.');
      await database.query("select set_config('plenary.restoring', 'on', false)");
      await database.query("update plan_link set expires_at = '2020-01-01' where used_at is null");
      expect((await stranger.goto(onTrack))?.status()).toBe(409);
      expect(await words(stranger, 'body')).toContain('This link is no longer valid. Sign in to say what happened.');
    } finally {
      await database.end();
    }
  });

  test('has no fault that axe knows in any of its pictures, in either direction, light and dark, wide and narrow', async () => {
    const faults: string[] = [];
    for (const language of ['en', 'ar'] as const) {
      const page = await open('ama', { language });
      for (const path of [
        '/plans',
        '/plans/tree',
        '/plans/board',
        '/plans/timeline?review=SAMPLE-EXERCISE',
        '/plans/workstreams',
        '/plans/statements',
        '/plans/as-at?on=2026-01-01&since=2019-06-30',
        '/plans/from-recommendations?review=ARI',
        '/plans/items/ISS-ARI-16',
        '/plans/items/ISS-ARI-16/edit',
        '/plans/items/ISS-ARI-16/update',
      ]) {
        await page.setViewportSize({ width: 1280, height: 800 });
        await page.emulateMedia({ colorScheme: 'light' });
        await page.goto(path);
        for (const fault of [...(await accessFaults(page)), ...(await overflow(page))]) faults.push(`${path} (${language}): ${fault}`);
        await page.setViewportSize({ width: 320, height: 640 });
        await page.emulateMedia({ colorScheme: 'dark' });
        for (const fault of [...(await accessFaults(page)), ...(await overflow(page))])
          faults.push(`${path} (${language}, narrow, dark): ${fault}`);
      }
    }
    expect(faults).toEqual([]);
  }, 240_000);
});

/** A page of an import that is being worked on looks again by itself. */
const settled = (page: Awaited<ReturnType<typeof open>>): Promise<void> =>
  page.locator('#progress').waitFor({ state: 'detached', timeout: 40_000 });
