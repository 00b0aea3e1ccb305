import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, zstdCompressSync } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';
import type { PageContext, PageEnv } from './visit.ts';

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

/** Pages as the texts they were made of. To ask an answer for its text again would lead it through a web stream. */
export const textOf = new WeakMap<Response, string>();

/**
 * Compresses text answers and gives pages an ETag, so that a page that has not changed costs one small answer. Hono's own `compress`
 * sends through web streams, which at the size of our pages costs more than the compression.
 */
export const deliver: MiddlewareHandler<PageEnv> = async (c, next) => {
  await next();
  const answer = c.res;
  const { headers, status } = answer;
  const text = textOf.get(answer);
  const type = headers.get('content-type') ?? '';
  if ((text === undefined && !answer.body) || headers.has('content-encoding') || !/^text\/|json|javascript|svg|xml/.test(type)) return;
  if (headers.get('content-disposition')?.startsWith('attachment')) return;
  const plain = text === undefined ? Buffer.from(await answer.arrayBuffer()) : Buffer.from(text);
  headers.append('vary', 'accept-encoding');
  if (status === 200 && c.req.method === 'GET' && !headers.has('etag') && !headers.has('set-cookie')) {
    const etag = `W/"${hash('sha1', plain, 'base64url')}"`;
    headers.set('etag', etag);
    if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache');
    if (c.req.header('if-none-match') === etag) return replace(c, null, 304, headers);
  }
  const [encoding, body] = await packed(plain, c.req.header('accept-encoding') ?? '');
  if (encoding) headers.set('content-encoding', encoding);
  headers.set('content-length', String(body.length));
  replace(c, body as Uint8Array<ArrayBuffer>, status, headers);
};

const packed = async (plain: Buffer, accepts: string): Promise<[encoding: string | undefined, body: Buffer]> => {
  if (plain.length < 1000) return [undefined, plain];
  // An eighth of the time that Brotli takes for a tenth more bytes: at the size of a page it is done before a thread would have begun.
  if (/\bzstd\b/.test(accepts) && plain.length < longest) return ['zstd', zstdCompressSync(plain, { params: zstd })];
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
