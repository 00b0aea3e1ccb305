import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { commandNamed } from '../../../../test/laws/world.ts';
import { type Actor, system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { importFile, runImport } from '../../../platform/imports/domain.ts';
import { actorForPerson } from '../../accounts/index.ts';
import { addBody, loadRegions } from '../index.ts';
import { addMembership, changeMembership, endMembership } from '../memberships/commands.ts';
import { addOrganisation, changeOrganisation } from './commands.ts';
import { readRange } from './organisation.ts';
import { takeInOrganisation } from './take-in.ts';

let home: TestApp;
const program = () => home.call(undefined, { actor: system() });

beforeAll(async () => {
  home = await openApp();
  const countries = (moved: string) => [
    { code: 'NO', name: 'Norway', region: 'N' },
    { code: 'UY', name: 'Uruguay', region: 'S' },
    { code: 'GE', name: 'Georgia', region: moved },
  ];
  const system1 = {
    system: 'main',
    title: 'Our regions',
    regions: [
      { key: 'N', title: 'North' },
      { key: 'S', title: 'South' },
    ],
  };
  await run(loadRegions, { ...system1, validFrom: '2003-01-01', countries: countries('N') }, program());
  await run(loadRegions, { ...system1, validFrom: '2024-01-01', countries: countries('S') }, program());
  await run(addBody, { ref: 'NRO', name: 'North organisation', kind: 'region', region: 'N', position: 10 }, program());
  await run(addBody, { ref: 'SRO', name: 'South organisation', kind: 'region', region: 'S', parent: 'SOUTH', position: 11 }, program());
});
afterAll(() => home.close());

const stored = async (ref: string) =>
  (
    await sql<
      Record<string, unknown>
    >`select organisation.*, body.ref as body from organisation left join body on body.id = body_id where organisation.ref = ${ref}`.execute(
      home.db,
    )
  ).rows[0];
const listed = async (query: string) =>
  (JSON.parse(await home.as().read(`/organisations.json${query}`)) as { rows: Record<string, string | null>[] }).rows;

describe('the register of organisations', () => {
  test('the region follows from the country, also on a past day under the version of that day; the body of the region keeps it', async () => {
    const { ref } = await run(addOrganisation, { name: 'Tbilisi Net Users', country: 'GE', accredited: '2014?' }, program());
    expect(ref).toMatch(/^ORG-\d{4}$/);
    expect(await stored(ref)).toMatchObject({ body: 'SRO', accredited_on: '2014-01-01', region_id: null });
    expect(await listed('?q=Tbilisi&cols=name,region,accredited')).toEqual([
      { name: 'Tbilisi Net Users', region: 'S', accredited: '2014?' },
    ]);
    expect(await listed('?q=Tbilisi&when=2020-06-01&cols=name,region')).toEqual([{ name: 'Tbilisi Net Users', region: 'N' }]);
    expect(await listed('?q=Tbilisi&when=2013-12-31')).toEqual([]);
  });

  test('another region than that of the country needs a reason, which the page shows', async () => {
    const input = { name: 'Oslo in the South', country: 'NO', region: 'S' };
    await expect(run(addOrganisation, input, program())).rejects.toMatchObject({ problems: [{ key: 'organisation.regionNeedsReason' }] });
    const { ref } = await run(addOrganisation, { ...input, regionReason: 'It works there.' }, program());
    expect(await stored(ref)).toMatchObject({ body: 'SRO', region_reason: 'It works there.' });
    expect(await home.as().read(`/organisations/${ref}`)).toContain('It works there.');
  });

  test('an officer keeps the organisations of their own region and of no other, nor moves one away', async () => {
    // The rights of a session are asked for anew with each request; here too, now that there is a body within SOUTH.
    const eko = home.call(undefined, { actor: (await actorForPerson(home.db, home.people.eko.personId, home.call().today)) as Actor });
    const south = await run(addOrganisation, { name: 'Montevideo Users', country: 'UY' }, eko);
    await expect(run(addOrganisation, { name: 'Oslo Users', country: 'NO' }, eko)).rejects.toMatchObject({ kind: 'forbidden' });
    const north = await run(addOrganisation, { name: 'Bergen Users', country: 'NO' }, program());
    await expect(run(changeOrganisation, { ref: north.ref, city: 'Bergen' }, eko)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(run(changeOrganisation, { ref: south.ref, country: 'NO' }, eko)).rejects.toMatchObject({ kind: 'forbidden' });
    await run(changeOrganisation, { ref: south.ref, city: 'Montevideo' }, eko);
    expect((await home.as('eko').get(`/organisations/${south.ref}/edit`)).status).toBe(200);
  });

  test('under a former name it is still found, and a name that is taken is refused', async () => {
    const { ref } = await run(addOrganisation, { name: 'Fjord Internet Club', country: 'NO' }, program());
    await run(changeOrganisation, { ref, name: 'Fjord Internet Society' }, program());
    const answer = await home.as().get(`/organisations/${encodeURIComponent('fjord internet club')}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([301, `/organisations/${ref}`]);
    const other = await run(addOrganisation, { name: 'Another Club', country: 'NO' }, program());
    await expect(run(changeOrganisation, { ref: other.ref, aliases: ['Fjord Internet Club'] }, program())).rejects.toMatchObject({
      key: 'organisation.aliasTaken',
    });
  });

  test('whoever leaves leaves today unless a day is given, stays in the register of all, and not in that of today', async () => {
    const { ref } = await run(addOrganisation, { name: 'Gone Users', country: 'UY', accredited: '2010-05-01' }, program());
    await run(changeOrganisation, { ref, state: 'resigned', reasonClass: 'ownRequest' }, program());
    expect(await stored(ref)).toMatchObject({ withdrawn_on: program().today });
    expect(await listed('?q=Gone')).toEqual([]);
    expect(await listed('?q=Gone&when=all&cols=name,state')).toEqual([{ name: 'Gone Users', state: 'resigned' }]);
    expect(await listed('?q=Gone&when=2012-01-01&cols=name')).toEqual([{ name: 'Gone Users' }]);
  });

  test('internationalised addresses are taken, kept and shown in their own script; invalid ones are refused at their field', async () => {
    const { ref } = await run(
      addOrganisation,
      {
        name: 'Users in Arabic',
        nativeName: 'مستخدمو الإنترنت',
        country: 'UY',
        website: 'https://موقع.وزارة-الاتصالات.مصر',
        email: 'بريد@موقع.وزارة-الاتصالات.مصر',
      },
      program(),
    );
    const page = await home.as().read(`/organisations/${ref}`);
    expect(page).toContain('موقع.وزارة-الاتصالات.مصر');
    expect(page).not.toContain('xn--4gbrim.xn----ymcbaaajlc6dj7bxne2c.xn--wgbh1c</bdi>');
    for (const website of ['http://exa mple.org', 'https://-bad-.example', 'javascript:alert(1)'])
      await expect(run(addOrganisation, { name: 'x', website }, program())).rejects.toMatchObject({ problems: [{ path: ['website'] }] });
  });

  test('its list comes back in unchanged, whichever rule says what is known', async () => {
    for (const match of ['reference', 'nameAndCountry']) {
      const csv = await home
        .as()
        .read(
          '/organisations.csv?when=all&cols=name,nativeName,country,region,regionReason,state,accredited,withdrawn,founded,members,languages,website,email,mission,city,ref,aliases',
        );
      const text = match === 'reference' ? csv : csv.replace(/ORG-\d{4}/g, '');
      const file = join(home.services.dataDir, `${match}.csv`);
      await writeFile(file, text);
      const { report, exitCode } = await importFile(home.services, {
        file,
        as: 'organisations',
        context: { match },
        actor: system(),
        json: true,
      });
      expect([exitCode, JSON.parse(report).counts], report).toMatchObject([0, { unchanged: text.trim().split('\n').length - 1 }]);
    }
  });

  test('an import that renamed one and is taken back leaves it to be found under its own name, and not under the other', async () => {
    const { ref } = await run(addOrganisation, { name: 'Ålesund Brukere', country: 'NO' }, program());
    const start = { kind: 'organisations', name: 'o.csv', text: `ref,name\n${ref},Bergen Brukere\n`, context: { match: 'reference' } };
    const { id } = (await run(commandNamed('import.start'), start, program())) as { id: number };
    await runImport(home.services, id);
    await run(commandNamed('import.run'), { id }, program());
    await runImport(home.services, id);
    const spelt = async () =>
      await home.db.selectFrom('organisation').select(['name', 'name_key']).where('ref', '=', ref).executeTakeFirstOrThrow();
    expect(await spelt()).toEqual({ name: 'Bergen Brukere', name_key: 'bergen brukere' });
    await run(commandNamed('import.undo'), { id, why: 'The wrong list' }, program());
    await runImport(home.services, id);
    expect(await spelt()).toEqual({ name: 'Ålesund Brukere', name_key: 'alesund brukere' });
  });

  test('a line without a reference, of a known name and country, is new and says which it may be, or is matched where that was chosen', async () => {
    const { ref } = await run(addOrganisation, { name: 'Tromsø Brukere', country: 'NO' }, program());
    const file = join(home.services.dataDir, 'may-be.csv');
    await writeFile(file, 'name,country,website\n"Brukere, Tromsø",NO,https://tromso.example.org/\n');
    const brought = async (likely: string, dryRun = false) => {
      const asked = { file, as: 'organisations', context: { likely }, actor: system(), json: true, dryRun };
      return JSON.parse((await importFile(home.services, asked)).report).lines;
    };
    const told = [`May be the same as Tromsø Brukere (${ref}).`];
    expect(await brought('add', true)).toMatchObject([{ outcome: 'new', reasons: told }]);
    expect(await brought('leave')).toMatchObject([{ outcome: 'refused', reasons: told }]);
    expect(await brought('match')).toMatchObject([{ outcome: 'changed' }]);
    expect(await home.as().read(`/organisations/${ref}`)).toContain('tromso.example.org');
  });

  test('two that fit one line are asked about, not guessed', async () => {
    for (let at = 0; at < 2; at += 1) await run(addOrganisation, { name: 'Twin Users', country: 'NO' }, program());
    await expect(
      run(takeInOrganisation, { name: 'Twin Users', country: 'NO', match: 'nameAndCountry', city: 'Oslo' }, program()),
    ).rejects.toMatchObject({
      key: 'organisation.severalMatch',
    });
  });

  test('the number of members is read as people write it', () => {
    expect(['100 – 499', '500+', '42', '1,000-2,000'].map(readRange)).toEqual([
      { membersFrom: '100', membersTo: '499' },
      { membersFrom: '500' },
      { membersFrom: '42', membersTo: '42' },
      { membersFrom: '1,000', membersTo: '2,000' },
    ]);
    expect(readRange('many')).toBeUndefined();
  });
});

describe('memberships', () => {
  const today = () => home.call().today;
  const inDays = (days: number) => Temporal.PlainDate.from(today()).add({ days }).toString();
  const at = async (ref: string, when = '') =>
    (await home.as('dana').read(`/organisations/${ref}/people${when}`)).match(/href="\/people\/\d+"/g)?.length ?? 0;

  test('last from the first day to the day before the last, also where the end lies in the future', async () => {
    const { ref } = await run(addOrganisation, { name: 'Members of Days', country: 'NO' }, program());
    const person = home.people.badr.personId;
    await run(addMembership, { person, organisation: ref, role: 'primary', from: inDays(-10), to: inDays(10) }, program());
    expect(await at(ref)).toBe(1);
    expect([
      await at(ref, `?when=${inDays(-11)}`),
      await at(ref, `?when=${inDays(-10)}`),
      await at(ref, `?when=${inDays(9)}`),
      await at(ref, `?when=${inDays(10)}`),
    ]).toEqual([0, 1, 1, 0]);
    expect(await at(ref, '?when=all')).toBe(1);
  });

  test('are ended, never deleted; the same role twice in the same days is refused', async () => {
    const { ref } = await run(addOrganisation, { name: 'Members End', country: 'NO' }, program());
    const person = home.people.badr.personId;
    const { id } = await run(addMembership, { person, organisation: ref, role: 'primary', from: '2019?' }, program());
    await expect(run(addMembership, { person, organisation: ref, role: 'primary', from: '2020-01-01' }, program())).rejects.toMatchObject({
      key: 'membership.overlaps',
    });
    await run(endMembership, { membership: id, to: '2021' }, program());
    const { rows } = await sql`select ends_on, ends_span ->> 'precision' as precision from membership where id = ${id}`.execute(home.db);
    expect(rows).toEqual([{ ends_on: '2021-12-31', precision: 'year' }]);
    await run(addMembership, { person, organisation: ref, role: 'primary', from: '2022-01-01' }, program());
    await expect(run(changeMembership, { membership: id, to: null }, program())).rejects.toMatchObject({ key: 'membership.overlaps' });
    expect(await at(ref, '?when=all')).toBe(2);
  });

  test('whoever belongs may leave by themselves; nobody ends those of others without the right', async () => {
    const { ref } = await run(addOrganisation, { name: 'Members Leave', country: 'NO' }, program());
    const { id } = await run(addMembership, { person: home.people.fatou.personId, organisation: ref }, program());
    await expect(run(endMembership, { membership: id }, home.call('carmen'))).rejects.toMatchObject({ kind: 'notFound' });
    await run(endMembership, { membership: id }, home.call('fatou'));
    expect(await at(ref)).toBe(0);
  });
});

test('histories name a country in the language of the reader', async () => {
  const { ref } = await run(addOrganisation, { name: 'Users of many lands', country: 'NO', body: 'NORTH' }, program());
  await run(changeOrganisation, { ref, country: 'GE' }, program());
  const told = async (language: string) => home.as().read(`/organisations/${ref}/log?lang=${language}`);
  for (const [language, names] of Object.entries({ en: ['Norway', 'Georgia'], fr: ['Norvège', 'Géorgie'], ar: ['النرويج', 'جورجيا'] })) {
    const log = await told(language);
    const history = log.slice(log.indexOf('record-main'));
    for (const name of names) expect(history).toContain(name);
  }
});

test('an organisation without a reference is counted on from the newest of the register, in its form', async () => {
  await run(addOrganisation, { name: 'First of the Series', country: 'NO', ref: 'MEM-041' }, program());
  const { ref } = await run(addOrganisation, { name: 'Second of the Series', country: 'NO' }, program());
  expect(ref).toMatch(/^MEM-\d{3}$/);
  expect(Number(ref.slice(4))).toBeGreaterThan(41);
  await run(addOrganisation, { name: 'A Name of its Own', country: 'NO', ref: 'OSLO' }, program());
  const { ref: third } = await run(addOrganisation, { name: 'Third of the Series', country: 'NO' }, program());
  expect(Number(third.slice(4))).toBeGreaterThan(Number(ref.slice(4)));
  expect(third).toMatch(/^MEM-/);
});

test('the page of an organisation says since when it is a member, how it stands, and who else is in its country', async () => {
  const add = async (name: string, more: object = {}) =>
    (await run(addOrganisation, { name, country: 'UY', accredited: '2015-02-01', ...more }, program())).ref;
  const one = await add('Plata Users');
  const other = await add('Montevideo Users');
  const left = await add('Gone Users', { state: 'resigned', withdrawn: '2020-03-01' });
  const page = await home.as().read(`/organisations/${one}`);
  expect(page).toMatch(/Member since 1 Feb 2015 \(for \d+ years\)\./);
  expect(page).toContain('Active');
  expect(page).toContain('Nobody who speaks for it is shown to you.');
  expect(page).toContain(`/organisations/${other}`);
  expect(page, 'one that left is no neighbour').not.toContain(`/organisations/${left}"`);
  expect(await home.as().read(`/organisations/${left}`)).toContain('Was a member from 1 Feb 2015 until 1 Mar 2020.');
});
