import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandNamed } from '../../../test/laws/world.ts';
import { system } from '../../platform/access/actor.ts';
import { run } from '../../platform/command.ts';
import { type AnyWrites, reading } from '../../platform/db/tables.ts';
import { forgetRows } from '../../platform/erasure/history.ts';
import { importFile } from '../../platform/imports/domain.ts';
import { suggestedQuestion } from './merging/queries.ts';
import { type Merging, openMerging } from './merging/testing.ts';

let home: Merging['home'];
let person: Merging['person'];
beforeAll(async () => {
  ({ home, person } = await openMerging());
});
afterAll(() => home.close());

const called = (name: string) =>
  home.db.selectFrom('person').select(['id', 'display_name']).where('display_name', '=', name).where('archived_at', 'is', null).execute();
const addressesOf = async (id: number) =>
  (await home.db.selectFrom('email').select('typed').where('person_id', '=', id).orderBy('id').execute()).map(({ typed }) => typed);

/** Brings a table from the disk, as the command line does. */
const bring = async (text: string, more: { likely?: string; match?: string; dryRun?: boolean } = {}) => {
  const file = join(home.services.dataDir, 'people.csv');
  await writeFile(file, text);
  const { dryRun = false, ...context } = more;
  const { report, exitCode } = await importFile(home.services, { file, as: 'people', context, actor: system(), json: true, dryRun });
  const { counts, lines, notices } = JSON.parse(report) as {
    counts: Record<string, number>;
    notices: string[];
    lines: { outcome: string; reasons: string[] }[];
  };
  return { counts, lines, notices, exitCode };
};

describe('a line with the name and country of somebody who is here, and another address', () => {
  test('is new, and the preview, the report and the page of duplicates all say who it may be', async () => {
    const known = await person('Maya Strand', { country: 'KE' });
    const file = 'name,email,country\nMaya Strand,maya@example.net,KE\nMaya Strand,maya@example.com,DK\n';
    const told = { outcome: 'new', reasons: [`May be the same as Maya Strand (${known}).`] };
    const dry = await bring(file, { dryRun: true });
    expect(dry.lines).toMatchObject([told, { outcome: 'new', reasons: [] }]);
    expect(dry.notices).toEqual([expect.stringContaining('1 line may be about a record that is known already')]);
    const real = await bring(file);
    expect(real).toMatchObject({ exitCode: 0, counts: { new: 2 }, lines: [told, { reasons: [] }] });
    expect(await home.as('dana').read('/people/duplicates')).toContain(`/people/${known}/merge/`);
  });

  test('is matched where that was chosen for the source: the person gets the address and stays one', async () => {
    const known = await person('Noor Strand', { country: 'KE' });
    const { counts } = await bring('name,email,country\n"Strand, Noor",noor@example.net,KE\nNoor Strand,,\n', { likely: 'match' });
    expect(counts).toEqual({ changed: 2 });
    expect(await addressesOf(known)).toEqual(['noor@example.net']);
  });

  test('is matched with nobody where two could be meant, and says so', async () => {
    await person('Otto Strand', { country: 'KE' });
    await person('Otto Strand', { country: 'KE' });
    const { lines } = await bring('name,country\nOtto Strand,KE\n', { likely: 'match' });
    expect(lines).toMatchObject([{ outcome: 'refused', reasons: [expect.stringContaining('both fit this line')] }]);
  });

  test('is left out where that was chosen, with the names of those whom it may be', async () => {
    const known = await person('Pia Strand', { country: 'KE' });
    const { counts, lines } = await bring('name,email,country\nPia Strand,pia@example.net,KE\nPia Weber,pia.w@example.net,KE\n', {
      likely: 'leave',
    });
    expect(counts).toEqual({ refused: 1, new: 1 });
    expect(lines[0]?.reasons).toEqual([`May be the same as Pia Strand (${known}).`]);
  });

  test('may be of one who stands further up in the same source, who has no number yet', async () => {
    const file = 'name,email,country\nQuin Strand,quin@example.net,KE\nQuin Strand,quin@example.com,KE\n';
    const { lines } = await bring(file, { dryRun: true });
    expect(lines[1]?.reasons).toEqual(['May be the same as Quin Strand, further up in this source.']);
    expect(await bring(file, { likely: 'match' })).toMatchObject({ counts: { new: 1, changed: 1 } });
    const [one, ...others] = await called('Quin Strand');
    expect(others).toEqual([]);
    expect(await addressesOf(one?.id ?? 0)).toEqual(['quin@example.net', 'quin@example.com']);
  });
});

test('whoever sees the preview chooses at the line whom it means, and the import does that', async () => {
  const known = await person('Rana Strand', { country: 'KE' });
  const dana = home.as('dana');
  const answer = await dana.post('/imports', {
    kind: 'people',
    text: 'name,email,country\nRana Strand,rana@example.net,KE\nSami Strand,sami@example.net,KE\n',
  });
  const path = answer.headers.get('location') ?? '';
  const preview = await dana.read(path);
  expect(preview).toContain(`<a href="/people/${known}">May be the same as Rana Strand (${known}).</a>`);
  expect(preview).toContain('name="meant.1"');
  expect(preview).not.toContain('name="meant.2"');
  const chosen = { shown: '1,2', ticked: ['1', '2'], 'meant.1': String(known) };
  await dana.post(`${path}/run`, chosen);
  const again = await dana.read(path);
  expect(again).toContain(`<option value="${known}" selected=""`);
  expect(again).not.toContain('May be the same');
  await dana.post(`${path}/run`, chosen);
  expect(await dana.read(path)).toContain('Imported');
  expect(await called('Rana Strand')).toEqual([{ id: known, display_name: 'Rana Strand' }]);
  expect(await addressesOf(known)).toEqual(['rana@example.net']);
});

test('a program is told whom a line may mean, says so, and imports', async () => {
  const known = await person('Tara Strand', { country: 'KE' });
  const expires = Temporal.Now.plainDateISO('UTC').add({ days: 3 }).toString();
  const { secret } = await run(commandNamed('token.make'), { name: 'importer', reach: 'all', expires }, home.call('dana'));
  const post = async (path: string, body: object) => {
    const answer = await home.app.request(`/api/v1${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(201);
    return (await answer.json()) as { id: number; lines: unknown[]; state: string };
  };
  const read = await post('/imports', { kind: 'people', text: 'name,email,country\nTara Strand,tara@example.net,KE\n' });
  expect(read.lines).toMatchObject([{ outcome: 'new', mayBe: [{ ref: String(known), name: 'Tara Strand' }], meant: null }]);
  const said = await post(`/imports/${read.id}/lines`, { meant: [{ number: 1, ref: String(known) }] });
  expect(said.lines).toMatchObject([{ outcome: 'changed', mayBe: [], meant: String(known) }]);
  expect(await post(`/imports/${read.id}/run`, {})).toMatchObject({ state: 'done', counts: { changed: 1 } });
});

test('of somebody who is forgotten no line keeps the name or the address, their own nor one that might have been about them', async () => {
  await bring('name,email,country\nUna Strand,una@example.net,KE\n');
  await bring('name,email,country\nUna M. Strand,una@example.net,KE\nUna M. Strand,,KE\n');
  const [una] = await called('Una M. Strand');
  await home.db.transaction().execute((tx) => forgetRows(tx as AnyWrites, [{ table: 'person', ids: [una?.id ?? 0] }], 'Somebody'));
  const { rows } = await sql`select * from import_line line where line::text ~* 'una@example.net' or problems::text ~ 'Una'`.execute(
    home.db,
  );
  expect(rows).toEqual([]);
});

describe('three thousand people of whom three in a hundred stand there twice', () => {
  const fileOf = (word: string) => {
    const member = (at: number) => ({
      name: `${word} ${at.toString(36)}x${at}`,
      email: `${word}${at}@example.org`,
      country: at % 2 ? 'KE' : 'DK',
    });
    const line = ({ name, email, country }: ReturnType<typeof member>) => `${name},${email},${country}`;
    const twice = Array.from({ length: 30 }, (_, at) => [
      // The same address under another order of the name; the same name with another address; the same name without one.
      line({
        ...member(at * 7),
        name: member(at * 7)
          .name.split(' ')
          .reverse()
          .join(' '),
        email: member(at * 7).email.toUpperCase(),
      }),
      line({ ...member(at * 7 + 1), email: `${word}-other${at}@example.net` }),
      line({ ...member(at * 7 + 2), email: '' }),
    ]);
    return ['name,email,country', ...Array.from({ length: 2_910 }, (_, at) => line(member(at))), ...twice.flat()].join('\n');
  };
  const suggested = async () =>
    (await suggestedQuestion(reading(home.db), home.actor('dana'), { page: 1, perPage: 1 }).execute())[0]?.total ?? 0;

  test('by address a third of them are recognised and the others suggested; by name and country all', { timeout: 120_000 }, async () => {
    const before = await suggested();
    const byAddress = await bring(fileOf('Member'), { match: 'address' });
    expect(byAddress.counts).toEqual({ new: 2_970, changed: 30 });
    expect(byAddress.notices).toEqual([expect.stringContaining('60 lines may be about')]);
    expect((await suggested()) - before).toBe(60);
    const byName = await bring(fileOf('Fellow'), { match: 'nameAndCountry' });
    expect(byName.counts).toEqual({ new: 2_910, changed: 60, unchanged: 30 });
    expect((await suggested()) - before).toBe(60);
  });
});
