import { unzipSync } from 'fflate';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../../src/app/domains.ts';
import { system } from '../../src/platform/access/actor.ts';
import { run } from '../../src/platform/command.ts';
import { runImport } from '../../src/platform/imports/domain.ts';
import { type Name, openApp, type TestApp } from '../app.ts';

// Words that only some may read are planted everywhere; then everything that the program answers is read as somebody who may not.

let house: TestApp;
const strangers = [undefined, 'fatou', 'badr'] as const;
const tokens = new Map<Name | undefined, string>();
/** What each stranger was answered at each address before anything was planted. */
let before: Map<string, string>;

const does = (name: string, input: unknown, as?: Name) => {
  const command = commands.find((one) => one.name === name);
  if (!command) throw new Error(`There is no command ${name}.`);
  return run(command, input, house.call(as, { ...(as ? {} : { actor: system() }), reason: 'It was agreed.' }));
};

beforeAll(async () => {
  house = await openApp();
  for (const name of ['fatou', 'badr', 'eko'] as const) {
    const { secret } = await does('token.make', { name: 'reader', reach: 'readOnly', expires: house.call().today }, name);
    tokens.set(name, secret);
  }
  await does('review.add', { ref: 'HIDDEN', prefix: 'HID', title: 'Hidden review', state: 'draft' });
  const { round } = await does('round.open', {
    review: 'R1',
    title: 'First round',
    scorers: [{ person: house.people.eko.personId }, { person: house.people.carmen.personId }],
  });
  await does('triage.propose', { review: 'R1', body: 'SOUTH', recommendations: ['REC-ONE-01'] });
  await lineUp('takenIn');
  // How many have scored is public, what they gave is not.
  await does('priority.score', { round, recommendation: 'REC-ONE-01', urgency: 4, importance: 4, rationale: 'MARKSCORE' }, 'carmen');
  // A page that is not found names the community as it was last known; the first page of all learns it.
  await house.as().get('/');
  before = await readAll();
  await plant();
}, 180_000);
afterAll(() => house.close());

/** A final position that came with a document, and under it a draft that it took the place of. */
const lineUp = async (comment: string) => {
  await does(
    'position.draft',
    { recommendation: 'REC-ONE-03', body: 'SOUTH', stance: 'depends', comment: 'MARKBEFORE not yet said' },
    'carmen',
  );
  await does(
    'position.takeIn',
    { recommendation: 'REC-ONE-03', body: 'SOUTH', stance: 'support', comment, decidedOn: house.call().today },
    'carmen',
  );
};

const plant = async () => {
  await does('position.draft', { recommendation: 'REC-ONE-01', body: 'SOUTH', stance: 'oppose', comment: 'MARKDRAFT' }, 'carmen');
  await does('position.draft', { recommendation: 'REC-ONE-02', body: 'SOUTH-WG', stance: 'depends', comment: 'MARKCONSULTED' }, 'carmen');
  await does('position.consult', { recommendation: 'REC-ONE-02', body: 'SOUTH-WG' }, 'carmen');
  await does('review.change', { ref: 'HIDDEN', title: 'MARKREVIEW', description: 'MARKDESCRIPTION' });
  await does('recommendation.add', { review: 'HIDDEN', number: '1', title: 'MARKTITLE', text: 'MARKTEXT' });
  await does('recommendation.alias', { ref: 'REC-HID-01', alias: 'MARKALIAS' });
  await does('link.add', { from: 'REC-ONE-01', kind: 'dependsOn', to: 'REC-HID-01', why: 'MARKLINK' });
  await does('position.draft', { recommendation: 'REC-HID-01', body: 'NORTH', stance: 'support', comment: 'MARKHIDDEN' });
  await does('triage.edit', {
    ref: 'TRI-ONE-SOUTH-01',
    items: [{ recommendation: 'REC-ONE-01', priority: 'P1', rationale: 'MARKTRIAGE' }],
  });
  await does('view.save', { list: 'recommendations', name: 'MARKVIEW', query: 'q=MARKQUERY' }, 'carmen');
  await does('email.add', { person: house.people.carmen.personId, address: 'markmail@example.org' });
  const { id } = await does(
    'import.start',
    {
      kind: 'positions',
      name: 'MARKFILE.csv',
      text: 'recommendation,stance,comment\nREC-ONE-02,support,MARKCELL\n',
      context: { review: 'R1', body: 'SOUTH' },
    },
    'carmen',
  );
  await runImport(house.services, id);
  await does('import.run', { id }, 'carmen');
  await runImport(house.services, id);
};

/** Every address of the program with every name of a record in it. */
const addresses = (): string[] => {
  const names: Record<string, readonly string[]> = {
    recommendation: ['REC-ONE-01', 'REC-ONE-02', 'REC-ONE-03', 'REC-HID-01', 'MARKALIAS'],
    review: ['R1', 'HIDDEN'],
    body: ['SOUTH', 'SOUTH-WG', 'NORTH'],
    batch: ['TRI-ONE-SOUTH-01'],
    number: ['1', '2'],
  };
  const noun = (path: string, name: string) => {
    if (name === 'body') return names.body;
    if (name === 'review' || (name === 'ref' && /\/reviews\/:ref/.test(path))) return names.review;
    if (name === 'recommendation' || (name === 'ref' && /\/recommendations\/:ref/.test(path))) return names.recommendation;
    if (name === 'ref' && /\/bodies\/:ref/.test(path)) return names.body;
    if (name === 'ref' && /\/triage\/:ref/.test(path)) return names.batch;
    return names.number;
  };
  const filled = (path: string): string[] => {
    const found = /:(\w+)(\{[^}]*\})?/.exec(path);
    if (!found) return [path];
    return (noun(path, found[1] ?? '') ?? []).flatMap((value) => filled(path.replace(found[0], value)));
  };
  const routes = [
    ...new Set(house.app.routes.filter(({ method, path }) => method === 'GET' && !path.includes('*')).map(({ path }) => path)),
  ];
  const lists = ['/recommendations', '/recommendations.csv', '/recommendations.json', '/triage', '/triage.json'];
  const asked = [
    'q=MARK',
    'stance=oppose',
    'stance=depends,support',
    'positions=disagree',
    'positions=unanswered',
    'sort=stance-oppose',
    'sort=-stance-depends',
    'group=review',
    'group=theme,priority',
    'review=HIDDEN',
    'state=proposed',
    'body=SOUTH',
    'group=state',
    'per=all&cols=ref,title,stale,answer,themes,review,items,differing,signedBy',
  ];
  return [
    ...routes.flatMap(filled).filter((path) => path !== '/readyz'),
    ...lists.flatMap((path) => asked.map((query) => `${path}?${query}`)),
    ...['MARK', 'MARKTITLE', 'MARKALIAS', 'HIDDEN', 'REC-HID-01', 'markmail', 'carmen@'].map((q) => `/search?q=${q}`),
    ...['R1', 'HIDDEN'].flatMap((ref) => ['disagree', 'unanswered', 'oppose'].map((only) => `/reviews/${ref}?only=${only}`)),
    '/reviews/R1/triage?on=2030-01-01',
    '/recommendations/REC-ONE-01/history?before=999999',
  ];
};

const readAll = async (): Promise<Map<string, string>> => {
  const seen = new Map<string, string>();
  for (const who of strangers)
    for (const path of addresses()) {
      // What is slow to write is read by one of them only.
      if (who !== 'badr' && /\.(pdf|docx|xlsx)$/.test(path)) continue;
      const token = tokens.get(who);
      const answer = await house.as(who).get(path, path.startsWith('/api/') && token ? { authorization: `Bearer ${token}` } : {});
      const said = `${answer.status} ${[...answer.headers].filter(([name]) => !['x-request-id', 'etag', 'content-length', 'content-disposition'].includes(name))} ${await wordsOf(answer)}`;
      seen.set(
        `${who ?? 'visitor'} ${path}`,
        said.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|\d\d:\d\d UTC/g, 'time'),
      );
    }
  return seen;
};

/** What stands in an answer, whatever it is packed in. */
const wordsOf = async (answer: Response): Promise<string> => {
  const type = answer.headers.get('content-type') ?? '';
  if (/^text|json|javascript|svg/.test(type)) return answer.text();
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (type === 'application/pdf') return (await extractText(await getDocumentProxy(bytes), { mergePages: true })).text;
  if (!/openxml|zip/.test(type)) return `${bytes.length}`;
  return Object.entries(unzipSync(bytes))
    .filter(([name]) => !name.startsWith('docProps/'))
    .map(([name, part]) => name + new TextDecoder().decode(part))
    .join('\n');
};

test('what was planted is read nowhere by those who may not, and nothing that they see has changed by it', {
  timeout: 240_000,
}, async () => {
  const after = await readAll();
  expect(after.size).toBeGreaterThan(400);
  // An address that says the word itself is told it again.
  const told = [...after].filter(([path, said]) =>
    /MARK|markmail|carmen@|eko@/.test(
      said
        .replaceAll(/MARKALIAS|markmail|carmen@/g, (word) => (path.includes(word) ? '' : word))
        .replaceAll(/(q=)?MARK(TITLE)?(?=[^A-Z])/g, (word) => (path.includes('q=MARK') ? '' : word)),
    ),
  );
  expect(
    told.map(([path, said]) => [path, said.slice(Math.max(0, said.search(/MARK[A-Z]+|markmail|carmen@|eko@/) - 100)).slice(0, 300)]),
  ).toEqual([]);
  const changed = [...after].filter(([path, said]) => before.get(path) !== said);
  expect(changed.map(([path, said]) => [path, firstDifference(before.get(path) ?? '', said)])).toEqual([]);
});

test('a hidden record is answered as one that is not there', async () => {
  for (const who of strangers)
    for (const [hidden, missing] of [
      ['/reviews/HIDDEN', '/reviews/NOWHER'],
      ['/recommendations/REC-HID-01', '/recommendations/REC-NOT-01'],
      ['/triage/TRI-ONE-SOUTH-01', '/triage/TRI-ONE-NORTH-01'],
      ['/recommendations/REC-ONE-01/positions/SOUTH', '/recommendations/REC-ONE-01/positions/NORTH'],
    ] as const) {
      const texts = await Promise.all(
        [hidden, missing].map(async (path) =>
          (await (await house.as(who).get(path)).text())
            .replaceAll(path, '')
            .replaceAll(encodeURIComponent(path), '')
            .replaceAll(/HIDDEN|NOWHER|REC-HID-01|REC-NOT-01|TRI-ONE-SOUTH-01|TRI-ONE-NORTH-01|[0-9a-f-]{36}/g, ''),
        ),
      );
      if (who !== 'badr' && !missing.includes('positions')) expect([who, hidden, texts[0]]).toEqual([who, hidden, texts[1]]);
    }
});

test('who may not even read it is not told by writing to it either', async () => {
  for (const [path, form] of [
    ['/recommendations/REC-HID-01/edit', { title: 'x' }],
    ['/recommendations/REC-HID-01/positions/NORTH/edit', { stance: 'support' }],
    ['/triage/TRI-ONE-SOUTH-01/signature', {}],
    ['/triage/TRI-ONE-SOUTH-01/items', {}],
    ['/imports/1/run', {}],
    ['/imports/1/undo', { why: 'because' }],
    ['/imports/1/columns', {}],
    ['/reviews/HIDDEN/answers/NORTH', { how: 'call', on: house.call().today }],
  ] as const) {
    const answer = await house.as('badr').post(path, form);
    expect([path, answer.status]).toEqual([path, 404]);
    expect(await answer.text()).not.toMatch(/MARK/);
  }
});

test('a conflict tells of changes only those who may read them', async () => {
  const stale = await house.as('badr').post('/recommendations/REC-ONE-01/positions/SOUTH/edit', { version: '0', stance: 'support' });
  expect([403, 422]).toContain(stale.status);
  expect(await stale.text()).not.toContain('MARK');
});

const firstDifference = (one: string, other: string): string => {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return `${one.slice(Math.max(0, at - 120), at + 120)}  →  ${other.slice(at, at + 160)}`;
};
