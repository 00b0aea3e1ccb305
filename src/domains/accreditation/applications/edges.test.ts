import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApplyingHome, complete, openApplyingHome } from '../../../../test/applying.ts';
import { system } from '../../../platform/access/actor.ts';
import { type Call, run } from '../../../platform/command.ts';
import { addOrganisation } from '../../community/index.ts';
import { adviseOnApplication } from './advice/commands.ts';
import { decideApplication } from './decision/commands.ts';
import { resultOf } from './decision/decision.ts';
import { suggestHolds } from './jobs.ts';
import { moveApplication } from './staff/commands.ts';
import { enterApplication } from './staff/enter.ts';

let home: ApplyingHome;
beforeAll(async () => {
  home = await openApplyingHome();
});
afterAll(() => home.close());

const program = (more: Partial<Call> = {}) => home.call(undefined, { actor: system(), ...more });
const on = (day: string): Partial<Call> => ({ now: `${day}T12:00:00Z`, today: day });

it('what is typed is kept at any time, unfinished and wrong answers too; handing in says what is missing', async () => {
  const link = await home.begin('slow@example.net');
  await home.as().post(link, { 'answers.name': 'Slow Users', 'answers.website': 'not an address' });
  expect(await home.as().read(link)).toContain('not an address');
  expect(await home.as().read(link)).toContain('answers are still missing');
  const answer = await home.as().post(link, { 'answers.contact': 'Sam', act: 'submit' });
  expect(answer.headers.get('location')).toBe(`${link}?checked=yes`);
  const page = await home.as().read(`${link}?checked=yes`);
  expect(page).toContain('Country: ');
  expect(page).toContain('value="Sam"');
  expect((await home.rowOf('slow@example.net')).state).toBe('draft');
});

it('nobody learns from the answer whether an address has applied, and the link leads back to what was begun', async () => {
  const said = async (address: string) => {
    const answer = await home.as().post('/apply', { kind: 'organisation', address });
    return `${answer.status} ${answer.headers.get('location')} ${await answer.text()}`;
  };
  await home.submitted('known@example.net', 'Known Users');
  expect(await said('known@example.net')).toBe(await said('never@example.net'));
  expect(await home.as().read(await home.linkFor('known@example.net'))).toContain('Known Users');
  const rows = await home.db.selectFrom('application').select('id').where('address', '=', 'known@example.net').execute();
  expect(rows).toHaveLength(1);
});

it('an internationalised address is taken and written to as it was typed', async () => {
  await home.begin('用户@例子.广告');
  expect((await home.rowOf('用户@例子.广告')).state).toBe('draft');
  expect(await home.mailsTo('用户@例子.广告')).toHaveLength(1);
});

it('a link stands hashed in the database; run out, it opens nothing and has another one mailed to the same address', async () => {
  const link = await home.begin('late@example.net');
  const token = link.split('/').at(-1) ?? '';
  const kept = await home.db.selectFrom('application_link').selectAll().execute();
  expect(JSON.stringify(kept)).not.toContain(token);
  await home.db.updateTable('application_link').set({ expires_at: '2020-01-01T00:00:00Z' }).execute();
  const page = await home.as().read(link);
  expect(page).toContain('This link has run out');
  expect(page).not.toContain('late@example.net');
  expect((await home.as().post(link, complete('Late Users'))).status).toBe(409);
  expect((await home.as().post(`${link}/renew`)).headers.get('location')).toBe('/apply/sent');
  const fresh = await home.linkFor('late@example.net');
  expect(fresh).not.toBe(link);
  expect((await home.as().post(fresh, complete('Late Users'))).status).toBe(303);
  expect((await home.as().get('/apply/nonsense')).status).toBe(404);
});

it('links cannot be asked for in bulk', async () => {
  const statuses: number[] = [];
  for (let count = 0; count < 6; count++)
    statuses.push((await home.as().post('/apply', { kind: 'organisation', address: 'flood@example.net' })).status);
  expect(statuses).toEqual([303, 303, 303, 303, 303, 503]);
  await home.db.deleteFrom('application_link').where('application_id', 'is not', null).execute();
});

it('a name with one Cyrillic letter among Latin ones is found beside the one it imitates, in the register and among earlier applications', async () => {
  await run(addOrganisation, { name: 'Digital Oasis', body: 'SOUTH' }, program());
  const earlier = await home.submitted('oasis@example.net', 'Oasis, DIGITAL');
  const later = await home.submitted('copy@example.net', 'Digital Oаsis');
  const page = await home.as('dana').read(`/applications/${later.ref}/diligence`);
  expect(page).toContain('ORG-0001');
  expect(page).toContain(earlier.ref);
  expect(page).toContain('same name');
  const other = await home.submitted('other@example.net', 'Quite Another');
  expect(await home.as('dana').read(`/applications/${other.ref}/diligence`)).toContain('No organisation and no earlier application');
});

it('of two staff who move the same application at once, the second is told and nothing is done twice', async () => {
  const one = await home.submitted('twice@example.net', 'Two Hands');
  const { version } = await home.rowOf('twice@example.net');
  await home.does('dana', one, 'move', { to: 'diligence', version: String(version) });
  const { status } = await home.sends('ama', one, 'move', { to: 'onHold', version: String(version) });
  expect(status).toBe(409);
  expect((await home.rowOf('twice@example.net')).state).toBe('diligence');
});

it('two decisions at one moment make one organisation', async () => {
  const one = await home.submitted('double@example.net', 'Double Click');
  await home.toVote(one);
  await home.does('dana', one, 'vote', { heldOn: home.call().today, yes: '9', no: '0' });
  const decide = () => run(decideApplication, { ref: one.ref, outcome: 'accredited' }, home.call('dana'));
  const results = await Promise.allSettled([decide(), decide()]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const made = await home.db.selectFrom('organisation').select('id').where('name', '=', 'Double Click').execute();
  expect(made).toHaveLength(1);
});

it('a decision that fails in its middle leaves nothing behind', async () => {
  const one = await home.submitted('middle@example.net', 'Middle Users');
  await home.toVote(one);
  await home.does('dana', one, 'vote', { heldOn: home.call().today, yes: '9', no: '0' });
  const failing = home.db
    .transaction()
    .execute(async (tx) => {
      await run(
        decideApplication,
        { ref: one.ref, outcome: 'accredited' },
        home.call('dana', { db: { transaction: () => ({ execute: (act: (tx: unknown) => unknown) => act(tx) }) } as never }),
      );
      throw new Error('the process was killed');
    })
    .catch((fault: Error) => fault.message);
  expect(await failing).toBe('the process was killed');
  expect((await home.rowOf('middle@example.net')).state).toBe('vote');
  expect(await home.db.selectFrom('organisation').select('id').where('name', '=', 'Middle Users').execute()).toEqual([]);
  await home.does('dana', one, 'decision', { outcome: 'accredited' });
  expect(await home.db.selectFrom('organisation').select('id').where('name', '=', 'Middle Users').execute()).toHaveLength(1);
});

it('the region is heard before the vote; when its days are over the vote may be opened with a reason that everybody reads', async () => {
  const one = await home.submitted('unheard@example.net', 'Unheard Users');
  await home.toAdvice(one);
  expect((await home.sends('dana', one, 'move', { to: 'vote' })).text).toContain('The region must be heard first; it has 30 days left');
  await home.does('eko', one, 'advice', { advice: 'moreInformation', text: 'Who leads it?' });
  expect((await home.sends('dana', one, 'move', { to: 'vote' })).status).toBe(409);
  const later = Temporal.PlainDate.from(home.call().today).add({ days: 31 }).toString();
  await expect(run(moveApplication, { ref: one.ref, to: 'vote' }, program(on(later)))).rejects.toThrow('refusal.invalid');
  await run(moveApplication, { ref: one.ref, to: 'vote' }, program({ ...on(later), reason: 'The call was cancelled twice.' }));
  expect(await home.as('eko').read(`/applications/${one.ref}`)).toContain('The call was cancelled twice.');
});

it('advice comes from the body of the region alone, and while it is asked', async () => {
  const one = await home.submitted('region@example.net', 'Region Users');
  const advise = (who: 'badr' | 'eko') => run(adviseOnApplication, { ref: one.ref, advice: 'reject', text: 'No.' }, home.call(who));
  await expect(advise('badr')).rejects.toThrow('refusal.notFound');
  await expect(advise('eko')).rejects.toThrow('application.noAdviceNow');
});

it('on hold goes back where it stood, and was never a rejection', async () => {
  const one = await home.submitted('hold@example.net', 'Held Users');
  await home.does('dana', one, 'move', { to: 'diligence' });
  await home.does('dana', one, 'move', { to: 'onHold' });
  expect(await home.as().read(one.link)).toContain('It is not rejected');
  await home.as().post(`${one.link}/reply`, { text: 'Here we are.' });
  const answered = await home.as().read(one.link);
  expect(answered).toContain('your message has arrived');
  expect(answered).not.toContain('we have not heard from you');
  expect((await home.sends('dana', one, 'move', { to: 'advice' })).status).toBe(409);
  await home.does('dana', one, 'move', { to: 'diligence' });
  expect((await home.rowOf('hold@example.net')).held_from).toBeNull();
  const letters = (await home.mailsTo('hold@example.net')).map(({ subject }) => subject);
  expect(letters.filter((subject) => /^(On hold|It goes on)/.test(subject))).toHaveLength(2);
});

it('after long silence on hold is suggested and the applicant asked once more; the state stays until a person changes it', async () => {
  const day = (ago: number) => Temporal.PlainDate.from(home.call().today).subtract({ days: ago }).toString();
  const at = (ago: number) => `${day(ago)}T06:00:00Z`;
  const { ref } = await run(
    enterApplication,
    { kind: 'organisation', address: 'silent@example.net', language: 'es', answers: { name: 'Silent Users', country: 'PE' } },
    program(on(day(80))),
  );
  await run(moveApplication, { ref, to: 'incomplete', message: '¿Quién dirige?' }, program(on(day(80))));
  expect(await suggestHolds(home, at(21))).toBe(0);
  expect(await suggestHolds(home, at(20))).toBe(1);
  expect(await suggestHolds(home, at(20))).toBe(0);
  expect(await suggestHolds(home, at(19))).toBe(0);
  const row = await home.rowOf('silent@example.net');
  expect([row.state, row.hold_suggested_on]).toEqual(['incomplete', day(20)]);
  expect((await home.mailsTo('silent@example.net')).at(-1)?.subject).toContain('¿Sigue ahí?');
  expect(await home.as('dana').read('/applications?waits=staff')).toContain('Silent Users');
  const link = await home.linkFor('silent@example.net');
  await home.as().post(`${link}/reply`, { text: 'Aquí estamos' });
  expect((await home.rowOf('silent@example.net')).hold_suggested_on).toBeNull();
});

it('whoever applied withdraws by the link, and may apply again without prejudice', async () => {
  const one = await home.submitted('leaver@example.net', 'Leaving Users');
  expect((await home.as().post(`${one.link}/withdraw`)).status).toBe(303);
  expect(await home.as().read(one.link)).toContain('It was withdrawn');
  const again = await home.begin('leaver@example.net');
  expect(await home.as().read(again)).toContain('Not handed in yet');
});

it('the rules and the lines of both forms have pages of their own, and are changed there', async () => {
  for (const kind of ['organisation', 'individual']) {
    const rules = await home.as('dana').read(`/applications/forms/${kind}/rules`);
    expect(rules).toContain('<h1>Rules</h1>');
    const edition = /name="edition" value="(\d+)"/.exec(rules)?.[1] ?? '';
    const days = { received: '7', incomplete: '30', diligence: '30', advice: '30', vote: '10', silence: '60' };
    const wrong = await home.as('dana').post(`/applications/forms/${kind}/rules`, { edition, ...days, draftMonths: '0' });
    expect([wrong.status, (await wrong.text()).includes('id="f-draftMonths-error"')]).toEqual([422, true]);
    expect((await home.as('dana').post(`/applications/forms/${kind}/rules`, { edition, ...days, draftMonths: '18' })).status).toBe(303);
    expect(await home.as('dana').read(`/applications/forms/${kind}`)).toContain('18 months');
    expect(await home.as('dana').read(`/applications/forms/${kind}/criteria/informs`)).toContain('Keeps its members informed');
  }
});

it('an attached file is opened by the applicant and by those who read the application, and by nobody else', async () => {
  const one = await home.submitted('files@example.net', 'Filing Users');
  const form = new FormData();
  form.append('file', new File(['Our statutes'], 'statutes.txt'));
  expect((await home.as().send(`${one.link}/files`, form)).status).toBe(303);
  const path = /\/apply\/[\w-]+\/files\/\d+/.exec(await home.as().read(one.link))?.[0] ?? '';
  expect(await (await home.as().get(path)).text()).toBe('Our statutes');
  const inside = `/applications/${one.ref}/files/${path.split('/').at(-1)}`;
  expect((await home.as('eko').get(inside)).status).toBe(200);
  expect((await home.as('badr').get(inside)).status).toBe(404);
});

it.each([
  [{ yes: 6, no: 3, abstain: 0 }, true],
  [{ yes: 5, no: 3, abstain: 4 }, false],
  [{ yes: 8, no: 0, abstain: 0 }, false],
  [{ yes: 8, no: 0, abstain: 1 }, true],
  [{ yes: 0, no: 0, abstain: 12 }, false],
])('two thirds of the votes cast, nine taking part: %o', (vote, passed) => {
  expect(resultOf(vote, { numerator: 2, denominator: 3, quorum: 9 }).passed).toBe(passed);
});
