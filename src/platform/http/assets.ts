import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { fromRoot } from '../config/root.ts';
import { minified } from '../ui/minified.ts';
import { stylesheet } from '../ui/styles.ts';
import type { Pages } from './visit.ts';

interface Asset {
  path: string;
  type: string;
  plain: Buffer;
  /** Compressed when first asked for, as small as it goes. */
  gzip: () => Promise<Buffer>;
  br: () => Promise<Buffer>;
}

const hashed = (name: string, type: string, content: Buffer): Asset => {
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 12);
  const [stem, extension] = name.split(/\.(?=[^.]+$)/);
  return {
    path: `/assets/${stem}-${hash}.${extension}`,
    type,
    plain: content,
    gzip: once(() => promisify(gzip)(content, { level: 9 })),
    br: once(() => promisify(brotliCompress)(content)),
  };
};

const once = (work: () => Promise<Buffer>): (() => Promise<Buffer>) => {
  let done: Promise<Buffer> | undefined;
  return () => {
    done ??= work();
    return done;
  };
};

const script = 'text/javascript; charset=utf-8';

const own = (name: string) => hashed(name, script, Buffer.from(minified('js', readFileSync(fromRoot('public', name), 'utf8'))));

/** Styles and scripts under addresses that carry the hash of their content: cached for good, never stale. */
export const makeAssets = () => {
  const css = hashed('style.css', 'text/css; charset=utf-8', Buffer.from(stylesheet()));
  const htmx = hashed('htmx.js', script, readFileSync(fromRoot('node_modules', 'htmx.org', 'dist', 'htmx.min.js')));
  const app = own('app.js');
  // Only for the pages that name it: nobody else loads it.
  const passkey = own('passkey.js');
  const photograph = own('photograph.js');
  const icon = hashed('icon.svg', 'image/svg+xml', readFileSync(fromRoot('public', 'icon.svg')));
  const all = [css, htmx, app, passkey, photograph, icon];
  return { css: css.path, js: [htmx.path, app.path], passkey: passkey.path, photograph: photograph.path, icon: icon.path, all };
};

export type Assets = ReturnType<typeof makeAssets>;

export const serveAssets = (app: Pages, assets: Assets): void => {
  const byPath = new Map(assets.all.map((asset) => [asset.path, asset]));
  app.get('/assets/:name', async (c) => {
    const asset = byPath.get(c.req.path);
    if (!asset) return c.notFound();
    const accepts = c.req.header('accept-encoding') ?? '';
    const [encoding, body] = /\bbr\b/.test(accepts)
      ? ['br', await asset.br()]
      : /\bgzip\b/.test(accepts)
        ? ['gzip', await asset.gzip()]
        : [undefined, asset.plain];
    return c.body(body as Buffer<ArrayBuffer>, 200, {
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      ...(encoding ? { 'content-encoding': encoding } : {}),
    });
  });
};
