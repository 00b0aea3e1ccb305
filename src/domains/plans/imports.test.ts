import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { system } from '../../platform/access/actor.ts';
import { run } from '../../platform/command.ts';
import { runImport } from '../../platform/imports/domain.ts';
import { addBody } from '../community/index.ts';
import { addRecommendation, addReview } from '../reviews/index.ts';
import { readEnds, writtenEnds } from './items/ends.ts';
import { percentIn, statusIn } from './items/import-words.ts';

const seeds = new URL('../../../../shared/seeds/', import.meta.url);
const seed = (start: string) => readFileSync(new URL(readdirSync(seeds).find((name) => name.startsWith(start)) ?? '', seeds));

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
  await run(addReview, { ref: 'ARI', prefix: 'ARI', title: 'Implementation' }, home.call('dana'));
  for (const [number, title] of [
    ['9', 'Skills in social media'],
    ['13', 'One portal for events'],
  ]) {
    await run(addRecommendation, { review: 'ARI', number, title }, home.call('dana'));
  }
  for (const ref of ['AFRALO', 'APRALO', 'EURALO', 'LACRALO', 'NARALO'])
    await run(addBody, { ref, name: `${ref} of the test`, kind: 'region' }, home.call('dana'));
});
afterAll(() => home.close());

const lines = (id: number) =>
  home.db
    .selectFrom('import_line')
    .select(['id', 'number', 'label', 'outcome', 'problems', 'cells', 'input', 'chosen'])
    .where('run_id', '=', id)
    .orderBy('number')
    .execute();
const bring = async (bytes: Uint8Array | string, name: string, context: Record<string, string> = {}) => {
  const { id } = await run(
    commandNamed('import.start'),
    { kind: 'plan', name, file: Buffer.from(bytes).toString('base64'), context },
    home.call('dana'),
  );
  await runImport(home.services, id);
  return id as number;
};
const perform = async (id: number) => {
  await run(commandNamed('import.run'), { id }, home.call('dana'));
  await runImport(home.services, id);
  return (await lines(id)).map((line) => line.outcome);
};
const item = (ref: string) =>
  home.db.selectFrom('plan_item').selectAll().where('ref', '=', ref).executeTakeFirst() as Promise<Record<string, unknown> | undefined>;

describe('ends, percents and statuses as people write them', () => {
  it('parts, months and words around a day are told apart', () => {
    expect(readEnds('a) 30 September 2020 b) 31 January 2021').map((end) => [end.label, end.endsOn?.from])).toEqual([
      ['a', '2020-09-30'],
      ['b', '2021-01-31'],
    ]);
    const [crm, metrics] = readEnds('a) CRM data capture project phase 1 and 2 December 2021 b) 30 September 2020 for Issue #2**');
    expect(crm).toMatchObject({
      label: 'a',
      title: 'CRM data capture project phase 1 and 2',
      endsOn: { from: '2021-12-01', precision: 'month' },
    });
    expect(metrics).toMatchObject({ label: 'b', title: 'for Issue #2', endsOn: { from: '2020-09-30' } });
    expect(readEnds(writtenEnds([{ label: 'a', title: 'Metrics', ends_on: '2021-12-31', ends_precision: 'month' }]))).toMatchObject([
      { label: 'a', title: 'Metrics', endsOn: { from: '2021-12-01', precision: 'month' } },
    ]);
  });

  it('statuses and percents are read in every language', () => {
    expect(
      ['Completed (100%)', 'Achevé', 'En curso', 'مكتمل', 'Held over for CRM tool', 'Approved and beginning implementation'].map(statusIn),
    ).toEqual(['completed', 'completed', 'inProgress', 'completed', 'heldOver', 'inProgress']);
    expect([percentIn('Completed (98%)'), percentIn('98,5 %'), percentIn('none')]).toEqual([98, 98.5, undefined]);
  });
});

describe.skipIf(!existsSync(seeds))('real documents (skipped only where the folder of seeds is absent)', () => {
  it('the table of a final report: two numbers of other issues are asked, then eight issues stand with their dates', async () => {
    const id = await bring(seed('001'), 'final-report.txt', { review: 'ARI' });
    const preview = await home.as('dana').read(`/imports/${id}`);
    expect(preview).not.toContain('[object');
    expect(preview.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')).toMatch(
      /2\. Member Engagement and Criteria New Start 22 Apr 2019 Proposed end a\) 30 Sep 2020; b\) 31 Jan 2021 Status \(% completed\) a\) Completed \(100%\); b\) In progress/,
    );
    const asked = (await lines(id)).filter((line) => line.problems.some((one: { key: string }) => one.key === 'imports.contradiction'));
    expect(asked.map((line) => line.label)).toEqual([
      '9. Social Media Use Training',
      '8. Social Media Use Training',
      '13. O&E Dashboard',
      '15. O&E Dashboard',
    ]);
    const chosen = (await lines(id)).filter((line) => !/^(8|15)\./.test(line.label)).map((line) => line.number);
    const all = (await lines(id)).map((line) => line.number);
    await run(commandNamed('import.choose'), { id, shown: all, ticked: chosen }, home.call('dana'));
    await runImport(home.services, id);
    await perform(id);
    const issues = await home.db
      .selectFrom('plan_item')
      .select(['number', 'status', 'percent', 'starts_on'])
      .where('kind', '=', 'issue')
      .orderBy('position')
      .execute();
    expect(issues.map((issue) => issue.number)).toEqual(['1', '2', '3', '4', '7', '9', '13', '16']);
    expect(issues.filter((issue) => issue.percent === 100)).toHaveLength(6);
    expect(await item('ISS-ARI-09')).toMatchObject({ starts_on: '2018-12-17', status: 'completed', percent: 100 });
    expect((await home.as().get('/plans/items/Issue%208')).headers.get('location')).toBe('/plans/items/ISS-ARI-09');
    const parts = await home.db
      .selectFrom('plan_part')
      .innerJoin('plan_item', 'plan_item.id', 'plan_part.item_id')
      .select(['plan_item.number', 'plan_part.label', 'ends_on', 'ends_precision', 'plan_part.percent', 'plan_part.status'])
      .where('plan_part.label', '<>', '')
      .orderBy('plan_item.position')
      .orderBy('plan_part.label')
      .execute();
    expect(parts).toEqual([
      { number: '2', label: 'a', ends_on: '2020-09-30', ends_precision: 'day', percent: 100, status: 'completed' },
      { number: '2', label: 'b', ends_on: '2021-01-31', ends_precision: 'day', percent: null, status: 'inProgress' },
      { number: '16', label: 'a', ends_on: '2021-12-31', ends_precision: 'month', percent: null, status: 'heldOver' },
      { number: '16', label: 'b', ends_on: '2020-09-30', ends_precision: 'day', percent: 98, status: 'completed' },
    ]);
    const page = await home.as().read('/plans/items/ISS-ARI-16');
    expect(page).toContain('Held over for CRM tool roll out');
    expect(await home.as('dana').read('/plans/items/ISS-ARI-16')).toContain('From final-report.txt, line 80');
    const goals = await home.db
      .selectFrom('plan_item')
      .innerJoin('workstream', 'workstream.id', 'plan_item.workstream_id')
      .select(['plan_item.title', 'plan_item.status', 'plan_item.steps', 'workstream.title as stream', 'workstream.leads'])
      .where('plan_item.kind', '=', 'task')
      .execute();
    const said = goals.map(({ title, status, steps, stream, leads }) => [stream.texts.en, leads, title.texts.en, status, steps?.texts.en]);
    expect(Map.groupBy(goals, ({ stream }) => stream.texts.en).size, 'across the foot of a page too').toBe(3);
    expect(goals).toHaveLength(23);
    expect(said).toContainEqual([
      'POLICY',
      'Jonathan Zuck, Olivier Crepin-Leblond',
      'Policy Development Course',
      'inProgress',
      'ICANN Learn Course At-Large Course',
    ]);
    expect(said.find(([, , title]) => title === 'Consensus Tools')?.slice(3)).toEqual(['inProgress', 'Slack/Loomio']);
    expect(said.filter(([stream, , , status]) => stream === 'OPERATIONS' && status === 'completed')).toHaveLength(1);
    const linked = await home.db.selectFrom('plan_recommendation').select('id').execute();
    expect(linked).toHaveLength(2);
  });

  it('what the same report says elsewhere stands beside the table with its place: six or eight done, 95 and 98 percent, four ends', async () => {
    const said = await home.db
      .selectFrom('plan_statement')
      .select(['field', 'value', 'place'])
      .where('review_id', 'is not', null)
      .orderBy('id')
      .execute();
    const about = (field: string) => said.filter((one) => one.field === field).map((one) => one.value);
    expect(about('status').join()).toContain('Six of the issues are fully completed');
    expect(about('other').join()).toContain('OPERATIONS: Completed Completed Established and ongoing Completed Ongoing');
    expect(about('percent').join()).toMatch(/100 percent completion[\s\S]*95% and 98%/);
    expect(about('endsOn').join()).toMatch(/September 2020[\s\S]*end of 2020[\s\S]*January 2021/);
    expect(said.every((one) => /^line \d+$/.test(one.place ?? ''))).toBe(true);
    const page = await home.as().read('/plans/statements');
    expect(page).toContain('Two issues remain at 95% and 98% completion.');
    expect(page).toContain('They differ');
  });

  it('seven priorities under a heading of ten are told by the import and repaired by nobody', async () => {
    const { notices } = await home.db.selectFrom('import_run').select('notices').orderBy('id').executeTakeFirstOrThrow();
    expect(notices).toMatchObject([{ key: 'import.plan.miscounted', values: { said: 10, found: 7 } }]);
    expect(await home.as().read('/plans/statements')).toContain('10 ≠ 7');
  });

  it('a second time nothing changes', async () => {
    const id = await bring(seed('001'), 'final-report.txt', { review: 'ARI' });
    expect(
      (await lines(id))
        .filter((line) => line.outcome === 'new' || line.outcome === 'changed')
        .map((line) => [line.label, line.outcome, JSON.stringify(line.problems)])
        .slice(0, 3),
    ).toEqual([]);
  });

  it('a work plan on a wiki page: tasks by workstream, outcomes where there are some, pledges by body; undone, everything is archived', async () => {
    const id = await bring(seed('000'), 'work-plan.txt');
    const outcomes = await perform(id);
    expect(outcomes.filter((one) => one !== 'new')).toEqual([]);
    const streams = await home.db.selectFrom('workstream').select(['title', 'leads']).orderBy('position').execute();
    expect(streams.length).toBe(11);
    expect(streams.map((one) => one.title.texts.en)).toContain('Policy Involvement');
    const pledges = await home.db
      .selectFrom('plan_item')
      .innerJoin('body', 'body.id', 'plan_item.body_id')
      .select('body.ref')
      .where('plan_item.kind', '=', 'pledge')
      .execute();
    expect(pledges).toHaveLength(19);
    expect(pledges.filter((one) => one.ref === 'APRALO')).toHaveLength(5);
    const tasks = await home.db.selectFrom('plan_item').select(['title', 'steps', 'outcome']).where('kind', '=', 'task').execute();
    const mentors = tasks.find((task) => task.title.texts.en === 'Coaches and mentors');
    expect(mentors?.steps?.texts.en.split('\n')).toHaveLength(4);
    expect(mentors?.outcome).toBeNull();
    await run(commandNamed('import.undo'), { id, why: 'a test' }, home.call('dana'));
    await runImport(home.services, id);
    expect(
      await home.db.selectFrom('plan_item').select('id').where('kind', '=', 'pledge').where('archived_at', 'is', null).execute(),
    ).toHaveLength(0);
  });

  it('table of goals by workstream: words that the community has for a status are understood, an unknown one is asked', async () => {
    await run(
      commandNamed('term.set'),
      { scheme: 'plan.status.inProgress', key: 'maquette', label: { original: 'fr', texts: { fr: 'Maquette' } } },
      { ...home.call('dana'), actor: system() },
    );
    const id = await bring(
      'kind,workstream,title,status,source\ntask,Design,First,Maquette,A table\ntask,Design,Second,Shelved,A table\n',
      'goals.csv',
    );
    const found = await lines(id);
    expect(found.map((line) => line.outcome)).toEqual(['new', 'notUnderstood']);
    await perform(id);
    const kept = await home.db
      .selectFrom('plan_item')
      .innerJoin('plan_statement', 'plan_statement.item_id', 'plan_item.id')
      .select(['plan_item.status', 'plan_statement.value', 'plan_statement.place'])
      .where('plan_statement.source', '=', 'A table')
      .execute();
    expect(kept).toEqual([{ status: 'inProgress', value: 'Maquette', place: 'line 2' }]);
  });

  for (const format of ['csv', 'xlsx', 'json'] as const) {
    it(`what the plan exports as ${format} comes back and changes nothing, in another language too`, async () => {
      for (const language of ['en', 'ar']) {
        const columns =
          'ref,kind,number,title,review,startsOn,ends,status,percent,health,note,steps,outcome,workstream,leads,body,parent,recommendations,phase,endedOn,goal,metrics,method,budget';
        const answer = await home.as('dana').get(`/plans.${format}?cols=${columns}&per=all&lang=${language}`);
        const id = await bring(new Uint8Array(await answer.arrayBuffer()), `plans.${format}`, { language });
        const after = await lines(id);
        expect(after.length).toBeGreaterThan(7);
        expect(
          after.filter((line) => line.outcome !== 'unchanged').map((line) => [line.label, line.outcome, JSON.stringify(line.problems)]),
        ).toEqual([]);
      }
    });
  }
});
