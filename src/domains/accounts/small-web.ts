import { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { visitor } from '../../platform/access/actor.ts';
import type { OpenIdSettings } from '../../platform/config/config.ts';
import type { AnyDatabase } from '../../platform/db/tables.ts';
import { Refusal, statusOf } from '../../platform/errors.ts';
import { serveApi } from '../../platform/http/api.ts';
import { needsToken } from '../../platform/http/refuse.tsx';
import type { PageEnv, Pages, Services, Visit } from '../../platform/http/visit.ts';
import { makeCatalogue, translator } from '../../platform/i18n/catalogue.ts';
import { fieldMessages } from '../../platform/i18n/field-messages.ts';
import { type Log, silent } from '../../platform/log/log.ts';
import { people } from '../people/index.ts';
import { accounts } from './index.ts';
import { actorOf } from './sessions/queries.ts';
import { sessionCookie } from './sessions/session.ts';

// A web of this domain alone, with a clock that tests can move. Only tests import this file.

export interface SmallWeb {
  app: Pages;
  clock: { now: string };
  /** A browser that keeps cookies; `ip` is where it sits. */
  browser(ip?: string): Browser;
}

export interface Browser {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, fields?: Record<string, string | string[]>): Promise<Answer>;
  cookies: Map<string, string>;
}

export interface Answer {
  status: number;
  location: string | null;
  text: string;
  setCookies: string[];
  headers: Headers;
}

export const openSmallWeb = (
  db: AnyDatabase,
  {
    baseUrl = 'http://plenary.test',
    now = '2026-11-22T12:00:00Z',
    openId,
    log = silent,
  }: { baseUrl?: string; now?: string; openId?: OpenIdSettings; log?: Log } = {},
): SmallWeb => {
  const clock = { now };
  const services: Services = {
    db,
    log,
    dataDir: '/nowhere',
    baseUrl,
    development: false,
    uploadLimit: 1_000_000,
    behindProxy: true,
    ...(openId ? { openId } : {}),
    house: {
      assets: { css: '/style.css', js: [], passkey: '/passkey.js', photograph: '/photograph.js', icon: '/icon.svg', all: [] },
      menu: [],
      version: 'test',
    },
  };
  const catalogue = makeCatalogue([accounts.messages, people.messages, fieldMessages]);
  const app: Pages = new Hono<PageEnv>();
  app.use(async (c, next) => {
    c.set('services', services);
    const bearer = c.req.header('authorization')?.replace(/^Bearer /, '');
    const session = getCookie(c, sessionCookie(baseUrl));
    const known = bearer ? await actorOf(db, { token: bearer }, clock.now) : session ? await actorOf(db, { session }, clock.now) : null;
    const language = c.req.query('lang') ?? known?.account.language ?? 'en';
    const visit: Visit = {
      db: db as unknown as Visit['db'],
      actor: known?.actor ?? visitor,
      t: translator(catalogue, language),
      language,
      languages: [language, 'en'],
      today: clock.now.slice(0, 10),
      now: clock.now,
      requestId: 'test',
      services,
      due: [],
      communityName: 'Small Community',
      theme: undefined,
      flash: undefined,
    };
    c.set('visit', visit);
    await next();
  });
  accounts.pages?.(app);
  app.route('/api/v1', serveApi(accounts.api ?? []));
  app.onError((fault, c) => {
    const forPrograms = c.req.path.startsWith('/api/');
    if (fault instanceof Refusal)
      return c.text(`${fault.kind} ${fault.key}`, forPrograms && needsToken(fault, c.get('visit')) ? 401 : statusOf[fault.kind]);
    throw fault;
  });
  return { app, clock, browser: (ip = '192.0.2.1') => openBrowser(app, ip) };
};

const openBrowser = (app: Pages, ip: string): Browser => {
  const cookies = new Map<string, string>();
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await app.request(path, {
      ...init,
      headers: { cookie, 'x-forwarded-for': ip, 'user-agent': 'A browser', ...(init.headers as object) },
    });
    const setCookies = answer.headers.getSetCookie();
    for (const one of setCookies) keep(cookies, one);
    return {
      status: answer.status,
      location: answer.headers.get('location'),
      text: await answer.text(),
      setCookies,
      headers: answer.headers,
    };
  };
  return {
    cookies,
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, fields = {}) => {
      const body = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each) => [name, each])));
      return ask(path, { method: 'POST', body: body.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    },
  };
};

const keep = (cookies: Map<string, string>, line: string): void => {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (/max-age=0/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
};
