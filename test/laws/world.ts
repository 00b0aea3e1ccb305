import { commands } from '../../src/app/domains.ts';
import { softDevice } from '../../src/domains/accounts/passkeys/soft-device.ts';
import { smallForm } from '../../src/domains/accreditation/applications/testing.ts';
import { system } from '../../src/platform/access/actor.ts';
import { type Call, run } from '../../src/platform/command.ts';
import { runImport } from '../../src/platform/imports/domain.ts';
import type { TestApp } from '../app.ts';

/** What stands ready in the small community so that every command has something to act on. */
export type World = Awaited<ReturnType<typeof furnishWorld>>;

export const commandNamed = (name: string) => {
  const found = commands.find((command) => command.name === name);
  if (!found) throw new Error(`There is no command ${name}.`);
  return found;
};

/** Bodies and people as in `openApp`; beside them whatever the sample inputs name, made through commands as everything is. */
export const furnishWorld = async ({ db, services, people, call }: TestApp) => {
  const does = (name: string, input: unknown, more: Partial<Call> = {}) =>
    run(commandNamed(name), input, call(undefined, { actor: system(), via: 'sample', reason: 'It was agreed.', ...more }));
  const today = call().today;

  const grace = await does('person.add', { name: 'Grace Mwangi' });
  const graceEmail = await does('email.add', { person: grace.id, address: 'grace@example.org' });
  const hugo = await does('person.add', { name: 'Hugo Lind' });
  await does('email.add', { person: hugo.id, address: 'hugo@example.org' });
  await does('account.add', { person: hugo.id });
  const grant = await does('grant.give', { person: hugo.id, role: 'staff' });
  const seat = await does('seat.add', { body: 'SOUTH', title: 'Chair' });

  const organisation = await does('organisation.add', {
    name: 'Users of the South',
    body: 'SOUTH',
    accredited: '2014?',
    website: 'https://users.example',
  });
  const membership = await does('membership.add', { person: grace.id, organisation: organisation.ref, role: 'alternate', from: '2019' });

  // Two records of one person, and two more that were merged.
  const twin = await does('person.add', { name: 'Mwangi, Grace' });
  const nadia = await does('person.add', { name: 'Nadia Karam' });
  const second = await does('person.add', { name: 'Nadia  Karam' });
  const { merge } = await does('person.merge', { kept: nadia.id, gone: second.id });

  const left = await does('organisation.add', {
    name: 'Users who left',
    body: 'SOUTH',
    state: 'resigned',
    accredited: '2012',
    withdrawn: '2019',
  });
  const otherRecord = await does('organisation.add', { name: 'South Users', body: 'SOUTH' });
  const joined = await does('organisation.merge', {
    kept: otherRecord.ref,
    gone: (await does('organisation.add', { name: 'Users, South', body: 'SOUTH' })).ref,
  });

  // Members of SOUTH on each stretch of the ladder, whose steps wait for nothing here.
  const steps = ['letter', 'standby', 'finalWarning', 'proposal', 'notice', 'vote', 'notification'];
  await does('activity.adoptRule', { body: 'SOUTH', startsOn: '2020-01-01', meetings: 2, meetingMonths: 12, standbyMonths: 6 });
  await does('ladder.define', { startsOn: '2020-01-01', steps: steps.map((step) => ({ step })) });
  const { fact } = await does('activity.record', { organisation: organisation.ref, kind: 'meeting', on: today, source: 'Monthly call' });
  const onLadder = async (name: string, upTo: string) => {
    const { ref } = await does('organisation.add', { name, body: 'SOUTH', accredited: '2015' });
    await does('activity.confirm', { organisation: ref, status: 'lessActive' });
    for (const step of steps.slice(0, steps.indexOf(upTo)))
      if (step === 'vote') await does('ladder.vote', { organisation: ref, inFavour: 2, against: 1 });
      else await does('ladder.take', { organisation: ref, step });
    return ref as string;
  };
  const ladder = {
    letter: await onLadder('Quiet users', 'letter'),
    vote: await onLadder('Quieter users', 'vote'),
    notification: await onLadder('Quietest users', 'notification'),
    standby: await onLadder('Users who woke', 'standby'),
  };

  // A campaign in which the standby member was asked, and what another one reported otherwise than the register says.
  await does('expectation.adopt', { startsOn: '2020-01-01', items: [{ key: 'inform', text: 'It informs its members.' }] });
  await does('campaign.defineForm', {
    startsOn: '2020-01-01',
    questions: [
      { key: 'doing', text: 'What did you do?' },
      { key: 'need', text: 'What do you need?' },
    ],
  });
  const { set: draftSet } = await does('expectation.draft', { body: 'SOUTH' });
  await does('email.add', { person: hugo.id, address: 'users@example.org' });
  await does('membership.add', { person: hugo.id, organisation: ladder.standby, role: 'primary', from: '2019' });
  const dueOn = Temporal.PlainDate.from(today).add({ days: 30 }).toString();
  const { campaign } = await does('campaign.open', { title: 'Report', body: 'SOUTH', dueOn });
  const letter = await db
    .selectFrom('mail')
    .select('body')
    .where('body', 'like', '%/member-report/%')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  const linkIn = (body = '') => /member-report\/([\w-]+)/.exec(body)?.[1] as string;
  const reportLink = linkIn(letter?.body);
  const toGrace = await db
    .selectFrom('mail')
    .select('body')
    .where('recipient', '=', 'grace@example.org')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  await does('campaign.answer', { token: reportLink, changes: { city: 'Harbour' } });

  // Somebody who holds a seat and has asked to be forgotten: it waits.
  const ivo = await does('person.add', { name: 'Ivo Brandt' });
  const deputy = await does('seat.add', { body: 'SOUTH', title: 'Deputy' });
  await does('seat.fill', { seatId: deputy.id, personId: ivo.id });
  const { erasure } = await does('erasure.ask', { person: ivo.id, sure: true });

  await does('body.change', { ref: 'SOUTH-WG', joining: 'asks' });
  await does('join.ask', { body: 'SOUTH-WG', message: 'I write well.' }, { actor: { ...people.fatou.actor, personId: hugo.id } });
  const kept = await does('seat.add', { body: 'SOUTH', title: 'Secretary', termMonths: 24, termLimit: 2 });
  await does('seat.fill', { seatId: kept.id, personId: grace.id, from: '2020?' });

  const fatou = { actor: people.fatou.actor };
  await does('token.make', { name: 'my script', reach: 'readOnly', expires: today }, fatou);
  const { id: view } = await does('view.save', { list: 'recommendations', name: 'Mine', query: 'q=travel' }, fatou);
  await does('view.keepFigure', { id: view }, fatou);
  const comment = await does('comment.add', { recommendation: 'REC-ONE-02', text: 'Which budget?' }, fatou);
  const note = await does('person.note', { person: grace.id, kind: 'call', text: 'Asked for the minutes' });
  const { token } = await does('link.make', { address: 'hugo@example.org' });
  const site = 'https://plenary.example.org';
  const skill = await does('skill.add', { person: people.fatou.personId, kind: 'interest', label: 'Maps', purpose: 'To be asked' }, fatou);
  await does('identity.link', { issuer: 'https://id.example.org', subject: 'fatou' }, fatou);
  const { ceremony } = await does('passkey.prepare', { client: '192.0.2.1' }, fatou);
  const passkey = await does('passkey.add', { ceremony, credential: softDevice().make(ceremony, site), site }, fatou);

  for (const number of ['4', '5']) {
    await does('recommendation.add', { review: 'R1', number, title: `Recommendation ${number}`, text: 'The community should decide.' });
  }
  await does('recommendation.archive', { ref: 'REC-ONE-05' });
  await does('review.add', { ref: 'R2', prefix: 'TWO', title: 'Second review' });
  for (const number of ['1', '2', '3']) {
    await does('recommendation.add', { review: 'R2', number, title: `Recommendation ${number}`, text: 'The community should decide.' });
  }
  await does('position.draft', { recommendation: 'REC-ONE-02', body: 'SOUTH', stance: 'support' });
  await does('position.takeIn', { recommendation: 'REC-ONE-03', body: 'SOUTH', stance: 'oppose', decidedOn: today });

  const batches: Record<string, string> = {};
  for (const [state, recommendation] of [
    ['proposed', 'REC-TWO-01'],
    ['sent', 'REC-TWO-02'],
    ['signed', 'REC-TWO-03'],
  ] as const) {
    const { ref } = await does('triage.propose', { review: 'R2', body: 'SOUTH', recommendations: [recommendation] });
    batches[state] = ref;
    await does('triage.edit', { ref, items: [{ recommendation, priority: 'P2' }] });
    if (state !== 'proposed') await does('triage.send', { ref, dueOn: today });
    if (state === 'signed') await does('triage.signOff', { ref });
  }
  await does('triage.setStage', { review: 'R1', body: 'SOUTH', stage: 'untriaged' });

  const { round } = await does('round.open', { review: 'R2', title: 'First round', scorers: [{ person: people.carmen.personId }] });
  await does('priority.agree', {
    recommendation: 'REC-ONE-02',
    level: 'P2',
    urgent: false,
    important: true,
    rationale: 'Agreed on a call.',
    on: today,
  });
  await does('answer.record', { recommendation: 'REC-ONE-02', body: 'HUB', answer: 'accepted' });
  await does('link.add', { from: 'REC-ONE-02', kind: 'dependsOn', to: 'REC-ONE-03' });

  // An issue that SOUTH answers for, an action that waits for it and for somebody outside, a claim, and one that is archived.
  const planned = { body: 'SOUTH', status: 'inProgress' };
  const issue = await does('plan.add', {
    ...planned,
    kind: 'issue',
    review: 'R1',
    number: '1',
    title: 'Meet in every region',
    endsOn: today,
  });
  const action = await does('plan.add', { ...planned, kind: 'action', title: 'Book the rooms', parent: issue.ref });
  const claimed = await does('plan.add', { ...planned, kind: 'action', title: 'Choose the days' });
  await does('closure.claim', { ref: claimed.ref, evidenceUrl: 'https://example.org/days' });
  const shelved = await does('plan.add', { ...planned, kind: 'action', title: 'Print badges' });
  await does('plan.archive', { ref: shelved.ref });
  await does('dependency.promise', { ref: action.ref, owner: 'The host', promise: 'The rooms' });

  // Somebody who was forgotten, whom a file of others names.
  const lena = await does('person.add', { name: 'Lena Forster' });
  const minutes = { name: 'minutes.txt', content: Buffer.from('Lena Forster was in the chair.').toString('base64') };
  await does('evidence.add', { ref: issue.ref, title: 'The minutes', file: minutes });
  const gone = await does('erasure.ask', { person: lena.id, sure: true });

  // One report of SOUTH in each state; the draft has a section that was taken out, so that an issue is without one.
  await does('reportCalendar.set', { review: 'R1', body: 'SOUTH', beginsOn: '2024-01-01', responsible: 'Eko Santoso' });
  const reported = async (to: string, ...steps: readonly string[]) => {
    const { ref } = await does('report.start', { review: 'R1', body: 'SOUTH', to, author: 'Hugo Lind' });
    for (const step of steps) await does(`report.${step}`, { ref });
    return ref as string;
  };
  const submitted = await reported('2024-06-30', 'sendToReview', 'approve', 'submit');
  await does('question.ask', { ref: submitted, text: 'What did it cost?' });
  const approved = await reported('2024-12-31', 'sendToReview', 'approve');
  const inReview = await reported('2025-06-30', 'sendToReview');
  const drafting = await reported(today);
  const { id: ofDraft } = await db.selectFrom('report').select('id').where('ref', '=', drafting).executeTakeFirstOrThrow();
  const sections = await db
    .selectFrom('report_section')
    .select(['id', 'kind'])
    .where('report_id', '=', ofDraft)
    .orderBy('position')
    .execute();
  const section = sections.find(({ kind }) => kind === 'prose') as { id: number };
  await does('section.remove', { id: sections.find(({ kind }) => kind === 'issue')?.id });

  // Applications of SOUTH on their way: a draft, one received, one where the region is asked, one before the committee, one voted on.
  await does('applicationForm.set', smallForm());
  await does('applicationForm.set', smallForm('individual'));
  const applied = async (name: string) => {
    const address = `${name}@example.org`;
    await does('application.begin', { kind: 'organisation', address, language: 'en', client: `client of ${name}` });
    const { body } = await db.selectFrom('mail').select('body').where('recipient', '=', address).executeTakeFirstOrThrow();
    return /apply\/([\w-]+)/.exec(body)?.[1] ?? '';
  };
  const answers = (name: string) => ({ name: `Users of ${name}`, country: 'PE', contact: 'Rosa Quispe', agrees: 'yes' });
  const handedIn = async (name: string, ...steps: readonly (readonly [string, object])[]) => {
    const token = await applied(name);
    const { ref } = await does('application.submit', { token, answers: answers(name) });
    await does('application.place', { ref, body: 'SOUTH' });
    for (const [deed, input] of steps) await does(`application.${deed}`, { ref, ...input });
    return { token, ref: ref as string };
  };
  const toAdvice = [
    ['move', { to: 'diligence' }],
    ['move', { to: 'advice' }],
  ] as const;
  const toVote = [...toAdvice, ['advise', { advice: 'accept', text: 'Well known.' }], ['move', { to: 'vote' }]] as const;
  const draft = await applied('draft');
  const received = await handedIn('received');
  await does('application.note', { ref: received.ref, text: 'Telephone again.' });
  // Sent back long ago, and nothing was heard since.
  const longAgo = { now: '2026-01-02T12:00:00Z', today: '2026-01-02' };
  const { ref: silent } = await does(
    'application.enter',
    { kind: 'organisation', address: 'silent@example.org', language: 'en', answers: answers('silence') },
    longAgo,
  );
  await does('application.place', { ref: silent, body: 'SOUTH' }, longAgo);
  await does('application.move', { ref: silent, to: 'incomplete', message: 'Who leads you?' }, longAgo);
  await does(
    'application.begin',
    { kind: 'individual', address: 'forgotten@example.org', language: 'en', client: 'one of long ago' },
    { now: '2024-01-02T12:00:00Z', today: '2024-01-02' },
  );
  const forgotten = await db
    .selectFrom('application')
    .select('id')
    .where('address', '=', 'forgotten@example.org')
    .executeTakeFirstOrThrow();
  const applications = {
    draft,
    forgotten: forgotten.id,
    silent: silent as string,
    answers: answers('draft'),
    received,
    advice: (await handedIn('advice', ...toAdvice)).ref,
    vote: (await handedIn('vote', ...toVote)).ref,
    voted: (await handedIn('voted', ...toVote, ['recordVote', { heldOn: today, yes: 9, no: 2, abstain: 1 }])).ref,
  };

  // A draft and a message on its way, both of SOUTH and to everybody whom their sender sees there.
  const { id: everybody } = await does(
    'view.save',
    { list: 'people', name: 'Everybody', query: '', audience: 'everyone' },
    { actor: people.dana.actor },
  );
  const words = { kind: 'news', subject: { en: 'News of the month' }, text: { en: 'Dear {name},\n\nwe met.' } };
  const written = async () => (await does('mailing.write', { ...words, view: everybody, body: 'SOUTH' })).id as number;
  const [letter1, letter2] = [await written(), await written()];
  await does('mailing.send', { mailing: letter2 });
  await does('mailing.deliver', { mailing: letter2 });
  const { body: newsletter } = await db
    .selectFrom('mail')
    .select('body')
    .where('subject', '=', 'News of the month')
    .executeTakeFirstOrThrow();
  const mailing = {
    words,
    view: everybody as number,
    draft: letter1,
    sending: letter2,
    link: /unsubscribe\/([\w-]+)/.exec(newsletter)?.[1] as string,
  };

  const imported = async (state: 'previewed' | 'done' | 'undoing') => {
    const { id } = await does('import.start', lines('Also meet online'), { actor: people.dana.actor });
    await runImport(services, id);
    if (state === 'previewed') return id;
    await does('import.run', { id }, { actor: people.dana.actor });
    await runImport(services, id);
    if (state === 'undoing') await does('import.undo', { id, why: 'the wrong file' }, { actor: people.dana.actor });
    return id;
  };
  const runs = { previewed: await imported('previewed'), done: await imported('done'), undoing: await imported('undoing') };
  const { alias: learned } = await does('alias.learn', { id: runs.previewed, kind: 'review', text: 'The second one', ref: 'R2' });

  const one = async (table: string, column: string, value: unknown): Promise<number> =>
    (await db.selectFrom(table).select('id').where(column, '=', value).orderBy('id', 'desc').executeTakeFirstOrThrow()).id;
  return {
    today,
    people,
    twin: twin.id as number,
    merge: merge as number,
    organisationLeft: left.ref as string,
    organisationTwin: otherRecord.ref as string,
    organisationMerge: joined.merge as number,
    grace: { id: grace.id as number, email: graceEmail.id as number },
    hugo: { id: hugo.id as number, grant: grant.id as number, link: token as string },
    fatou: {
      skill: skill.id as number,
      passkey: passkey.id as number,
      identity: await one('identity', 'subject', 'fatou'),
      token: await one('api_token', 'person_id', people.fatou.personId),
      view: view as number,
      session: await one('session', 'account_id', await one('account', 'person_id', people.fatou.personId)),
    },
    comment: comment.id as number,
    note: note.id as number,
    organisation: organisation.ref as string,
    membership: membership.id as number,
    fact: fact as number,
    ladder,
    campaign: campaign as number,
    reportLink,
    draft: draftSet as number,
    form: await one('campaign_form', 'starts_on', '2020-01-01'),
    openLink: linkIn(toGrace?.body),
    report: await one('member_report', 'changes_state', 'proposed'),
    erasure: erasure as number,
    forgotten: { erasure: gone.erasure as number, file: await one('file', 'name', 'minutes.txt') },
    tenure: await one('tenure', 'seat_id', kept.id),
    request: await one('join_request', 'person_id', hugo.id),
    seat: seat.id as number,
    stage: await one('triage_stage', 'stage', 'untriaged'),
    batches: batches as Record<'proposed' | 'sent' | 'signed', string>,
    round: round as number,
    plan: {
      issue: issue.ref as string,
      action: action.ref as string,
      claimed: claimed.ref as string,
      shelved: shelved.ref as string,
      id: await one('plan_item', 'ref', issue.ref),
      promise: await one('plan_dependency', 'owner', 'The host'),
    },
    reports: {
      submitted,
      approved,
      inReview,
      drafting,
      calendar: await one('report_calendar', 'months', 6),
      section: section.id as number,
    },
    applications,
    mailing,
    runs,
    learned,
  };
};

/** A file with one recommendation. */
export const lines = (title: string) => ({
  kind: 'recommendations',
  name: 'recommendations.csv',
  text: `number,title,text\n9,${title},The community should ${title.toLowerCase()}.\n`,
  context: { review: 'R1' },
});
