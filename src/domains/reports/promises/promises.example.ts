import { type Name, openApp, type TestApp } from '../../../../test/app.ts';
import { commandNamed } from '../../../../test/laws/world.ts';
import { system } from '../../../platform/access/actor.ts';
import { type Call, run } from '../../../platform/command.ts';

/** A community in which something was asked, stood on, planned, done and reported, with what not everybody may know in between. */
export const openPast = async (): Promise<TestApp> => {
  const home = await openApp();
  const does = (name: string, input: unknown, day: string, more: Partial<Call> = {}) =>
    run(
      commandNamed(name),
      input,
      home.call(undefined, { actor: system(), via: 'sample', reason: 'It was agreed.', now: `${day}T12:00:00Z`, today: day, ...more }),
    );
  const by = (name: Name) => ({ actor: home.actor(name) });
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
      steps: '- Ask the hosts\n- Book the halls',
      phase: 'Second',
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
  return home;
};

/** What must never be read by somebody who may not know it. */
export const secrets = {
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

export const pledgeIn = async (home: TestApp): Promise<string> =>
  (await home.db.selectFrom('plan_item').select('ref').where('kind', '=', 'pledge').executeTakeFirstOrThrow()).ref as string;

/** What a page says, without its markup. */
export const words = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, '’')
    .replace(/\s+/g, ' ');
