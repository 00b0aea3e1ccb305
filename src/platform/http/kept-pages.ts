import { hash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { keyOf } from '../access/actor.ts';
import type { AnyReads } from '../db/tables.ts';
import { lastMoment } from '../lists/kept.ts';
import { keepPage, type PackedPage, packedPage, textOf } from './deliver.ts';
import { type PageContext, type PageEnv, visit } from './visit.ts';

/**
 * Answers a page from memory as long as nothing was written since it was made, for a minute at the most. Whoever asks was welcomed before:
 * who they are, and at which moment of the database, was asked for this very request. Whoever asks with `cache-control: no-cache`, as a
 * browser does that is told to load anew, gets it made anew. Why it is safe: docs/decisions/2026-11-23-pages-kept-by-moment.md.
 */
export const keepPages: MiddlewareHandler<PageEnv> = async (c, next) => {
  const { db, moment } = visit(c);
  if (c.req.method !== 'GET' || moment === undefined || secretInside.test(c.req.path)) return next();
  const key = keyFor(c);
  const known = c.req.header('cache-control') === 'no-cache' ? undefined : find(db, moment, key);
  if (known) {
    const answer = c.newResponse(null, 200, known.headers);
    packedPage.set(answer, known.page);
    return answer;
  }
  const at = Date.now();
  await next();
  if (!isWholePage(c.res)) return;
  const headers = Object.fromEntries(c.res.headers);
  keepPage.set(c.res, (page, plain) => {
    // A copy, because what was packed lies in a piece of memory several times as large.
    if (!plain.includes(formKey)) keep(db, moment, key, { at, headers, page: { ...page, body: Buffer.from(page.body) } });
  });
};

/**
 * A form that changes something has a key of its own in every showing. With one key in two windows, the second genuine sending would be
 * taken for a repetition of the first, and be lost.
 */
const formKey = 'name="once"';

/** Links to sign in, and those of applicants, carry their secret in the address. */
const secretInside = /[\w-]{32,}/;

/**
 * Everything that a page depends on beside the database. Of the headers that is what the cookies say, the language that was chosen, and
 * how the answer may be packed: a test holds pages to reading no others. Who asks stands beside the cookie, because a session and a right
 * can end by the clock.
 */
const keyFor = (c: PageContext): string => {
  const { actor, today, language } = visit(c);
  const { req } = c;
  return hash('sha256', JSON.stringify([req.url, req.header('cookie'), language, req.header('accept-encoding'), today, keyOf(actor)]));
};

/** Only what `show` made, and what says nothing of its own about being kept. */
const isWholePage = (answer: Response): boolean =>
  answer.status === 200 &&
  textOf.has(answer) &&
  !['set-cookie', 'cache-control', 'content-disposition'].some((name) => answer.headers.has(name));

interface Kept {
  /** Milliseconds since 1970 at which it was asked for. */
  at: number;
  /** What the page itself said; what every answer says comes anew. */
  headers: Record<string, string>;
  page: PackedPage;
}

/** The pages of one moment; with the next they are forgotten. */
interface Shelf {
  moment: string;
  bytes: number;
  pages: Map<string, Kept>;
}

const atMost = 60_000;
const largest = 64 * 1024;
const most = 4 * 1024 * 1024;

const shelves = new WeakMap<object, Shelf>();

const find = (db: AnyReads, moment: string, key: string): Kept | undefined => {
  const shelf = shelves.get(db);
  const known = shelf?.moment === moment ? shelf.pages.get(key) : undefined;
  return known && Date.now() - known.at < atMost ? known : undefined;
};

/** A page that took long may come when others know a later moment: nobody would ask for it any more. */
const keep = (db: AnyReads, moment: string, key: string, page: Kept): void => {
  if (moment !== lastMoment(db) || sizeOf(page) > largest) return;
  const before = shelves.get(db);
  const shelf = before?.moment === moment ? before : { moment, bytes: 0, pages: new Map<string, Kept>() };
  shelves.set(db, shelf);
  remove(shelf, key);
  shelf.pages.set(key, page);
  shelf.bytes += sizeOf(page);
  for (const oldest of shelf.pages.keys()) {
    if (shelf.bytes <= most) break;
    remove(shelf, oldest);
  }
};

const remove = (shelf: Shelf, key: string): void => {
  const page = shelf.pages.get(key);
  if (page) shelf.bytes -= sizeOf(page);
  shelf.pages.delete(key);
};

/** About: with its key and its headers. */
const sizeOf = ({ page }: Kept): number => page.body.length + 1000;
