import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rights } from '../src/app/domains.ts';
import { makeServices } from '../src/app/program.ts';
import { makeWeb } from '../src/app/web.ts';
import { type GivenPerson, givePerson, giveRole } from '../src/domains/accounts/testing.ts';
import { addBody } from '../src/domains/community/index.ts';
import { beginCommunity } from '../src/domains/gateway/index.ts';
import { addRecommendation, addReview } from '../src/domains/reviews/index.ts';
import { type Actor, system, visitor } from '../src/platform/access/actor.ts';
import { type Call, run } from '../src/platform/command.ts';
import type { AnyDatabase } from '../src/platform/db/tables.ts';
import type { Pages, Services } from '../src/platform/http/visit.ts';
import { silent } from '../src/platform/log/log.ts';
import { setTerm } from '../src/platform/terms/terms.ts';
import { testDatabase } from './database.ts';

/** The small community in which tests play. Every name is invented; tests say "as Badr", not "user2". */
const cast = {
  ama: { name: 'Ama Owusu', roles: [{ role: 'administrator' }] },
  dana: { name: 'Dana Whitfield', roles: [{ role: 'staff' }] },
  badr: { name: 'Badr Haddad', roles: [{ role: 'rapporteur', body: 'NORTH' }] },
  carmen: { name: 'Carmen Ríos', roles: [{ role: 'rapporteur', body: 'SOUTH' }] },
  eko: { name: 'Eko Santoso', roles: [{ role: 'officer', body: 'SOUTH' }] },
  fatou: { name: 'Fatou Diallo', roles: [] },
} as const;

export type Name = keyof typeof cast;

const roles: Record<string, readonly string[]> = {
  staff: rights.filter(
    (right) => !['accounts.manage', 'community.begin', 'term.manage', 'triage.review'].includes(right) && !right.endsWith('.finalise'),
  ),
  rapporteur: ['position.draft', 'position.finalise', 'triage.review'],
  officer: [
    'position.draft',
    'triage.review',
    'body.manage',
    'organisation.manage',
    'member.manage',
    'people.lead',
    'application.advise',
    'activity.manage',
    'campaign.manage',
    'mailing.send',
  ],
};

export interface TestApp {
  app: Pages;
  db: AnyDatabase;
  services: Services;
  people: Record<Name, GivenPerson>;
  /** What this person sees and sends; without a name a visitor. */
  as: (name?: Name) => Visitor;
  /** The call of a command by this person, now. */
  call: (name?: Name, more?: Partial<Call>) => Call;
  actor: (name?: Name) => Actor;
  close: () => Promise<void>;
}

export interface Visitor {
  get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  /** A page as text; fails with the status unless it is 200. */
  read: (path: string) => Promise<string>;
  post: (path: string, form?: Record<string, string | readonly string[]>) => Promise<Response>;
  /** A form with files. */
  send: (path: string, form: FormData) => Promise<Response>;
}

/** A program with a database of its own and the small community in it: bodies HUB, NORTH, SOUTH and SOUTH-WG, the review R1 with three recommendations. */
export const openApp = async (): Promise<TestApp> => {
  const { db, drop } = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'plenary-test-'));
  const services = await makeServices(
    db,
    { dataDir, baseUrl: 'http://test', development: false, uploadLimit: 25 * 1024 * 1024, behindProxy: false },
    silent,
  );
  const app = makeWeb(services);
  await furnish(db);
  const people = {} as Record<Name, GivenPerson>;
  for (const name of Object.keys(cast) as Name[]) people[name] = await givePerson(db, { ...cast[name], email: `${name}@example.org` });
  const as = (name?: Name): Visitor => visitorOf(app, name && people[name]);
  return {
    app,
    db,
    services,
    people,
    as,
    actor: (name) => (name ? people[name].actor : visitor),
    call: (name, more = {}) => callOf(db, name ? people[name].actor : visitor, more),
    close: async () => {
      await drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

const callOf = (db: AnyDatabase, actor: Actor, more: Partial<Call> = {}): Call => {
  const now = new Date().toISOString();
  return { db, actor, via: 'page', now, today: now.slice(0, 10), ...more };
};

/** Through commands, as everything is made. */
const furnish = async (db: AnyDatabase): Promise<void> => {
  const call = callOf(db, system(), { via: 'sample' });
  for (const [key, allowed] of Object.entries(roles))
    await giveRole(
      db,
      key,
      allowed.filter((right) => rights.includes(right)),
    );
  for (const [key, tone, shape] of [
    ['support', 'done', 'full'],
    ['depends', 'waiting', 'half'],
    ['oppose', 'problem', 'cross'],
  ] as const) {
    await run(
      setTerm,
      { scheme: 'stance', key, label: { en: stanceWords[key] }, tone, shape, position: Object.keys(stanceWords).indexOf(key) },
      call,
    );
  }
  for (const [scheme, key, label] of [
    ['theme', 'outreach', 'Outreach'],
    ['owner', 'community', 'Community'],
    ['coordination', 'individual', 'Individual group'],
    ['coordination', 'required', 'Requires coordination'],
    ['body.kind', 'committee', 'Committee'],
    ['body.kind', 'region', 'Regional organisation'],
  ] as const) {
    await run(setTerm, { scheme, key, label: { en: label } }, call);
  }
  for (const body of [
    { ref: 'HUB', name: 'Hub committee', kind: 'committee', position: 1 },
    { ref: 'NORTH', name: 'Northern regions', acronym: 'NRO', kind: 'region', parent: 'HUB', position: 2 },
    { ref: 'SOUTH', name: 'Southern regions', acronym: 'SRO', kind: 'region', parent: 'HUB', position: 3 },
    { ref: 'SOUTH-WG', name: 'Southern working group', kind: 'committee', parent: 'SOUTH', position: 4 },
  ]) {
    await run(addBody, body, call);
  }
  await run(addReview, { ref: 'R1', prefix: 'ONE', title: 'First review', publishedOn: '2026-01-15' }, call);
  for (const [number, title] of [
    ['1', 'Meet in every region'],
    ['2', 'Publish the travel budget'],
    ['3', 'Close the working groups'],
  ] as const) {
    await run(addRecommendation, { review: 'R1', number, title, text: `The community should: ${title.toLowerCase()}.` }, call);
  }
  await run(beginCommunity, { name: 'Test community' }, call);
};

const stanceWords = { support: 'Support', depends: 'It depends', oppose: 'Do not support' } as const;

export const visitorOf = (app: Pages, person: GivenPerson | undefined): Visitor => {
  const cookie: Record<string, string> = person ? { cookie: person.sessionCookie } : {};
  const get: Visitor['get'] = async (path, headers = {}) => app.request(`http://test${path}`, { headers: { ...cookie, ...headers } });
  return {
    get,
    read: async (path) => {
      const answer = await get(path);
      if (answer.status !== 200)
        throw new Error(
          `${path} answered ${answer.status}: ${(await answer.text())
            .replace(/<[^>]+>/g, ' ')
            .replace(/\s+/g, ' ')
            .slice(0, 400)}`,
        );
      return answer.text();
    },
    send: async (path, form) =>
      app.request(`http://test${path}`, { method: 'POST', headers: { ...cookie, origin: 'http://test' }, body: form }),
    post: async (path, form = {}) => {
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries(form))
        for (const one of Array.isArray(value) ? value : [value as string]) body.append(name, one);
      return app.request(`http://test${path}`, {
        method: 'POST',
        headers: { ...cookie, origin: 'http://test', 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
    },
  };
};
