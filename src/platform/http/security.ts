import { randomUUID } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { secureHeaders } from 'hono/secure-headers';
import { Refusal } from '../errors.ts';
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
    c.header('X-Request-Id', id);
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
  app.use((c, next) => (c.req.path.startsWith('/api/') ? next() : guardForms(c, next)));
  // Uploads have their own limit in `config`; a part of a megabyte more leaves room for the other fields of the form.
  app.use(
    bodyLimit({
      maxSize: services.uploadLimit + 512 * 1024,
      onError: () => {
        throw new Refusal('invalid', 'refusal.tooLarge', { values: { limit: Math.round(services.uploadLimit / 1024 / 1024) } });
      },
    }),
  );
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
