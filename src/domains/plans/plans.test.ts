import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { run } from '../../platform/command.ts';
import { dependOn } from './dependencies/commands.ts';
import { addItem, changeItem } from './items/commands.ts';
import { addProgress, claimDone, judgeClaim } from './progress/commands.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (fault) => fault as { kind: string; key: string; problems: { key: string; values?: Record<string, unknown> }[] },
  );

describe('from a recommendation to a verified end', () => {
  it('staff turn a recommendation into an issue through the form, and everybody finds it', async () => {
    const form = await home.as('dana').read('/plans/items/new?recommendation=REC-ONE-01');
    expect(form).toContain('Meet in every region');
    const answer = await home.as('dana').post('/plans/items', {
      kind: 'issue',
      review: 'R1',
      number: '1',
      'title.original': 'en',
      'title.en': 'Meet in every region',
      startsOn: '2026-01-10',
      ends: 'a) 30 September 2026\nb) January 2027',
      status: 'inProgress',
      percent: '40',
      volunteerLeads: 'Fatou Diallo\nSomebody Else',
      recommendations: 'REC-ONE-01',
      state: 'open',
    });
    expect(answer.status, await answer.clone().text()).toBe(303);
    expect(answer.headers.get('location')).toBe('/plans/items/ISS-ONE-01');
    const list = await home.as().read('/plans');
    expect(list).toContain('1. Meet in every region');
    expect(list).toContain('a) 30 Sep 2026');
    expect(list).toContain('b) January 2027');
    const page = await home.as().read('/plans/items/ISS-ONE-01');
    // Who carries it is known to whoever has signed in; a stranger reads the roles.
    expect(page).not.toMatch(/Fatou Diallo|Somebody Else/);
    expect(page).toContain('name shown after sign-in');
    expect(await home.as('eko').read('/plans/items/ISS-ONE-01')).toMatch(/Fatou Diallo[\s\S]*Somebody Else/);
    expect(await home.as().read('/plans.csv?cols=ref,leads')).not.toContain('Fatou');
    expect(await home.as().read('/plans?lead=Fatou+Diallo')).not.toContain('1. Meet in every region');
    expect(page).toContain('REC-ONE-01');
    expect(page).not.toContain('/plans/items/ISS-ONE-01/edit');
  });

  it('its lead says what happened; a new end of a part needs a reason, and the first promise stays', async () => {
    const without = await home.as('fatou').post('/plans/items/ISS-ONE-01/progress', {
      'text.original': 'en',
      'text.en': 'The room was lost',
      part: 'a',
      endsOn: '2026-10-31',
      percent: '55',
    });
    expect(without.status).toBe(422);
    expect(await without.text()).toContain('Say why the end moves.');
    const added = await home.as('fatou').post('/plans/items/ISS-ONE-01/progress', {
      'text.original': 'en',
      'text.en': 'The room was lost',
      part: 'a',
      endsOn: '2026-10-31',
      percent: '55',
      reason: 'No room in September',
    });
    expect(added.status, await added.clone().text()).toBe(303);
    const page = await home.as().read('/plans/items/ISS-ONE-01');
    expect(page).toContain('The room was lost');
    expect(page).toContain('No room in September');
    expect(page).toContain('30 Sep 2026');
    expect(page).toContain('55%');
  });

  it('an end moves with its reason in the form of the item too, and comes back as it was typed where the reason is missing', async () => {
    const stored = await home.as('dana').read('/plans/items/ISS-ONE-01/edit');
    expect(stored).toContain('name="reason"');
    const ends = 'a) 30 November 2026\nb) 31 December 2026';
    const edit = (more: Record<string, string>) =>
      home.as('dana').post('/plans/items/ISS-ONE-01/edit', { 'title.original': 'en', 'title.en': 'Meet', ends, ...more });
    const before = (await home.as('dana').read('/plans/items/ISS-ONE-01/edit')).match(/<textarea[^>]*name="ends"[^>]*>([^<]*)/)?.[1] ?? '';
    const without = await edit({});
    expect([without.status, (await without.text()).match(/Say why the end moves|30 November 2026/g)?.length]).toEqual([422, 3]);
    expect((await edit({ ends: before })).status).toBe(303);
    expect((await edit({ reason: 'The hall is free then' })).status).toBe(303);
    expect(await home.as('dana').read('/plans/items/ISS-ONE-01/history')).toContain('The hall is free then');
    expect((await edit({ ends: before, reason: 'Back again' })).status).toBe(303);
  });

  it('somebody else may not update it, and is told so', async () => {
    expect((await home.as('badr').post('/plans/items/ISS-ONE-01/progress', { 'text.en': 'Done' })).status).toBe(403);
  });

  it('closing wants evidence, no open action inside and a second person', async () => {
    const { ref } = await run(addItem, { kind: 'action', title: 'Book the rooms', parent: 'ISS-ONE-01' }, home.call('dana'));
    const evidenceUrl = 'https://example.org/minutes';
    const open = await refusal(run(claimDone, { ref: 'ISS-ONE-01', evidenceUrl }, home.call('fatou')));
    expect(open).toMatchObject({ kind: 'conflict', key: 'closure.openInside' });
    const edited = await home.as('dana').post('/plans/items/ISS-ONE-01/edit', { 'title.en': 'Typed anew', status: 'completed' });
    expect([edited.status, (await edited.text()).match(/Typed anew/)?.[0]]).toEqual([422, 'Typed anew']);
    const unshown = await home.as('dana').post(`/plans/items/${ref}/edit`, { 'title.en': 'Typed again', status: 'completed' });
    expect([unshown.status, (await unshown.text()).match(/Typed again|claim it with evidence/g)?.length]).toEqual([422, 3]);
    const bare = await refusal(run(claimDone, { ref }, home.call('dana')));
    expect(bare?.problems[0]?.key).toBe('closure.evidenceNeeded');
    await run(claimDone, { ref, evidenceUrl }, home.call('dana'));
    const own = await refusal(run(judgeClaim, { ref, verdict: 'verified' }, home.call('dana')));
    expect(own?.key).toBe('closure.ownClaim');
    await run(judgeClaim, { ref, verdict: 'verified' }, home.call('ama'));
    expect(await home.as('eko').read(`/plans/items/${ref}`)).toContain('Verified by Ama Owusu');
    expect(await home.as().read(`/plans/items/${ref}`)).not.toContain('Ama Owusu');
  });

  it('what was verified and is taken up again is closed by an edit or claimed anew', async () => {
    const { ref } = await run(addItem, { kind: 'action', title: 'Print the programme' }, home.call('dana'));
    await run(claimDone, { ref, evidenceUrl: 'https://example.org/programme' }, home.call('dana'));
    await run(judgeClaim, { ref, verdict: 'verified' }, home.call('ama'));
    await run(addProgress, { ref, text: 'A page is missing', status: 'inProgress' }, home.call('dana'));
    await run(changeItem, { ref, status: 'completed' }, home.call('dana'));
    expect(await refusal(run(claimDone, { ref }, home.call('dana')))).toMatchObject({ key: 'closure.alreadyVerified' });
    await run(addProgress, { ref, text: 'And a second one', status: 'inProgress' }, home.call('dana'));
    expect(await home.as('dana').read(`/plans/items/${ref}`)).toContain(`/plans/items/${ref}/claim`);
    await run(claimDone, { ref }, home.call('dana'));
    expect(await refusal(run(claimDone, { ref }, home.call('dana')))).toMatchObject({ key: 'closure.alreadyClaimed' });
  });

  it('two people updating at once: the second is told who was first', async () => {
    const before = await home.db.selectFrom('plan_item').select('version').where('ref', '=', 'ISS-ONE-01').executeTakeFirstOrThrow();
    await run(addProgress, { ref: 'ISS-ONE-01', version: before.version, text: 'First', percent: 60 }, home.call('dana'));
    const late = await refusal(
      run(addProgress, { ref: 'ISS-ONE-01', version: before.version, text: 'Second', percent: 70 }, home.call('fatou')),
    );
    expect(late).toMatchObject({ kind: 'conflict', key: 'record.changed' });
  });

  it('a circle of dependencies is refused with the way round', async () => {
    for (const number of ['2', '3'])
      await run(
        addItem,
        { kind: 'issue', review: 'R1', number, title: `Issue ${number}`, startsOn: '2026-10-01', endsOn: '2026-12-01' },
        home.call('dana'),
      );
    await run(dependOn, { ref: 'ISS-ONE-02', on: 'ISS-ONE-01' }, home.call('dana'));
    await run(dependOn, { ref: 'ISS-ONE-03', on: 'ISS-ONE-02' }, home.call('dana'));
    const circle = await refusal(run(dependOn, { ref: 'ISS-ONE-01', on: 'ISS-ONE-03' }, home.call('dana')));
    expect(circle?.problems[0]).toMatchObject({
      key: 'dependency.cycle',
      values: { path: 'ISS-ONE-01 → ISS-ONE-03 → ISS-ONE-02 → ISS-ONE-01' },
    });
  });

  it('a later end lists what else would move and moves nothing', async () => {
    const answer = await home
      .as('dana')
      .post('/plans/items/ISS-ONE-01/progress', { show: 'moves', 'text.en': 'Later', endsOn: '2026-11-30' });
    const page = await answer.text();
    expect(page).toContain('2 other things would have to end later');
    const stored = await home.db.selectFrom('plan_part').select('ends_on').where('ends_on', '=', '2026-12-01').execute();
    expect(stored).toHaveLength(2);
  });

  it('a promise from outside that comes after the end says what it would move, and a month stays a month in its form', async () => {
    const promised = { owner: 'Contacts team', promise: 'The register opens', promisedOn: 'March 2027' };
    expect((await home.as('dana').post('/plans/items/ISS-ONE-02/promises', promised)).status).toBe(303);
    const page = await home.as('dana').read('/plans/items/ISS-ONE-02');
    expect(page).toContain('Contacts team promised this for 31 Mar 2027, after the end of ISS-ONE-02 on 1 Dec 2026.');
    expect(page.replaceAll(/<[^>]*>/g, ' ')).toMatch(/because of ISS-ONE-02/);
    expect(page).toMatch(/name="promisedOn"[^>]*value="2027-03"/);
  });

  it('bad input comes back with a reason at its field', async () => {
    const form = { kind: 'issue', 'title.en': 'Wrong', state: 'open', status: 'notStarted' };
    const late = await home.as('dana').post('/plans/items', { ...form, percent: '120' });
    expect(late.status).toBe(422);
    const ends = await home.as('dana').post('/plans/items', { ...form, ends: 'soon' });
    expect(await ends.text()).toContain('holds no day that can be read');
    const order = await refusal(
      run(addItem, { kind: 'issue', title: 'X', startsOn: '2026-02-01', endsOn: '2026-01-01' }, home.call('dana')),
    );
    expect(order?.problems[0]?.key).toBe('plan.endsBeforeStart');
  });

  it('more than 100 percent, or less than none, is refused at its field: in the plan, in an update and from programs', async () => {
    const before = await home.db.selectFrom('plan_item').select('percent').where('ref', '=', 'ISS-ONE-01').executeTakeFirst();
    for (const percent of ['100.5', '101', '-1', 'most']) {
      const form = { kind: 'issue', 'title.en': 'Too much', state: 'open', status: 'notStarted' };
      const item = await home.as('dana').post('/plans/items', { ...form, percent });
      const update = await home.as('dana').post('/plans/items/ISS-ONE-01/progress', { 'text.en': 'Too much', percent });
      for (const answer of [item, update]) {
        const page = await answer.text();
        expect([percent, answer.status, page.includes(`value="${percent}"`)]).toEqual([percent, 422, true]);
      }
      const program = await refusal(run(addItem, { kind: 'issue', title: 'Too much', percent }, home.call('dana')));
      expect(program?.problems[0]).toMatchObject({ path: ['percent'] });
    }
    expect(await home.db.selectFrom('plan_item').select('percent').where('ref', '=', 'ISS-ONE-01').executeTakeFirst()).toEqual(before);
  });

  it('what the percents inside come to is shown where the item wants it, says how it is computed, and never takes the place of the percent typed', async () => {
    const { ref } = await run(addItem, { kind: 'issue', title: 'Of three parts', percent: 10 }, home.call('dana'));
    for (const percent of [20, 80, null])
      await run(addItem, { kind: 'action', title: `Part ${percent}`, parent: ref, percent }, home.call('dana'));
    const computed = 'Average of 2 stated percents inside: 50%. The percent above is typed by hand.';
    expect(await home.as().read(`/plans/items/${ref}`)).toContain(computed);
    const save = (rollUp: readonly string[]) =>
      home.as('dana').post(`/plans/items/${ref}/edit`, { 'title.original': 'en', 'title.en': 'Of three parts', percent: '10', rollUp });
    expect((await save(['no'])).status).toBe(303);
    expect(await home.as().read(`/plans/items/${ref}`)).not.toContain('Average of');
    expect(await home.as('dana').read(`/plans/items/${ref}/edit`)).not.toMatch(/name="rollUp"[^>]*checked/);
    expect((await save(['no', 'yes'])).status).toBe(303);
    expect(await home.as().read(`/plans/items/${ref}`)).toContain(computed);
    expect(await home.db.selectFrom('plan_item').select(['percent', 'rolls_up']).where('ref', '=', ref).execute()).toEqual([
      { percent: 10, rolls_up: true },
    ]);
  });

  it('an end before the start is refused, whichever of them was typed last', async () => {
    const { ref } = await run(
      addItem,
      { kind: 'action', title: 'In order', startsOn: '2026-03-01', endsOn: '2026-04-01' },
      home.call('dana'),
    );
    const save = (fields: Record<string, string>) =>
      home.as('dana').post(`/plans/items/${ref}/edit`, { 'title.original': 'en', 'title.en': 'In order', ...fields });
    const early = await save({ startsOn: '2026-03-01', ends: 'a) 2026-05-01\nb) 2026-02-01' });
    expect(early.status).toBe(422);
    expect(await early.text()).toContain('a) 2026-05-01');
    expect((await save({ startsOn: '2026-06-01' })).status).toBe(422);
  });

  it('a lead who has left is said to, and staff find what has nobody any more', async () => {
    await run(
      addItem,
      {
        kind: 'action',
        title: 'Left alone',
        volunteerLeads: ['Somebody Else'],
        leads: [{ role: 'staffLead', person: home.people.eko.personId }],
      },
      home.call('dana'),
    );
    expect(await home.as().read('/plans?attention=ledByNobody')).not.toContain('Left alone');
    await home.db.transaction().execute(async (tx) => {
      await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
      await sql`update person set archived_at = now() where id = ${home.people.eko.personId}`.execute(tx);
    });
    expect(await home.as().read('/plans?attention=ledByNobody')).toContain('Left alone');
    expect(await home.as('dana').read('/plans/board')).toContain('(left)');
    expect(await home.as('dana').read('/plans')).toContain('In the plan, a lead has left');
    expect(await home.as('fatou').read('/plans')).not.toContain('In the plan, a lead has left');
  });

  it('whose last seat ends has left what they lead; with nobody else it is without a lead', async () => {
    const { id } = (await run(commandNamed('person.add'), { name: 'Vida Vacates' }, home.call('dana'))) as { id: number };
    const { ref } = await run(
      addItem,
      { kind: 'action', title: 'Seat given up', leads: [{ role: 'volunteerLead', person: id }] },
      home.call('dana'),
    );
    const found = async (filter: string) => (await home.as().read(`/plans?attention=${filter}`)).includes('Seat given up');
    expect([await found('ledByNobody'), await found('unled')]).toEqual([false, false]);
    await run(
      commandNamed('membership.add'),
      { person: id, body: 'NORTH', role: 'member', from: '2020-01-01', to: '2021-01-01' },
      home.call('dana'),
    );
    expect([await found('ledByNobody'), await found('unled')]).toEqual([true, true]);
    await run(changeItem, { ref, volunteerLeads: ['Vida Vacates', 'Fatou Diallo'] }, home.call('dana'));
    expect([await found('ledByNobody'), await found('unled')]).toEqual([true, false]);
  });

  it('what is taken up again has not ended', async () => {
    const { ref } = await run(addItem, { kind: 'action', title: 'Done too early' }, home.call('dana'));
    await run(claimDone, { ref, evidenceUrl: 'https://example.org/done' }, home.call('dana'));
    await run(addProgress, { ref, text: { original: 'en', texts: { en: 'Not yet' } }, status: 'inProgress' }, home.call('dana'));
    const row = await home.db.selectFrom('plan_item').select(['status', 'ended_on']).where('ref', '=', ref).executeTakeFirst();
    expect(row).toEqual({ status: 'inProgress', ended_on: null });
  });

  it('a draft is seen by those who keep the plan, and by nobody else', async () => {
    const { ref } = await run(addItem, { kind: 'pledge', title: 'Secret for now', state: 'draft' }, home.call('dana'));
    expect((await home.as().get(`/plans/items/${ref}`)).status).toBe(404);
    expect(await home.as().read('/plans')).not.toContain('Secret for now');
    expect(await home.as('dana').read(`/plans/items/${ref}`)).toContain('Secret for now');
  });
});
