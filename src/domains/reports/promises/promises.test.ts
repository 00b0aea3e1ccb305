import { sql } from 'kysely';
import mammoth from 'mammoth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Name, TestApp } from '../../../../test/app.ts';
import { openPast, pledgeIn, secrets, words } from './promises.example.ts';
import { promiseByRef } from './queries.ts';
import { rowsNow } from './rows/now.ts';
import { rowsThen } from './rows/then.ts';
import { tell } from './story.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openPast();
});
afterAll(() => home.close());

const page = (path: string, name?: Name) => home.as(name).read(path);

describe('the public page of a promise', () => {
  it('tells what was asked, where bodies stood, what was planned and done, with evidence and history', async () => {
    const told = words(await page('/promises/REC-PAST-01'));
    for (const part of [
      'What was asked',
      'The community should: meet in every region.',
      'Past review',
      'Where bodies stood',
      '1 body decided',
      'Support: 1',
      'We need it.',
      'Accepted in part',
      'What was planned',
      'Nobody travels farther than a day.',
      'Volunteer lead 1 person',
      'first promised: 30 Jun 2026',
      'FY26',
      'The host The rooms',
      'What was done',
      '40%',
      'The first two meetings were held.',
      'They differ',
      '98 %',
      'The evidence',
      'Decision of Hub committee',
      'The history',
      'formerly Issue 9',
      'Cite this page',
    ])
      expect(told).toContain(part);
    expect(told.indexOf('What was asked')).toBeLessThan(told.indexOf('Where bodies stood'));
  });

  it('is printed with all that was planned: goal, steps, body, phase and the parts of the work', async () => {
    const file = await home.as().get('/promises/REC-PAST-01/promise.docx');
    const { value: html } = await mammoth.convertToHtml({ buffer: Buffer.from(await file.arrayBuffer()) });
    expect(html).toContain('<li>Book the halls</li>');
    expect(html.replaceAll(/<[^>]*>/g, ' ')).toMatch(/Phase\s+Second/);
    for (const secret of Object.values(secrets)) expect(html).not.toContain(secret);
  });

  it('shows what submitted reports said of it, as they said it', async () => {
    await home.db.transaction().execute(async (tx) => {
      await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
      await sql`with made as (
        insert into report (ref, review_id, title, from_on, to_on, author_name, state)
        select 'RPT-1', id, '{"original": "en", "texts": {"en": "Report of the first half"}}', '2026-01-01', '2026-06-30', 'Nobody', 'submitted' from review where ref = 'PAST' returning id)
        insert into report_snapshot (report_id, taken_at, checksum, content) select id, '2026-07-05T12:00:00Z', 'x',
          '{"items": [{"ref": "ISS-PAST-01", "percent": 35, "status": "inProgress", "ends": []}, {"ref": "ISS-PAST-07", "percent": 1, "status": "onHold"}]}' from made`.execute(
        tx,
      );
    });
    const told = words(await page('/promises/REC-PAST-01'));
    expect(told).toContain('What submitted reports said');
    expect(told).toContain('Report of the first half 30 Jun 2026 In progress · 35%');
    expect(words(await page('/promises/REC-PAST-01?asAt=2026-07-04'))).not.toContain('What submitted reports said');
  });

  it('of a pledge that no review asked for says so, and tells claimed from verified', async () => {
    const ref = await pledgeIn(home);
    const told = words(await page(`/promises/${ref}`));
    expect(told).toContain('No review asked for it');
    expect(told).toContain('Claimed as done on 1 May 2026. Verified by a second person on 2 May 2026.');
    expect(told).toContain('List of mentors');
  });

  it('is found under former names and from what was planned for it; what nobody may read is not found', async () => {
    for (const other of ['Issue%209', 'ISS-PAST-01', 'rec-past-01']) {
      const answer = await home.as().get(`/promises/${other}?asAt=2026-03-02`);
      expect([answer.status, answer.headers.get('location')]).toEqual([302, '/promises/REC-PAST-01?asAt=2026-03-02']);
    }
    for (const hidden of ['REC-HID-1', 'REC-HID-01', 'ISS-PAST-07', 'NONE'])
      expect((await home.as().get(`/promises/${hidden}`)).status).toBe(404);
    expect(words(await page('/promises/REC-HID-01', 'dana'))).toContain('Draft, not public');
  });

  it('has links from the recommendation and from the plan', async () => {
    expect(await page('/recommendations/REC-PAST-01')).toContain('href="/promises/REC-PAST-01"');
    expect(await page('/plans/items/ISS-PAST-01')).toContain('href="/promises/ISS-PAST-01"');
  });
});

describe('as at a past day', () => {
  it('it shows what our records held then', async () => {
    const march = words(await page('/promises/REC-PAST-01?asAt=2026-03-10'));
    expect(march).toContain('Everything stands as our records had it at the end of 10 Mar 2026');
    expect(march).toContain('10%');
    expect(march).not.toContain('first two meetings');
    const february = words(await page('/promises/REC-PAST-01?asAt=2026-02-03'));
    expect(february).toContain('No body has decided on a position.');
    expect(february).toContain('Nothing is planned for it.');
  });

  it('before our records began it tells only what carries a day, and says so', async () => {
    const early = words(await page('/promises/REC-PAST-01?asAt=2026-01-20'));
    expect(early).toContain('only what carries a day up to 20 Jan 2026 is told');
    expect(early).toContain('Past review');
    expect(early).not.toContain('We need it.');
    expect(words(await page('/promises/REC-PAST-01?asAt=2025-01-20'))).toContain(
      'Nothing that carries a day says that it was asked by then.',
    );
  });

  it('what our records did hold stands as they held it, beside what only carries a day', async () => {
    // The recommendations of the first review came into our records today, what was planned for one of them long before.
    const april = words(await page('/promises/REC-ONE-03?asAt=2026-04-10'));
    expect(april).toContain('Our records did not hold all of it then');
    expect(april).toContain('The community should: close the working groups.');
    expect(april).toContain('In progress 25%');
    expect(words(await page('/promises/REC-ONE-03'))).toContain('In progress 75%');
  });

  it('what the log replays up to today is what the tables hold', async () => {
    const db = home.db as never;
    const today = home.call().today;
    const refs = await Promise.all(
      ['recommendation', 'plan_item'].map((table) => home.db.selectFrom(table).select('ref').where('archived_at', 'is', null).execute()),
    );
    const telling = { day: today, past: null, everybody: false };
    let compared = 0;
    for (const { ref } of refs.flat()) {
      const found = await promiseByRef(db, home.actor(), ref);
      if (!found) continue;
      const [now, replayed] = [await rowsNow(db, home.actor(), found), await rowsThen(db, home.actor(), found, today)];
      expect(tell(found, replayed.rows, replayed.around, telling)).toEqual(tell(found, now.rows, now.around, telling));
      compared += 1;
    }
    expect(compared).toBeGreaterThan(4);
  });
});

describe('the list of promises', () => {
  it('says of each what its page says, and every figure is as many rows as it counts', async () => {
    const { items } = (await (await home.as().get('/api/v1/promises')).json()) as {
      items: { ref: string; stage: string; late: boolean }[];
    };
    expect(items.map((item) => item.ref)).toContain('REC-PAST-01');
    for (const item of items) {
      const { stage, late } = (await (await home.as().get(`/api/v1/promises/${item.ref}`)).json()) as typeof item;
      expect({ ref: item.ref, stage, late }).toEqual({ ref: item.ref, stage: item.stage, late: item.late });
    }
    const html = await page('/promises');
    const stats = [...html.matchAll(/class="stat-figure"><a href="([^"]+)"[^>]*>(\d+)</g)].map(
      ([, href = '', figure]) => [href.replaceAll('&amp;', '&'), Number(figure)] as const,
    );
    expect(stats.length).toBe(6);
    for (const [href, figure] of stats) {
      const rows = (await (await home.as().get(href.replace('/promises', '/promises.json'))).json()) as { rows?: unknown[] } | unknown[];
      expect(Array.isArray(rows) ? rows.length : rows.rows?.length).toBe(figure);
    }
  });

  it('is filtered by review, body, stage and what is late', async () => {
    const refs = async (query: string) =>
      ((await (await home.as().get(`/api/v1/promises?${query}`)).json()) as { items: { ref: string }[] }).items.map((item) => item.ref);
    expect(await refs('late=yes')).toEqual(['REC-PAST-01']);
    expect(await refs('stage=verified')).toEqual([expect.stringMatching(/^PLG-/)]);
    expect(await refs('body=SOUTH')).toEqual([expect.stringMatching(/^PLG-/)]);
    expect(await refs('review=PAST')).toEqual(['REC-PAST-01', 'REC-PAST-02', 'REC-PAST-03']);
  });
});

it('changes can be followed by a feed that is well-formed', async () => {
  const answer = await home.as().get('/promises/REC-PAST-01/feed.atom');
  expect(answer.headers.get('content-type')).toContain('application/atom+xml');
  const feed = await answer.text();
  expect(feed.match(/<entry>/g)?.length).toBeGreaterThan(3);
  expect(feed).toContain('Percent completed: 40%');
});
