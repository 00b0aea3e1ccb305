import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, zstdCompressSync } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';
import type { PageContext, PageEnv } from './visit.ts';

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

/** Pages as the texts they were made of. To ask an answer for its text again would lead it through a web stream. */
export const textOf = new WeakMap<Response, string>();

/** A text as it goes over the line. */
export interface PackedPage {
  body: Buffer;
  encoding: string | undefined;
  etag: string | undefined;
}

/** Answers without a body whose page lies ready (`kept-pages.ts`). */
export const packedPage = new WeakMap<Response, PackedPage>();
/** Who wants to have a page when it is packed, and with it the text that was packed. */
export const keepPage = new WeakMap<Response, (page: PackedPage, plain: Buffer) => void>();

/**
 * Compresses text answers and gives pages an ETag, so that a page that has not changed costs one small answer. Hono's own `compress`
 * sends through web streams, which at the size of our pages costs more than the compression.
 */
export const deliver: MiddlewareHandler<PageEnv> = async (c, next) => {
  await next();
  const page = packedPage.get(c.res) ?? (await pack(c));
  if (!page) return;
  const { headers, status } = c.res;
  headers.append('vary', 'accept-encoding');
  if (page.etag) {
    headers.set('etag', page.etag);
    if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache');
    if (readerHas(c, page.etag)) return replace(c, null, 304, headers);
  }
  if (page.encoding) headers.set('content-encoding', page.encoding);
  headers.set('content-length', String(page.body.length));
  replace(c, page.body as Buffer<ArrayBuffer>, status, headers);
};

/** Undefined for what goes as it is: it is no text, it is packed already, or it is a download. */
const pack = async (c: PageContext): Promise<PackedPage | undefined> => {
  const answer = c.res;
  const { headers, status } = answer;
  const text = textOf.get(answer);
  const type = headers.get('content-type') ?? '';
  if ((text === undefined && !answer.body) || headers.has('content-encoding') || !/^text\/|json|javascript|svg|xml/.test(type)) return;
  if (headers.get('content-disposition')?.startsWith('attachment')) return;
  const plain = text === undefined ? Buffer.from(await answer.arrayBuffer()) : Buffer.from(text);
  const isNamed = status === 200 && c.req.method === 'GET' && !headers.has('etag') && !headers.has('set-cookie');
  const etag = isNamed ? `W/"${hash('sha1', plain, 'base64url')}"` : undefined;
  const keep = keepPage.get(answer);
  // What is kept is packed also for a reader who has it, because the next one may not.
  if (etag && !keep && readerHas(c, etag)) return { body: plain, encoding: undefined, etag };
  const [encoding, body] = await packed(plain, c.req.header('accept-encoding') ?? '');
  const page = { body, encoding, etag };
  keep?.(page, plain);
  return page;
};

const readerHas = (c: PageContext, etag: string): boolean => c.req.header('if-none-match') === etag;

const packed = async (plain: Buffer, accepts: string): Promise<[encoding: string | undefined, body: Buffer]> => {
  if (plain.length < 1000) return [undefined, plain];
  // An eighth of the time that Brotli takes for a tenth more bytes: at the size of a page it is done before a thread would have begun. Told
  // the size, it prepares for that and not for megabytes, which takes a third of the time and gives the same bytes.
  if (/\bzstd\b/.test(accepts) && plain.length < longest)
    return ['zstd', zstdCompressSync(plain, { params: zstd, pledgedSrcSize: plain.length })];
  if (/\bbr\b/.test(accepts))
    return ['br', await brotlied(plain, { params: { ...brotli, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } })];
  if (/\bgzip\b/.test(accepts)) return ['gzip', await gzipped(plain, { level: 5 })];
  return [undefined, plain];
};

const zstd = { [constants.ZSTD_c_compressionLevel]: 3 };
/** Bytes of a text that may hold up all others while it is compressed: under a millisecond. */
const longest = 300_000;

/** Looks back 256 kB: our pages are hardly longer, and to prepare for the usual 4 MB takes longer than the work itself. */
const brotli = { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 18 };

/** Hono would mix a new answer with the one before; forgotten first, it is taken as it is. */
const replace = (c: PageContext, body: Uint8Array<ArrayBuffer> | null, status: number, headers: Headers): void => {
  c.res = undefined;
  c.res = new Response(body, { status, headers });
};
