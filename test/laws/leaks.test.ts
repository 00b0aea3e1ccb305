import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givePerson } from '../../src/domains/accounts/testing.ts';
import { type Audience, audiences, choicesFor, personalFields } from '../../src/domains/community/index.ts';
import { system } from '../../src/platform/access/actor.ts';
import { run } from '../../src/platform/command.ts';
import { openApp, type TestApp } from '../app.ts';
import { commandNamed } from './world.ts';

// For each audience a person stands here who shows every field to that audience and to no wider one, with marked values. Then every page,
// list, search, export and answer for programs is read as somebody of each audience: what is meant for a narrower one must not be in it.

let home: TestApp;
const people = new Map<Audience, number>();
let planned: string;
const readers = new Map<Reader, { cookie: string; token?: string }>();
const order = 'visitor stranger member leader staff self'.split(' ') as Reader[];
type Reader = 'visitor' | 'stranger' | 'member' | 'leader' | 'staff' | 'self';

/** The audiences of which each reader sees the fields; `self` is the person who shows a field to nobody else. */
const sees: Record<Reader, readonly Audience[]> = {
  visitor: ['public'],
  stranger: ['public'],
  member: ['public', 'members'],
  leader: ['public', 'members', 'leaders'],
  staff: ['public', 'members', 'leaders', 'staff'],
  self: ['public', 'members', 'self'],
};

/** Somewhere where nobody else is, so that the names of countries and languages are markers as well. */
const places: Record<Audience, { country: string; called: string; language: string; spoken: string; region: string }> = {
  public: { country: 'IS', called: 'Iceland', language: 'is', spoken: 'Icelandic', region: 'R-PUBLIC' },
  members: { country: 'MN', called: 'Mongolia', language: 'mn', spoken: 'Mongolian', region: 'R-MEMBERS' },
  leaders: { country: 'LA', called: 'Laos', language: 'lo', spoken: 'Lao', region: 'R-LEADERS' },
  staff: { country: 'WS', called: 'Samoa', language: 'sm', spoken: 'Samoan', region: 'R-STAFF' },
  self: { country: 'BT', called: 'Bhutan', language: 'dz', spoken: 'Dzongkha', region: 'R-SELF' },
};

const program = () => home.call(undefined, { actor: system() });
const does = (name: string, input: unknown) => run(commandNamed(name), input, program());
const marker = (audience: Audience, field: string) => `MARK${field.toUpperCase()}${audience.toUpperCase()}`;

/** What must not be read by those who do not belong to the audience. */
const marksOf = (audience: Audience): string[] => {
  const { called, spoken, region } = places[audience];
  const fields = ['nativeName', 'pronouns', 'phone', 'website', 'bio'].map((field) => marker(audience, field));
  return [
    ...fields,
    called,
    spoken,
    region,
    `markmail${audience}`,
    `MARKORG${audience.toUpperCase()}`,
    ...(audience === 'self' ? [] : [marker(audience, 'name')]),
  ];
};

beforeAll(async () => {
  home = await openApp();
  await does('region.load', {
    system: 'main',
    title: 'Regions',
    validFrom: '2003-01-01',
    regions: audiences.map((audience) => ({ key: places[audience].region, title: places[audience].region })),
    countries: audiences.map((audience) => ({ code: places[audience].country, name: 'a country', region: places[audience].region })),
  });
  for (const audience of audiences) {
    const { country, language } = places[audience];
    const given = await givePerson(home.db, { name: marker(audience, 'name'), email: `markmail${audience}@example.org` });
    people.set(audience, given.personId);
    if (audience === 'self') readers.set('self', { cookie: given.sessionCookie });
    await does('person.change', {
      person: given.personId,
      givenName: marker(audience, 'name'),
      familyName: marker(audience, 'name'),
      ...Object.fromEntries(['nativeName', 'pronouns', 'phone', 'bio'].map((field) => [field, marker(audience, field)])),
      website: `https://example.org/${marker(audience, 'website')}`,
      country,
      language,
      languages: { [language]: 'fluent' },
      consent: Object.fromEntries(personalFields.map((field) => [field, choicesFor(field).includes(audience) ? audience : 'staff'])),
    });
    // An organisation that is named only by who belongs to it would be public; here its name stands in no list that strangers read.
    const { ref } = await does('organisation.add', {
      name: 'Users somewhere',
      ref: `MARKORG${audience.toUpperCase()}`,
      state: 'accredited',
    });
    await does('membership.add', { person: given.personId, organisation: ref, role: 'primary', note: marker(audience, 'bio') });
    await does('membership.add', { person: given.personId, body: 'NORTH', role: 'observer' });
    await run(
      commandNamed('comment.add'),
      { recommendation: 'REC-ONE-01', text: 'Here is what I think.' },
      home.call(undefined, { actor: given.actor }),
    );
    await does('person.note', { person: given.personId, kind: 'call', text: marker('staff', 'bio') });
    await does('organisation.note', { organisation: ref, kind: 'call', text: marker('staff', 'bio') });
  }
  // Something promised that all of them lead, and then no longer.
  const leads = [...people.values()].map((person) => ({ role: 'volunteerLead', person }));
  const { ref } = await does('plan.add', { kind: 'action', body: 'NORTH', title: 'Meet', recommendations: ['REC-ONE-01'], leads });
  await does('plan.change', { ref, leads: leads.slice(1) });
  await does('plan.change', { ref, leads, endsOn: '2027-01-01', reason: 'other' });
  planned = ref;
  const member = await givePerson(home.db, { name: 'Mia Plain', email: 'mia@example.org' });
  await does('membership.add', { person: member.personId, body: 'SOUTH', role: 'member' });
  readers.set('visitor', { cookie: '' });
  readers.set('stranger', { cookie: home.people.fatou.sessionCookie });
  readers.set('member', { cookie: member.sessionCookie });
  readers.set('leader', { cookie: home.people.eko.sessionCookie });
  readers.set('staff', { cookie: home.people.dana.sessionCookie });
  for (const [name, actor] of [
    ['stranger', home.people.fatou.actor],
    ['member', member.actor],
    ['leader', home.people.eko.actor],
    ['staff', home.people.dana.actor],
  ] as const) {
    const { secret } = (await run(
      commandNamed('token.make'),
      { name: 'reader', reach: 'readOnly', expires: program().today },
      home.call(undefined, { actor }),
    )) as { secret: string };
    readers.set(name, { ...(readers.get(name) as { cookie: string }), token: secret });
  }
}, 120_000);
afterAll(() => home.close());

describe.each(order)('what a %s reads', (reader) => {
  it('holds nothing that is meant for a narrower audience', async () => {
    const narrower = audiences.filter((audience) => !sees[reader].includes(audience));
    const leaks: string[] = [];
    let read = 0;
    for (const path of addresses()) {
      const said = await answer(reader, path);
      read += said.length;
      // The name of an organisation and of a place is public by itself; what a person has to do with it is not.
      for (const audience of narrower)
        for (const mark of marksOf(audience).filter(
          (one) => isPersonal(path, one) && !(reader === 'staff' && kept.test(one)) && !leads(reader, path, one),
        ))
          if (said.includes(mark)) leaks.push(`${path} tells ${mark}`);
    }
    expect(leaks).toEqual([]);
    expect(read).toBeGreaterThan(10_000);
  }, 120_000);

  it('holds what is meant for it', async () => {
    const own = people.get(reader === 'self' ? 'self' : (sees[reader].at(-1) as Audience));
    const audience = reader === 'self' ? 'self' : (sees[reader].at(-1) as Audience);
    const page = await answer(reader, `/people/${own}`);
    for (const mark of marksOf(audience).filter((one) => !one.startsWith('MARKORG'))) expect(page, `${mark} on the page`).toContain(mark);
  });
});

it('the law about leaks can fail: what is shown to everybody is found by a visitor', async () => {
  const said = await answer(
    'visitor',
    '/people.json?cols=name,nativeName,country,region,belongs,addresses,phone,website,pronouns,languages',
  );
  for (const mark of ['MARKNATIVENAMEPUBLIC', 'IS', 'R-PUBLIC', 'markmailpublic', 'MARKPHONEPUBLIC', 'is (fluent)'])
    expect(said).toContain(mark);
  expect(said).not.toContain('MARKNAMEMEMBERS');
});

it('the law reads feeds and what is promised as it reads pages', async () => {
  expect(await answer('visitor', `/promises/${planned}/feed.atom`)).toContain('<entry>');
  expect(await answer('visitor', `/promises/REC-ONE-01`)).toContain('MARKNAMEPUBLIC');
  expect(addresses()).toEqual(
    expect.arrayContaining([`/promises/${planned}/feed.atom`, `/plans/items/${planned}`, '/recommendations/REC-ONE-01']),
  );
});

/** Those who keep the records always know addresses and names, and who belongs to what. */
const kept = /^(markmail|MARKORG|MARKNAME)/;

/** Who carries a public plan is known by name to everybody who has signed in. */
const leads = (reader: Reader, path: string, mark: string): boolean =>
  reader !== 'visitor' && mark.startsWith('MARKNAME') && /^\/(api\/v1\/)?(plans|promises|recommendations)\b/.test(path);

/** Marks that are no secret by themselves are looked for only where a person is spoken of. */
function isPersonal(path: string, mark: string): boolean {
  if (mark.startsWith('MARKORG')) return /people/.test(path) && !/organisations\/|organisation=|q=/.test(path);
  const place = Object.values(places).find(({ called, spoken, region }) => [called, spoken, region].includes(mark));
  // Filters, forms and the table of regions name all places; the exports and the pages of persons only what they are about.
  return place === undefined || /\/people\/\d+$|people\.(csv|xlsx|json)|api\/v1\/people|\/search/.test(path);
}

/** Every address of the program with every person and organisation in it, and every way to ask a list of people. */
function addresses(): string[] {
  const names = (path: string, name: string): string[] => {
    if (name === 'person' || (name === 'id' && path.includes('/people/'))) return [...people.values()].map(String);
    if (name === 'ref' && path.includes('/organisations/')) return audiences.map((audience) => `MARKORG${audience.toUpperCase()}`);
    if (name === 'ref' && path.includes('/bodies/')) return ['NORTH', 'SOUTH'];
    if (name === 'ref' && path.includes('/promises/')) return ['REC-ONE-01', planned];
    if (name === 'ref' && path.includes('/plans/')) return [planned];
    if (name === 'ref' && path.includes('/recommendations/')) return ['REC-ONE-01'];
    if (name === 'ref' && path.includes('/reviews/')) return ['R1'];
    return ['1'];
  };
  const filled = (path: string): string[] => {
    const found = /:(\w+)(\{[^}]*\})?/.exec(path);
    return found ? names(path, found[1] ?? '').flatMap((value) => filled(path.replace(found[0], value))) : [path];
  };
  const routes = [
    ...new Set(home.app.routes.filter(({ method, path }) => method === 'GET' && !path.includes('*')).map(({ path }) => path)),
  ];
  const columns = 'cols=name,nativeName,givenName,familyName,country,region,belongs,seats,addresses,phone,website,pronouns,languages,id';
  const asked = [
    columns,
    `${columns}&group=country`,
    `${columns}&group=region&sort=-region`,
    ...audiences.flatMap((audience) => {
      const { country, language, region } = places[audience];
      return [`country=${country}`, `language=${language}`, `region=${region}`, `organisation=MARKORG${audience.toUpperCase()}`];
    }),
    'office=representative',
    'when=current',
    'body=NORTH',
  ];
  return [
    ...routes.flatMap(filled).filter((path) => path !== '/readyz' && !/\.(pdf|docx)$/.test(path)),
    ...['/people', '/people.csv', '/people.json', '/people.xlsx', '/api/v1/people'].flatMap((path) =>
      asked.map((query) => `${path}?${query}`),
    ),
    ...['MARK', 'markmail', 'example.org'].flatMap((q) => [`/search?q=${q}`, `/people?q=${q}`, `/people.json?q=${q}&${columns}`]),
    ...audiences.map((audience) => `/people/${people.get(audience)}/affiliations?when=all`),
    '/bodies/NORTH?when=all',
  ];
}

async function answer(reader: Reader, path: string): Promise<string> {
  const { cookie, token } = readers.get(reader) as { cookie: string; token?: string };
  const headers: Record<string, string> = path.startsWith('/api/')
    ? token
      ? { authorization: `Bearer ${token}` }
      : {}
    : cookie
      ? { cookie }
      : {};
  const got = await home.app.request(`http://test${path}`, { headers });
  const type = got.headers.get('content-type') ?? '';
  if (/^text|json|javascript|xml/.test(type) && !/openxml/.test(type)) {
    // The address itself may stand on the page, in links and in fields; it was told by the reader.
    const text = await got.text();
    const query = /[?&]q=([^&]+)/.exec(path)?.[1];
    return query ? text.replaceAll(new RegExp(`(q=|“|value=")${query}`, 'g'), '') : text;
  }
  if (!/openxml/.test(type)) return '';
  return Object.values(unzipSync(new Uint8Array(await got.arrayBuffer())))
    .map((part) => new TextDecoder().decode(part))
    .join('\n');
}
