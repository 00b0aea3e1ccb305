import { lines, type World } from './world.ts';

/** A good input of one command, as a function of what stands ready. */
export interface Sample {
  input: (world: World) => unknown;
  /** A rule of the matter that everybody meets who passes the permission, by its message key, where no world can be furnished without it. */
  meets?: string;
}

const of = (input: Sample['input'], more: Omit<Sample, 'input'> = {}): Sample => ({ input, ...more });
const always = (input: unknown): Sample => of(() => input);

const first = 'REC-ONE-01';
const drafted = { recommendation: 'REC-ONE-02', body: 'SOUTH' };

const toOwner = { community: 'Test community', site: 'https://plenary.example.org' };
const strangePasskey = { credential: '{"id":"AA","clientDataJSON":"AA"}', ceremony: 'unknown', site: 'https://plenary.example.org' };

/** One good input for every command. What they touch belongs to the body SOUTH, or to Fatou where it is a person's own. */
export const inputs: Record<string, Sample> = {
  'view.save': always({ list: 'recommendations', name: 'Another', query: 'q=budget' }),
  'view.drop': of(({ fatou }) => ({ id: fatou.view })),
  'term.set': always({ scheme: 'theme', key: 'travel', label: 'Travel' }),

  'import.start': always(lines('Publish the minutes')),
  'import.map': of(({ runs }) => ({ id: runs.previewed, columns: [] })),
  'alias.learn': of(({ runs }) => ({ id: runs.previewed, kind: 'review', text: 'The first one', ref: 'R1' })),
  'import.choose': of(({ runs }) => ({ id: runs.previewed, shown: [1], ticked: [] })),
  'import.preview': of(({ runs }) => ({ id: runs.previewed })),
  'import.run': of(({ runs }) => ({ id: runs.previewed })),
  'import.undo': of(({ runs }) => ({ id: runs.done, why: 'the wrong file' })),
  'import.takeBack': of(({ runs }) => ({ id: runs.undoing })),

  'body.add': always({ ref: 'EAST', name: 'Eastern regions', kind: 'region' }),
  'body.change': always({ ref: 'SOUTH', acronym: 'SOU' }),
  'body.takeIn': always({ ref: 'SOUTH', acronym: 'SOU' }),
  'body.archive': always({ ref: 'SOUTH-WG' }),
  'seat.add': always({ body: 'SOUTH', title: 'Secretary' }),
  'seat.fill': of(({ seat, grace }) => ({ seatId: seat, personId: grace.id })),
  'region.load': of(({ today }) => ({
    system: 'OURS',
    title: 'Our regions',
    validFrom: today,
    regions: [{ key: 'E', title: 'East' }],
    countries: [{ code: 'JP', name: 'Japan', region: 'E' }],
  })),

  'person.add': always({ name: 'Ines Moreau' }),
  'person.change': of(({ people }) => ({ person: people.fatou.personId, givenName: 'Fatou' })),
  'email.add': of(({ grace }) => ({ person: grace.id, address: 'grace@example.net' })),
  'email.remove': of(({ grace }) => ({ email: grace.email })),
  'email.confirm': of(({ grace }) => ({ email: grace.email })),

  'code.ask': always({ address: 'fatou@example.org', language: 'en', client: '192.0.2.1' }),
  'code.redeem': always({ code: '123456', challenge: 'unknown' }),
  'link.make': always({ address: 'fatou@example.org' }),
  'link.redeem': of(({ hugo }) => ({ token: hugo.link })),
  'session.end': of(({ fatou }) => ({ session: fatou.session })),
  'session.sweep': always({}),
  'session.endOthers': of(({ fatou }) => ({ except: fatou.session })),
  'passkey.ask': always({ client: '192.0.2.1' }),
  'passkey.redeem': always(strangePasskey),
  'passkey.prepare': always({ client: '192.0.2.1' }),
  'passkey.add': always({ ...strangePasskey, community: 'Test community' }),
  'passkey.rename': of(({ fatou }) => ({ passkey: fatou.passkey, name: 'My telephone' })),
  'passkey.remove': of(({ fatou }) => ({ passkey: fatou.passkey })),
  'identity.enter': always({ issuer: 'https://id.example.org', subject: 'nobody', ...toOwner }),
  'identity.link': always({ issuer: 'https://id.example.org', subject: 'somebody', ...toOwner }),
  'identity.remove': of(({ fatou }) => ({ identity: fatou.identity })),
  'address.ask': always({ address: 'another@example.org', ...toOwner }),
  'address.confirm': of(() => ({ token: 'unknown', ...toOwner }), { meets: 'address.linkSpent' }),
  'firstLink.make': always({}),
  'firstLink.redeem': of(() => ({ token: 'unknown', name: 'Ines Moreau', address: 'ines@example.org', language: 'en' }), {
    meets: 'first.unknown',
  }),
  'role.keepAdministrator': always({}),
  'account.add': of(({ grace }) => ({ person: grace.id })),
  'account.open': always({ name: 'Ines Moreau', address: 'ines@example.org' }),
  'account.suspend': of(({ hugo }) => ({ person: hugo.id })),
  'account.resume': of(({ hugo }) => ({ person: hugo.id })),
  'role.define': always({ key: 'observer', title: 'Observer', rights: [] }),
  'grant.give': of(({ grace }) => ({ person: grace.id, role: 'staff' })),
  'grant.end': of(({ hugo }) => ({ grant: hugo.grant })),
  'token.make': of(({ today }) => ({ name: 'another script', reach: 'readOnly', expires: today })),
  'token.revoke': of(({ fatou }) => ({ token: fatou.token })),

  'review.add': always({ ref: 'R3', prefix: 'THREE', title: 'Third review' }),
  'review.change': always({ ref: 'R1', examiner: 'An examiner' }),
  'recommendation.add': always({ review: 'R1', number: '7', title: 'Meet again' }),
  'recommendation.change': always({ ref: first, page: '12' }),
  'recommendation.takeIn': always({ review: 'R1', number: '8', title: 'Meet once more' }),
  'recommendation.archive': always({ ref: first }),
  'recommendation.revive': always({ ref: 'REC-ONE-05' }),
  'recommendation.alias': always({ ref: first, alias: 'Issue 9' }),

  'position.draft': always({ recommendation: first, body: 'SOUTH', stance: 'support' }),
  'position.consult': always(drafted),
  'position.finalise': of(({ today }) => ({ ...drafted, how: 'call', on: today })),
  'answer.finalise': of(({ today }) => ({ review: 'R1', body: 'SOUTH', how: 'call', on: today })),
  'position.reopen': always({ recommendation: 'REC-ONE-03', body: 'SOUTH' }),
  'position.takeIn': always({ recommendation: first, body: 'SOUTH', stance: 'depends' }),

  'triage.propose': always({ review: 'R1', body: 'SOUTH' }),
  'triage.edit': of(({ batches }) => ({ ref: batches.sent, items: [{ recommendation: 'REC-TWO-02', priority: 'P1' }] })),
  'triage.send': of(({ batches, today }) => ({ ref: batches.proposed, dueOn: today })),
  'triage.signOff': of(({ batches }) => ({ ref: batches.sent })),
  'triage.return': of(({ batches }) => ({ ref: batches.sent })),
  'triage.reopen': of(({ batches }) => ({ ref: batches.signed })),
  'triage.withdraw': of(({ batches }) => ({ ref: batches.proposed })),
  'triage.remind': of(({ batches }) => ({ ref: batches.sent })),
  'triage.setStage': always({ review: 'R1', body: 'SOUTH', stage: 'implementing' }),
  'triage.removeStage': of(({ stage }) => ({ stage })),

  'round.open': always({ review: 'R1', title: 'Another round' }),
  'round.change': of(({ round }) => ({ round, title: 'The first round' })),
  'round.close': of(({ round }) => ({ round })),
  'round.invite': of(({ round, people }) => ({ round, scorers: [{ person: people.badr.personId }] })),
  'round.dismiss': of(({ round, people }) => ({ round, person: people.carmen.personId })),
  'priority.score': of(({ round }) => ({ round, recommendation: 'REC-TWO-01', urgency: 3, importance: 4, rationale: 'It cannot wait.' })),
  'priority.move': of(({ round }) => ({ round, recommendation: 'REC-TWO-01', quadrant: 'both', rationale: 'It cannot wait.' })),
  'priority.agree': of(({ today }) => ({
    recommendation: first,
    level: 'P1',
    urgent: true,
    important: true,
    rationale: 'Agreed on a call.',
    on: today,
  })),
  'priority.withdraw': always({ recommendation: 'REC-ONE-02' }),

  'feasibility.fill': always({ recommendation: first, timeline: 'a year' }),
  'answer.record': always({ recommendation: first, body: 'HUB', answer: 'noted' }),
  'answer.withdraw': always({ recommendation: 'REC-ONE-02', body: 'HUB' }),
  'link.add': always({ from: first, kind: 'dependsOn', to: 'REC-ONE-04' }),
  'link.remove': always({ from: 'REC-ONE-02', kind: 'dependsOn', to: 'REC-ONE-03' }),

  'community.begin': of(() => ({ name: 'Another name' }), { meets: 'gateway.alreadyBegun' }),

  'plan.add': always({ kind: 'pledge', body: 'SOUTH', title: 'Meet more often' }),
  'plan.addEach': always({ recommendations: ['REC-ONE-03'], body: 'SOUTH' }),
  'plan.change': of(({ plan }) => ({ ref: plan.issue, goal: 'A meeting a year in every region' })),
  'plan.takeIn': always({ kind: 'pledge', body: 'SOUTH', title: 'Meet online' }),
  'plan.archive': of(({ plan }) => ({ ref: plan.action })),
  'plan.revive': of(({ plan }) => ({ ref: plan.shelved })),
  'workstream.add': always({ body: 'SOUTH', title: 'Meetings' }),
  'progress.add': of(({ plan }) => ({ ref: plan.issue, text: 'The rooms are booked', percent: 50 })),
  'evidence.add': of(({ plan }) => ({ ref: plan.issue, title: 'The booking', url: 'https://example.org/booking' })),
  'closure.claim': of(({ plan }) => ({ ref: plan.action, evidenceUrl: 'https://example.org/booking' })),
  'closure.judge': of(({ plan }) => ({ ref: plan.claimed, verdict: 'verified' })),
  'plan.remind': of(({ plan, grace, today }) => ({ item: plan.id, person: grace.id, endsOn: today })),
  'plan.useLink': of(() => ({ token: 'unknown' }), { meets: 'plan.linkUnknown' }),
  'statement.add': of(({ plan }) => ({ ref: plan.issue, field: 'percent', value: '95 %', source: 'A report' })),
  'dependency.add': of(({ plan }) => ({ ref: plan.action, on: plan.claimed })),
  'dependency.promise': of(({ plan }) => ({ ref: plan.issue, owner: 'The host', promise: 'The hall' })),
  'dependency.change': of(({ plan, today }) => ({ id: plan.promise, lastAskedOn: today })),
  'dependency.end': of(({ plan }) => ({ id: plan.promise })),

  'reportCalendar.set': always({ review: 'R2', body: 'SOUTH', beginsOn: '2026-01-01' }),
  'report.remind': of(({ reports, today }) => ({ calendar: reports.calendar, dueOn: today, to: today })),
  'report.start': always({ review: 'R2', body: 'SOUTH', to: '2026-06-30' }),
  'report.takeIn': always({
    review: 'R2',
    body: 'SOUTH',
    title: 'An old report',
    from: '2024-01-01',
    to: '2024-06-30',
    submittedOn: '2024-07-01',
    author: 'The group',
    source: 'A document',
    items: [{ ref: 'ISS-ONE-01', title: 'Meet in every region', percent: 40 }],
  }),
  'report.change': of(({ reports }) => ({ ref: reports.drafting, title: 'Another title' })),
  'report.archive': of(({ reports }) => ({ ref: reports.drafting })),
  'section.add': of(({ reports }) => ({ report: reports.drafting, title: 'Thanks' })),
  'section.addIssues': of(({ reports }) => ({ report: reports.drafting })),
  'section.write': of(({ reports }) => ({ id: reports.section, text: 'The rooms are booked.' })),
  'section.move': of(({ reports }) => ({ id: reports.section, to: 'down' })),
  'section.remove': of(({ reports }) => ({ id: reports.section })),
  'report.sendToReview': of(({ reports }) => ({ ref: reports.drafting })),
  'report.return': of(({ reports }) => ({ ref: reports.inReview })),
  'report.approve': of(({ reports }) => ({ ref: reports.inReview })),
  'report.submit': of(({ reports }) => ({ ref: reports.approved })),
  'report.acknowledge': of(({ reports }) => ({ ref: reports.submitted })),
  'erratum.add': of(({ reports }) => ({ ref: reports.submitted, text: 'It was the other room.' })),
  'question.ask': of(({ reports }) => ({ ref: reports.submitted, text: 'Which room?' })),
  'question.assign': of(({ reports }) => ({ ref: reports.submitted, number: 1, assigned: 'Eko Santoso' })),
  'question.answer': of(({ reports }) => ({ ref: reports.submitted, number: 1, answer: 'The large one.' })),
};
