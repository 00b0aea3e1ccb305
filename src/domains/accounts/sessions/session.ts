import { z } from 'zod';
import { id } from '../../../platform/fields.ts';
import { later } from '../moments.ts';

/** A session ends thirty days after it was last seen. */
export const sessionEnd = (now: string): string => later(now, { hours: 30 * 24 });

/** `seen_at` and the end move at most once an hour, so that reading a page costs no write. */
export const isDueToBeSeen = (seenAt: string, now: string): boolean => Temporal.Instant.compare(seenAt, later(now, { hours: -1 })) <= 0;

export const oneSession = z.object({ session: id() });

/** All but the one from which it is asked. */
export const otherSessions = z.object({ except: id() });

const cookie = (name: string) => (baseUrl: string) => (baseUrl.startsWith('https:') ? `__Host-${name}` : name);

/** The names of our cookies. The prefix makes the browser itself insist on https, the whole host and no other path. */
export const sessionCookie: (baseUrl: string) => string = cookie('plenary_session');
export const challengeCookie: (baseUrl: string) => string = cookie('plenary_challenge');
export const ceremonyCookie: (baseUrl: string) => string = cookie('plenary_passkey');
export const providerCookie: (baseUrl: string) => string = cookie('plenary_provider');

/** For every cookie that carries a secret. The server decides how long it counts; the browser may keep it as long as browsers do. */
export const cookieOptions = (baseUrl: string, maxAge = 400 * 24 * 3600) =>
  ({ httpOnly: true, sameSite: 'Lax', secure: baseUrl.startsWith('https:'), path: '/', maxAge }) as const;
