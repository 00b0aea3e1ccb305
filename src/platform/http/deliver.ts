import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';
import type { PageEnv } from './visit.ts';

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

/**
 * Compresses text answers and gives pages an ETag, so that a page that has not changed costs one small answer. Hono's own `compress`
 * sends through web streams, which at the size of our pages costs more than the compression.
 */
export const deliver: MiddlewareHandler<PageEnv> = async (c, next) => {
  await next();
  const type = c.res.headers.get('content-type') ?? '';
  if (!c.res.body || c.res.headers.has('content-encoding') || !/^text\/|json|javascript|svg|xml/.test(type)) return;
  if (c.res.headers.get('content-disposition')?.startsWith('attachment')) return;
  const plain = Buffer.from(await c.res.arrayBuffer());
  const headers = new Headers(c.res.headers);
  headers.append('vary', 'accept-encoding');
  const { status } = c.res;
  if (status === 200 && c.req.method === 'GET' && !headers.has('etag') && !headers.has('set-cookie')) {
    const etag = `W/"${createHash('sha1').update(plain).digest('base64url')}"`;
    headers.set('etag', etag);
    if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache');
    if (c.req.header('if-none-match') === etag) {
      c.res = new Response(null, { status: 304, headers });
      return;
    }
  }
  const accepts = c.req.header('accept-encoding') ?? '';
  const [encoding, body] =
    plain.length < 1000
      ? [undefined, plain]
      : /\bbr\b/.test(accepts)
        ? [
            'br',
            await brotlied(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }),
          ]
        : /\bgzip\b/.test(accepts)
          ? ['gzip', await gzipped(plain, { level: 5 })]
          : [undefined, plain];
  if (encoding) headers.set('content-encoding', encoding);
  headers.set('content-length', String(body.length));
  c.res = new Response(body as Uint8Array<ArrayBuffer>, { status, headers });
};
