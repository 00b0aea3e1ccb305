import type { Context, Hono } from 'hono';
import type { Actor } from '../access/actor.ts';
import type { Call, Via } from '../command.ts';
import type { OpenIdSettings } from '../config/config.ts';
import type { AnyDatabase, AnyReads } from '../db/tables.ts';
import type { MenuEntry } from '../domain.ts';
import type { T } from '../i18n/catalogue.ts';
import type { Log } from '../log/log.ts';
import type { Assets } from './assets.ts';

/** The parts of a page that do not depend on the request. */
export interface House {
  assets: Assets;
  menu: readonly MenuEntry[];
  version: string;
}

/** What the program gives to every request. */
export interface Services {
  db: AnyDatabase;
  log: Log;
  dataDir: string;
  baseUrl: string;
  development: boolean;
  uploadLimit: number;
  behindProxy: boolean;
  /** Missing where the community has no OpenID provider. */
  openId?: OpenIdSettings;
  house: House;
}

/** One request by one person: everything a page needs, asked once. */
export interface Visit {
  /** Reads only: the compiler refuses to write through it. */
  db: AnyReads;
  actor: Actor;
  t: T;
  language: string;
  /** Languages to show contents in, best first. */
  languages: readonly string[];
  today: string;
  now: string;
  /** At which moment of the database we learned who this is, for what is kept (`lists/kept.ts`); missing where nobody was welcomed. */
  moment?: string;
  requestId: string;
  services: Services;
  /** What is due for the reader, for the gateway bar. */
  due: readonly { label: string; href: string; count: number }[];
  communityName: string;
  theme: 'light' | 'dark' | undefined;
  flash: string | undefined;
}

export interface PageEnv {
  /** `formWasRead`: the form that was sent is one, and small enough to be looked at again. */
  Variables: { visit: Visit; requestId: string; services: Services; formWasRead?: true };
}
export type PageContext = Context<PageEnv>;
export type Pages = Hono<PageEnv>;

export const visit = (c: PageContext): Visit => c.get('visit');

/** The call of a command from this request. */
export const callOf = (v: Visit, via: Via, more: Partial<Call> = {}): Call => ({
  db: v.services.db,
  actor: v.actor,
  via,
  now: v.now,
  today: v.today,
  requestId: v.requestId,
  ...more,
});
