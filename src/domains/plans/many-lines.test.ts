import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { run } from '../../platform/command.ts';
import { runImport } from '../../platform/imports/domain.ts';
import { addReview } from '../reviews/index.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

const bring = async (text: string, review = 'MANY'): Promise<number> => {
  const source = { kind: 'plan', name: 'many.csv', file: Buffer.from(text).toString('base64'), context: { review } };
  const { id } = await run(commandNamed('import.start'), source, home.call('dana'));
  await runImport(home.services, id);
  return id;
};
const perform = async (id: number): Promise<string[]> => {
  await run(commandNamed('import.run'), { id }, home.call('dana'));
  await runImport(home.services, id);
  const done = await home.db.selectFrom('import_line').select('outcome').where('run_id', '=', id).orderBy('number').execute();
  return done.map(({ outcome }) => String(outcome));
};

it('of many lines at once a workstream is made once, a line may stand in one above it, a refused line takes nothing with it, and a second time nothing changes', async () => {
  await run(addReview, { ref: 'MANY', prefix: 'MANY', title: 'Many' }, home.call('dana'));
  const rows = Array.from({ length: 250 }, (_, at) => {
    const leads = `volunteer lead: Lead ${at % 7}; contributor: Dana Whitfield`;
    if (at % 5 === 0)
      return `ISS-MANY-X${at},issue,X${at},Issue ${at},,,2026-01-05,a) 30 June 2026 b) 31 July 2026,Completed,${leads},Formerly ${at},`;
    const missing = at === 7 ? 'REC-NOWHERE-01' : '';
    const parent = at % 5 === 1 ? `,action,,Action ${at},,ISS-MANY-X${at - 1}` : `,task,,Task ${at},Stream ${at % 3},`;
    return `${parent},2026-02-01,2026-12-31,In progress,${leads},,${missing}`;
  });
  const source = `ref,kind,number,title,workstream,parent,start date,proposed end,status,leads,aliases,recommendations\n${rows.join('\n')}\n`;
  const id = await bring(source);
  const outcomes = await perform(id);
  expect(
    Object.fromEntries(
      Map.groupBy(outcomes, String)
        .entries()
        .map(([what, all]) => [what, all.length]),
    ),
  ).toEqual({ new: 249, refused: 1 });
  const streams = await home.db.selectFrom('workstream').select('title').orderBy('position').execute();
  expect(streams.map(({ title }) => title.texts.en).filter((title: string) => title.startsWith('Stream'))).toEqual([
    'Stream 2',
    'Stream 0',
    'Stream 1',
  ]);
  const inside = await home.db
    .selectFrom('plan_item as child')
    .innerJoin('plan_item as parent', 'parent.id', 'child.parent_id')
    .select(['child.title', 'parent.ref', 'child.review_id'])
    .where('parent.ref', '=', 'ISS-MANY-X245')
    .execute();
  expect(inside).toMatchObject([{ title: { texts: { en: 'Action 246' } }, ref: 'ISS-MANY-X245' }]);
  const parts = await home.db
    .selectFrom('plan_part')
    .innerJoin('plan_item', 'plan_item.id', 'plan_part.item_id')
    .select(['label', 'ends_on', 'baseline_on'])
    .where('plan_item.ref', '=', 'ISS-MANY-X0')
    .orderBy('label')
    .execute();
  expect(parts).toEqual([
    { label: 'a', ends_on: '2026-06-30', baseline_on: '2026-06-30' },
    { label: 'b', ends_on: '2026-07-31', baseline_on: '2026-07-31' },
  ]);
  const leads = await home.db
    .selectFrom('plan_lead')
    .innerJoin('plan_item', 'plan_item.id', 'plan_lead.item_id')
    .select(['role', 'person_id', 'plan_lead.name'])
    .where('plan_item.ref', '=', 'ISS-MANY-X0')
    .orderBy('role')
    .execute();
  expect(leads).toEqual([
    { role: 'contributor', person_id: home.people.dana.personId, name: null },
    { role: 'volunteerLead', person_id: null, name: 'Lead 0' },
  ]);
  expect((await home.as().get('/plans/items/Formerly%205')).headers.get('location')).toBe('/plans/items/ISS-MANY-X5');
  const again = await perform(await bring(source));
  expect(again.filter((one) => one !== 'unchanged')).toEqual(['refused']);
  await run(commandNamed('import.undo'), { id, why: 'a test' }, home.call('dana'));
  await runImport(home.services, id);
  const back = await home.db
    .selectFrom('plan_item')
    .select('id')
    .where('ref', 'like', 'ISS-MANY-%')
    .where('archived_at', 'is', null)
    .execute();
  expect(back).toEqual([]);
  expect(new Set(await perform(await bring(source)))).toEqual(new Set(['changed', 'refused']));
});

it('headings that are only signs are read as what they stand for', async () => {
  const id = await bring('#,Issue,%\n1,Meet in every region,40 %\n2,Publish the budget,100\n');
  expect(await perform(id)).toEqual(['new', 'new']);
  const rows = await home.db
    .selectFrom('plan_item')
    .select(['ref', 'percent'])
    .where('ref', 'in', ['ISS-MANY-01', 'ISS-MANY-02'])
    .execute();
  expect(rows.toSorted((a, b) => a.ref.localeCompare(b.ref))).toEqual([
    { ref: 'ISS-MANY-01', percent: 40 },
    { ref: 'ISS-MANY-02', percent: 100 },
  ]);
});

it('two reviews that call their work alike keep it apart, and each finds its own again', async () => {
  await run(addReview, { ref: 'ALIKE', prefix: 'ALIKE', title: 'Alike' }, home.call('dana'));
  const source = 'kind,workstream,title\ntask,Outreach,Call the members\ntask,Outreach,Write to the members\n';
  expect(await perform(await bring(source, 'MANY'))).toEqual(['new', 'new']);
  expect(await perform(await bring(source, 'ALIKE'))).toEqual(['new', 'new']);
  const streams = async () =>
    (
      await home.db
        .selectFrom('plan_item')
        .innerJoin('review', 'review.id', 'plan_item.review_id')
        .select(['review.ref', 'workstream_id'])
        .where('plan_item.kind', '=', 'task')
        .where('review.ref', 'in', ['MANY', 'ALIKE'])
        .where(({ eb, fn }) =>
          eb(fn<string>('jsonb_extract_path_text', ['plan_item.title', eb.val('texts'), eb.val('en')]), '=', 'Call the members'),
        )
        .orderBy('review.ref')
        .execute()
    ).map(({ ref, workstream_id }) => [ref, workstream_id]);
  const first = await streams();
  expect(first.map(([ref]) => ref)).toEqual(['ALIKE', 'MANY']);
  expect(new Set(first.map(([, stream]) => stream)).size).toBe(2);
  for (const review of ['MANY', 'ALIKE']) expect(await perform(await bring(source, review))).toEqual(['unchanged', 'unchanged']);
  expect(await streams()).toEqual(first);
});
