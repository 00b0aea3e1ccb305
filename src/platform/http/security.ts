import { randomUUID } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { secureHeaders } from 'hono/secure-headers';
import { forbidden, notFound, Refusal } from '../errors.ts';
import type { PageEnv, Pages, Services } from './visit.ts';

/** What every answer carries and every request must pass, before any page is asked. */
export const secure = (app: Pages, services: Services): void => {
  const https = services.baseUrl.startsWith('https:');
  app.use(async (c, next) => {
    const given = c.req.header('x-request-id');
    const id = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    c.set('requestId', id);
    c.set('services', services);
    await next();
    // Not through Hono's `header`, which now would wrap the answer into a new one.
    const { headers } = c.res;
    headers.set('x-request-id', id);
    // Also files and redirects are of one reader and one moment: no cache may give them to another.
    if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache');
  });
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        manifestSrc: ["'self'"],
      },
      referrerPolicy: 'same-origin',
      xFrameOptions: 'DENY',
      crossOriginOpenerPolicy: 'same-origin',
      strictTransportSecurity: https ? 'max-age=31536000; includeSubDomains' : false,
      permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
    }),
  );
  const guardForms = csrf({ origin: (origin, c) => origin === new URL(services.baseUrl).origin || origin === new URL(c.req.url).origin });
  app.use((c, next) => (c.req.path.startsWith('/api/') || byLink.test(c.req.path) ? next() : guardForms(c, next)));
  const [files, words] = [atMost(services.uploadLimit), atMost(4 * 1024 * 1024)];
  // Nobody reads what comes with a GET, and only to look whether something came with it costs as much as a small page.
  app.use((c, next) => (c.req.method === 'GET' ? next() : (takesFiles(c) ? files : words)(c, next)));
  app.use(async (c, next) => {
    // The database cannot hold this sign, so nothing has such an address.
    if (/%00/.test(c.req.url)) throw notFound();
    await next();
  });
};

/** Mail programs end a subscription by sending a form of their own (RFC 8058). The secret in the address allows it; nobody's cookie does. */
const byLink = /^\/unsubscribe\/[\w-]{32,}$/;

/** Files in forms come as they are, in JSON as base64, which is a third longer. Half a megabyte leaves room for the other fields. */
const atMost = (limit: number): MiddlewareHandler<PageEnv> => {
  const onError = (): never => {
    throw new Refusal('invalid', 'refusal.tooLarge', { values: { limit: Math.round(limit / 1024 / 1024) } });
  };
  const [form, json] = [limit, (limit * 4) / 3].map((bytes) => bodyLimit({ maxSize: bytes + 512 * 1024, onError }));
  return (c, next) => ((isForm(c) ? form : json) as MiddlewareHandler)(c, next);
};

const typeOf = (c: Context): string => c.req.header('content-type') ?? '';
const isForm = (c: Context): boolean => /^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(typeOf(c));
/** Addresses that end in one of these words take files. */
const takesFiles = (c: Context): boolean => /\/(imports|evidence|progress|claim)$/.test(c.req.path) && /^multipart|json/i.test(typeOf(c));

/** So much a text takes; who wrote it while the session ended gets it back. Without a file a form with files is no larger. */
const isShort = (c: Context): boolean => isForm(c) && Number(c.req.header('content-length') ?? Number.POSITIVE_INFINITY) <= 128 * 1024;

/** Reads a form once for all who ask for it, so that what is no form is refused in words. From visitors large things are not even read. */
export const readForms: MiddlewareHandler<PageEnv> = async (c, next) => {
  if (c.req.method !== 'GET' && takesFiles(c) && c.get('visit').actor.kind === 'visitor' && !isShort(c))
    throw forbidden(c.req.path.startsWith('/api/') ? 'refusal.tokenNeeded' : 'refusal.signIn');
  if (c.req.method !== 'GET' && isForm(c)) {
    if (fieldsIn(Buffer.from(await c.req.arrayBuffer()), typeOf(c)) > mostFields) throw new Refusal('invalid', 'refusal.tooManyFields');
    await c.req.parseBody({ all: true }).catch(() => {
      throw new Refusal('invalid', 'refusal.notForm');
    });
    c.set('formWasRead', true);
  }
  await next();
};

/** The time that a form takes to be read grows with the square of its fields: two million of them would hold everybody up for minutes. */
const mostFields = 10_000;

const fieldsIn = (form: Buffer, type: string): number => {
  const between = /^multipart/i.test(type) ? '\r\nContent-Disposition' : '&';
  const sign = Buffer.from(between.slice(0, 3));
  let count = 1;
  for (let at = form.indexOf(sign); at >= 0 && count <= mostFields; at = form.indexOf(sign, at + 1)) count += 1;
  return count;
};

/**
 * At most `count` requests in `seconds` for one key, counted in this process with a bucket that refills evenly. Memory is bounded: a full
 * bucket is forgotten.
 */
export const rateLimit = (count: number, seconds: number): { take(key: string, now: number): boolean } => {
  const buckets = new Map<string, { level: number; at: number }>();
  return {
    take(key, now) {
      if (buckets.size > 50_000) for (const [old, bucket] of buckets) if (now - bucket.at > seconds * 1000) buckets.delete(old);
      const bucket = buckets.get(key) ?? { level: count, at: now };
      const level = Math.min(count, bucket.level + ((now - bucket.at) / (seconds * 1000)) * count);
      if (level < 1) {
        buckets.set(key, { level, at: now });
        return false;
      }
      buckets.set(key, { level: level - 1, at: now });
      return true;
    },
  };
};

/** Writes of one client: at most 300 in a minute, generous for people and small for programs that run wild. */
export const limitWrites = (clientOf: (c: Context<PageEnv>) => string, perMinute = 300): MiddlewareHandler<PageEnv> => {
  const limit = rateLimit(perMinute, 60);
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && !limit.take(clientOf(c), Date.now())) {
      c.header('Retry-After', '10');
      throw new Refusal('unavailable', 'refusal.tooMany');
    }
    await next();
  };
};
