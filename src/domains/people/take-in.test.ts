import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { system } from '../../platform/access/actor.ts';
import { run } from '../../platform/command.ts';
import type { AnyWrites } from '../../platform/db/tables.ts';
import { performLines } from '../../platform/imports/perform.ts';
import { addOrganisation, loadRegions } from '../community/index.ts';
import { addPerson } from './commands.ts';
import { takeInPerson } from './take-in.ts';

let home: TestApp;
let refs: string[];
beforeAll(async () => {
  home = await openApp();
  const regions = [{ key: 'N', title: 'North' }];
  const countries = [{ code: 'NO', name: 'Norway', region: 'N' }];
  await run(loadRegions, { system: 'main', title: 'Ours', regions, countries, validFrom: '2003-01-01' }, program());
  const add = async (name: string) => (await run(addOrganisation, { name }, program())).ref;
  refs = [await add('Users of the North'), await add('Users of the South')];
});
afterAll(() => home.close());

const program = () => home.call(undefined, { actor: system() });

let line = 0;
/** Lines of one file, taken in together; gives their outcomes and what was wrong with each. */
const bring = async (...inputs: Record<string, unknown>[]) => {
  const lines = inputs.map((input) => ({ id: ++line, input }));
  const done = await home.db.transaction().execute((tx) =>
    performLines(tx as AnyWrites, takeInPerson, lines, program(), (fault) => {
      throw fault;
    }),
  );
  return done.map(({ outcome, problems }) => (outcome === 'refused' ? problems.map(({ key }) => key).join() : outcome));
};

const called = (name: string) => home.db.selectFrom('person').selectAll().where('display_name', '=', name).execute();
const membershipsOf = (id: number) => home.db.selectFrom('membership').selectAll().where('person_id', '=', id).orderBy('id').execute();

test('somebody who is new and stands in two lines is one person with two memberships', async () => {
  const rita = { name: 'Rita Sands', addresses: 'rita@example.org' };
  expect(await bring({ ...rita, organisation: refs[0] }, { ...rita, organisation: refs[1], role: 'primary' })).toEqual(['new', 'changed']);
  const [found, ...others] = await called('Rita Sands');
  expect(others).toEqual([]);
  expect((await membershipsOf(found?.id ?? 0)).map(({ role }) => role)).toEqual(['member', 'primary']);
  expect(await bring({ ...rita, organisation: refs[0] })).toEqual(['unchanged']);
});

test('a line that is refused takes back only itself', async () => {
  expect(
    await bring(
      { name: 'Omar Vale', addresses: 'omar@example.org', match: 'nameAndCountry' },
      { name: 'Olga Vale', addresses: 'omar@example.org', match: 'nameAndCountry' },
      { name: 'Otto Vale', country: 'ZZ' },
      { name: 'Oona Vale', organisation: 'NOWHERE' },
      { addresses: 'nobody@example.org' },
      { name: 'Otis Vale' },
    ),
  ).toEqual(['new', 'email.taken', expect.stringContaining('ountry'), 'organisation.unknown', 'field.required', 'new']);
  expect(await called('Olga Vale')).toEqual([]);
  expect(await called('Otis Vale')).toHaveLength(1);
});

test('by name and country whoever is archived is meant only where nobody else is', async () => {
  const zara = { name: 'Zara Twice', country: 'NO', match: 'nameAndCountry' };
  const archive = (id: number) =>
    home.db.transaction().execute(async (tx) => {
      await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
      await tx.updateTable('person').set({ archived_at: '2026-01-01' }).where('id', '=', id).execute();
    });
  const { id: first } = await run(addPerson, { name: 'Zara Twice', country: 'NO' }, program());
  await archive(first);
  const { id: second } = await run(addPerson, { name: 'Zara Twice', country: 'NO' }, program());
  expect(await bring({ ...zara, pronouns: 'she' })).toEqual(['changed']);
  expect((await called('Zara Twice')).map(({ id, pronouns }) => [id, pronouns])).toEqual([
    [first, null],
    [second, 'she'],
  ]);
  await archive(second);
  expect(await bring(zara)).toEqual(['person.severalMatch']);
});

test('a known person is brought up to date and revived, and what an account holder shows stays theirs', async () => {
  const { id } = await run(addPerson, { name: 'Nils Ford' }, program());
  await bring({ person: id, addresses: 'nils@example.org' });
  await home.db.transaction().execute(async (tx) => {
    await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
    await tx.updateTable('person').set({ archived_at: '2026-01-01' }).where('id', '=', id).execute();
  });
  expect(await bring({ name: 'Nils A. Ford', addresses: 'nils@example.org', audience: 'public' })).toEqual(['changed']);
  expect(await called('Nils A. Ford')).toMatchObject([{ id, archived_at: null, consent: { name: 'public' } }]);
  const { personId } = home.people.fatou;
  await bring({ person: personId, phone: '+254 700', audience: 'public' });
  const [fatou] = await home.db.selectFrom('person').selectAll().where('id', '=', personId).execute();
  expect(fatou?.consent).not.toMatchObject({ phone: 'public' });
});

test('a role is understood in the words of our pages, in each of their languages', async () => {
  const line = (name: string, role: string) => ({ name, addresses: `${name}@example.org`, organisation: refs[0], role });
  expect(
    await bring(line('aminata', 'membre'), line('lucia', 'Representante Principal'), line('samir', 'الممثل المناوب'), line('zoe', 'queen')),
  ).toEqual(['new', 'new', 'new', 'field.choice']);
  const { rows } = await sql<{ role: string }>`select role from membership join person on person.id = person_id
    where display_name in ('aminata', 'lucia', 'samir') order by display_name`.execute(home.db);
  expect(rows.map(({ role }) => role)).toEqual(['member', 'primary', 'alternate']);
});
