import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Name, openApp, type TestApp } from '../../../../test/app.ts';
import { commandNamed } from '../../../../test/laws/world.ts';
import { system } from '../../../platform/access/actor.ts';
import { type Call, run } from '../../../platform/command.ts';
import { plain } from '../../../platform/documents/document.ts';
import { readDocument } from '../../../platform/imports/read/readDocument.ts';
import { promiseByRef } from './queries.ts';
import { rowsNow, rowsThen } from './rows.ts';
import { tell } from './story.ts';

let home: TestApp;
const does = (name: string, input: unknown, day: string, more: Partial<Call> = {}) =>
  run(
    commandNamed(name),
    input,
    home.call(undefined, { actor: system(), via: 'sample', reason: 'It was agreed.', now: `${day}T12:00:00Z`, today: day, ...more }),
  );
const by = (name: Name) => ({ actor: home.actor(name) });

/** What must never be read by somebody who may not know it. */
const secrets = {
  lead: 'Fatou Diallo',
  leadOfDocument: 'Hidden Leadname',
  leadOfSource: 'Sourced Leadname',
  claimant: 'Eko Santoso',
  judge: 'Dana Whitfield',
  draftItem: 'Unripe issue',
  draftInside: 'Unripe action',
  beforeOpening: 'Working title of nobody',
  draftPosition: 'Not yet decided by the north',
  draftedFirst: 'First thought of the south',
  draftReview: 'Unpublished recommendation',
};

beforeAll(async () => {
  home = await openApp();
  const first = 'REC-PAST-01';
  await does(
    'review.add',
    { ref: 'PAST', prefix: 'PAST', title: 'Past review', publishedOn: '2026-01-10', examiner: 'The examiners' },
    '2026-01-22',
  );
  for (const [number, title] of [
    ['1', 'Meet in every region'],
    ['2', 'Publish the travel budget'],
    ['3', 'Close the working groups'],
  ])
    await does(
      'recommendation.add',
      { review: 'PAST', number, title, text: `The community should: ${title?.toLowerCase()}.` },
      '2026-01-22',
    );
  await does('recommendation.alias', { ref: first, alias: 'Issue 9' }, '2026-02-01');
  await does(
    'position.draft',
    { recommendation: first, body: 'SOUTH', stance: 'oppose', comment: secrets.draftedFirst },
    '2026-02-02',
    by('carmen'),
  );
  await does(
    'position.draft',
    { recommendation: first, body: 'SOUTH', stance: 'support', comment: 'We need it.' },
    '2026-02-03',
    by('carmen'),
  );
  await does('position.finalise', { recommendation: first, body: 'SOUTH', how: 'call', on: '2026-02-04' }, '2026-02-04', by('carmen'));
  await does(
    'position.draft',
    { recommendation: first, body: 'NORTH', stance: 'oppose', comment: secrets.draftPosition },
    '2026-02-04',
    by('badr'),
  );
  await does(
    'answer.record',
    {
      recommendation: first,
      body: 'HUB',
      answer: 'acceptedInPart',
      on: '2026-02-10',
      link: 'https://example.org/resolution',
    },
    '2026-02-10',
  );
  await does(
    'plan.add',
    {
      kind: 'issue',
      review: 'PAST',
      number: '1',
      title: 'Meet on every continent',
      goal: 'Nobody travels farther than a day.',
      recommendations: [first],
      endsOn: '2026-06-30',
      status: 'inProgress',
      percent: 10,
      leads: [
        { role: 'volunteerLead', person: home.people.fatou.personId },
        { role: 'staffLead', name: secrets.leadOfDocument },
      ],
      budget: [{ year: 'FY26', planned: 5000 }],
    },
    '2026-03-01',
  );
  await does('plan.add', { kind: 'action', title: secrets.draftInside, parent: 'ISS-PAST-01', state: 'draft' }, '2026-03-01');
  await does(
    'plan.add',
    { kind: 'issue', review: 'PAST', number: '7', title: secrets.draftItem, recommendations: [first], state: 'draft' },
    '2026-03-01',
  );
  await does(
    'plan.add',
    { kind: 'issue', review: 'PAST', number: '2', title: secrets.beforeOpening, recommendations: ['REC-PAST-02'], state: 'draft' },
    '2026-03-01',
  );
  await does('plan.change', { ref: 'ISS-PAST-02', title: 'Publish it', state: 'open' }, '2026-03-05');
  await does(
    'progress.add',
    { ref: 'ISS-PAST-01', text: 'The first two meetings were held.', percent: 40, endsOn: '2026-09-30' },
    '2026-04-01',
    by('ama'),
  );
  await does('statement.add', { ref: 'ISS-PAST-01', field: 'percent', value: '95 %', source: 'Report of spring' }, '2026-04-02');
  await does('statement.add', { ref: 'ISS-PAST-01', field: 'percent', value: '98 %', source: 'Report of summer' }, '2026-04-02');
  await does(
    'statement.add',
    { ref: 'ISS-PAST-01', field: 'leads', value: secrets.leadOfSource, source: 'Report of spring' },
    '2026-04-02',
  );
  await does('dependency.promise', { ref: 'ISS-PAST-01', owner: 'The host', promise: 'The rooms', promisedOn: '2026-05-01' }, '2026-04-03');
  const led = await does(
    'plan.add',
    { kind: 'pledge', title: 'Mentor ten newcomers', body: 'SOUTH', leads: [{ role: 'volunteerLead', person: home.people.eko.personId }] },
    '2026-04-05',
  );
  await does(
    'closure.claim',
    { ref: led.ref, evidenceUrl: 'https://example.org/mentors', evidenceTitle: 'List of mentors' },
    '2026-05-01',
    by('eko'),
  );
  await does('closure.judge', { ref: led.ref, verdict: 'verified' }, '2026-05-02', by('dana'));
  const close = {
    kind: 'issue',
    review: 'R1',
    number: '3',
    title: 'Close them',
    recommendations: ['REC-ONE-03'],
    percent: 25,
    status: 'inProgress',
  };
  await does('plan.add', close, '2026-04-06');
  await does('progress.add', { ref: 'ISS-ONE-03', text: 'Most of them closed.', percent: 75 }, '2026-05-01');
  await does('review.add', { ref: 'HID', prefix: 'HID', title: 'Hidden', state: 'draft' }, '2026-05-03');
  await does('recommendation.add', { review: 'HID', number: '1', title: secrets.draftReview }, '2026-05-03');
});
afterAll(() => home.close());

const pledge = async () =>
  (await home.db.selectFrom('plan_item').select('ref').where('kind', '=', 'pledge').executeTakeFirstOrThrow()).ref as string;
const page = (path: string, name?: Name) => home.as(name).read(path);
const words = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, '’')
    .replace(/\s+/g, ' ');

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
    const ref = await pledge();
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

describe('only what one may see', () => {
  const all = 'cols=ref,title,review,number,stage,percent,endsOn,stances,answer,late,endedOn,items,themes,kind&per=all';

  it('names, drafts and what was drafted before stand on no page, in no export, feed, document or answer to a program', async () => {
    const refs = ['REC-PAST-01', 'REC-PAST-02', await pledge()];
    const paths = [
      `/promises?${all}`,
      `/promises.csv?${all}`,
      `/promises.json?${all}`,
      '/api/v1/promises',
      ...refs.flatMap((ref) => [
        `/promises/${ref}`,
        ...['2026-02-02', '2026-03-02', '2026-04-10', '2026-05-03', '2020-01-01'].flatMap((day) => [
          `/promises/${ref}?asAt=${day}`,
          `/api/v1/promises/${ref}?asAt=${day}`,
        ]),
        `/promises/${ref}/history`,
        `/promises/${ref}/feed.atom`,
        `/promises/${ref}/promise.json`,
        `/api/v1/promises/${ref}`,
      ]),
    ];
    const found: string[] = [];
    for (const reader of [undefined, 'fatou'] as const) {
      for (const path of paths) {
        // A signed-in reader's own name stands in the head of every page.
        const text = words(await page(path, reader).then((read) => read.replace(/<header class="masthead[\s\S]*?<\/header>/, '')));
        for (const [what, secret] of Object.entries(secrets))
          if (!(reader && what === 'lead') && text.includes(secret)) found.push(`${what} on ${path} for ${reader}`);
      }
    }
    expect(found).toEqual([]);
  });

  it('nor in the documents', async () => {
    for (const format of ['docx', 'pdf'] as const) {
      const answer = await home.as().get(`/promises/REC-PAST-01/promise.${format}`);
      expect(answer.status).toBe(200);
      const { blocks } = await readDocument(Buffer.from(await answer.arrayBuffer()), `promise.${format}`);
      const text = blocks.map((block) => ('spans' in block ? plain(block.spans) : JSON.stringify(block))).join(' ');
      expect(text).toContain('Meet');
      for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
    }
  });

  it('who keeps people and plans reads the names', async () => {
    const told = words(await page('/promises/REC-PAST-01', 'ama'));
    for (const name of [secrets.lead, secrets.leadOfDocument, secrets.leadOfSource]) expect(told).toContain(name);
    expect(words(await page(`/promises/${await pledge()}`, 'ama'))).toContain(`Claimed by ${secrets.claimant} on 1 May 2026.`);
  });
});

it('changes can be followed by a feed that is well-formed', async () => {
  const answer = await home.as().get('/promises/REC-PAST-01/feed.atom');
  expect(answer.headers.get('content-type')).toContain('application/atom+xml');
  const feed = await answer.text();
  expect(feed.match(/<entry>/g)?.length).toBeGreaterThan(3);
  expect(feed).toContain('Percent completed: 40%');
});
