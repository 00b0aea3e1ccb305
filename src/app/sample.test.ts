import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import type { Services } from '../platform/http/visit.ts';
import { silent } from '../platform/log/log.ts';
import { makeServices } from './program.ts';
import { loadSample } from './sample.ts';

let database: TestDatabase;
let dataDir: string;
let services: Services;

beforeAll(async () => {
  database = await testDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'plenary-sample-'));
  services = await makeServices(
    database.db,
    { dataDir, baseUrl: 'http://127.0.0.1:3000', development: false, uploadLimit: 25 * 1024 * 1024, behindProxy: false },
    silent,
  );
  const began = performance.now();
  await loadSample(services, 'at-large');
  console.log(`the sample was loaded in ${Math.round(performance.now() - began)} ms`);
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

const ask = async (question: ReturnType<typeof sql>) => (await question.execute(database.db)).rows as Record<string, unknown>[];

describe('the sample community', () => {
  test('is whole: countries, nested bodies, people of all scripts, seats with one vacancy', async () => {
    expect(
      await ask(sql`select (select count(*)::int from region_country) as countries, (select count(*)::int from body where archived_at is null) as bodies,
      (select count(*)::int from account) as accounts, (select count(*)::int from person) as people,
      (select count(*)::int from seat where not exists (select from tenure where tenure.seat_id = seat.id)) as vacant`),
    ).toMatchObject([{ countries: 249, bodies: 31, accounts: 0, people: 163, vacant: 1 }]);
    expect(await ask(sql`select parent.ref from body join body parent on parent.id = body.parent_id where body.ref = 'NCUC'`)).toEqual([
      { ref: 'NCSG' },
    ]);
    expect(await ask(sql`select native_name from person where display_name = 'Wang Lihua'`)).toEqual([{ native_name: '王丽华' }]);
  });

  test('has about 250 member organisations in five regions, and none in exactly twelve places of one of them', async () => {
    const [counts] =
      await ask(sql`select count(*)::int as organisations, count(distinct country_id)::int as countries, count(distinct body_id)::int as regions
      from organisation where state = any('{accredited,noticeGiven}')`);
    expect(counts).toMatchObject({ organisations: 250, countries: 149, regions: 5 });
    const without =
      await ask(sql`select country.code from country join region_country on country_id = country.id join region on region.id = region_id
      where region.key = 'LAC' and not exists (select from organisation where organisation.country_id = country.id and state = any('{accredited,noticeGiven}')) order by 1`);
    expect(without.map((one) => one.code).join(' ')).toBe('AG BL BQ BS BZ DM GD GT KN MF SR SX');
  });

  test('has a saved view that is a figure over years and the audience of one message that was sent in three languages', async () => {
    expect(
      await ask(
        sql`select count(*)::int as counts, min(count) < max(count) as grew from view_count join saved_view on saved_view.id = view_id`,
      ),
    ).toEqual([{ counts: 59, grew: true }]);
    expect(
      await ask(
        sql`select outcome, count(distinct language)::int as languages, count(*) > 20 as many from mailing_recipient group by outcome`,
      ),
    ).toEqual([{ outcome: 'posted', languages: 3, many: true }]);
  });

  test('shows the stances of the one region whose answer is known, and of no other', async () => {
    const stances = await ask(sql`select position.stance, count(*)::int as count, array_agg(distinct body.ref) as bodies from position
      join recommendation on recommendation.id = recommendation_id join review on review.id = review_id join body on body.id = body_id
      where review.ref = 'ITEMS' and position.state = 'final' group by 1 order by 1`);
    expect(stances).toEqual([
      { stance: 'depends', count: 3, bodies: ['LACRALO'] },
      { stance: 'oppose', count: 2, bodies: ['LACRALO'] },
      { stance: 'support', count: 11, bodies: ['LACRALO'] },
    ]);
  });

  test('shows disagreement, drafts, gaps, answers to an older wording, triage in every state, scores and decisions where all is invented', async () => {
    const [exercise] = await ask(sql`select count(*)::int as positions, count(*) filter (where state = 'drafting')::int as drafts,
      count(*) filter (where position.text_version < recommendation.text_version)::int as stale from position
      join recommendation on recommendation.id = recommendation_id where recommendation.ref like 'REC-EX-%'`);
    expect(exercise).toMatchObject({ positions: 84, drafts: 6, stale: 7 });
    expect((await ask(sql`select state from triage_batch order by 1`)).map((one) => one.state)).toEqual([
      'proposed',
      'returned',
      'sent',
      'signedOff',
    ]);
    expect(
      await ask(sql`select (select count(*)::int from score) as scores, (select count(*)::int from scoring_round where state = 'open') as open,
      (select count(*)::int from agreed_priority) as agreed, (select count(*)::int from feasibility) as templates, (select count(*)::int from answer) as answers,
      (select count(*)::int from recommendation_link) as links`),
    ).toMatchObject([{ scores: 43, open: 1, agreed: 4, templates: 3, answers: 3, links: 4 }]);
  });

  test('"Issue 8" and "Issue 9" are the same, as the report has it', async () => {
    expect(
      await ask(
        sql`select distinct recommendation.ref from alias join recommendation on recommendation.id = record_id where alias.text in ('Issue 8', 'Issue 9')`,
      ),
    ).toEqual([{ ref: 'REC-ARI-09' }]);
  });

  test('shows the plan of the final report: eight issues with their dates, six at 100 %, two with two parts, and what sources contradict', async () => {
    const issues =
      await ask(sql`select number, starts_on::text, percent::int, (select count(*)::int from plan_part where item_id = plan_item.id and label <> '') as parts
      from plan_item join review on review.id = review_id where review.ref = 'ARI' and kind = 'issue' order by plan_item.position`);
    expect(issues.map((one) => one.number)).toEqual(['1', '2', '3', '4', '7', '9', '13', '16']);
    expect(issues.filter((one) => one.percent === 100)).toHaveLength(6);
    expect(issues.filter((one) => one.parts === 2).map((one) => one.number)).toEqual(['2', '16']);
    expect(issues[0]).toMatchObject({ starts_on: '2018-12-17' });
    expect(
      await ask(
        sql`select distinct plan_item.ref from alias join plan_item on plan_item.id = record_id where alias.kind like 'plan_item/%' and text in ('Issue 8', 'Issue 15') order by 1`,
      ),
    ).toEqual([{ ref: 'ISS-ARI-09' }, { ref: 'ISS-ARI-13' }]);
    expect(
      await ask(sql`select (select count(*)::int from workstream) as workstreams, (select count(*)::int from plan_item where kind = 'pledge') as pledges,
      (select count(*)::int from plan_statement where review_id is not null) as statements, (select count(*)::int from plan_dependency where owner is not null) as promises,
      (select count(*)::int from plan_lead where person_id is null) as strangers`),
    ).toEqual([{ workstreams: 7, pledges: 14, statements: 7, promises: 2, strangers: 0 }]);
  });

  test('has two pairs of people and two of organisations that are probably one', async () => {
    expect(
      await ask(
        sql`select array_agg(display_name order by id) as names from person group by name_key having count(*) > 1 order by min(id)`,
      ),
    ).toEqual([{ names: ['Dragana Ferrante', 'Ferrante, Dragana'] }, { names: ['Bao Haddad', 'Bao Haddаd'] }]);
    expect(
      await ask(sql`select array_agg(ref order by id) as refs from organisation where website is not null group by website having count(*) > 1
      union all select array_agg(ref order by id) from organisation group by name_key, country_id having count(*) > 1`),
    ).toEqual([{ refs: ['ALS-0002', 'ALS-0264'] }, { refs: ['ALS-0262', 'ALS-0263'] }]);
  });

  test('every change says that it is part of the sample or of an import', async () => {
    expect((await ask(sql`select distinct via from audit where command not like 'import.%' order by 1`)).map((one) => one.via)).toEqual([
      'import',
      'sample',
    ]);
  });

  test('loaded a second time nothing is done twice', async () => {
    const before = await ask(sql`select (select count(*) from audit_change) as changes, (select count(*) from import_run) as runs`);
    await loadSample(services, 'at-large');
    expect(await ask(sql`select (select count(*) from audit_change) as changes, (select count(*) from import_run) as runs`)).toEqual(
      before,
    );
  });

  test('a sample that does not exist is refused', async () => {
    await expect(loadSample(services, '../data')).rejects.toMatchObject({ kind: 'notFound' });
  });
});
