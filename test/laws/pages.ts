import { brotliDecompressSync } from 'node:zlib';
import { type HTMLElement, NodeType, parse } from 'node-html-parser';
import pg from 'pg';
import type { Visitor } from '../app.ts';

/** One page as a reader receives it. */
export interface Seen {
  path: string;
  status: number;
  type: string;
  /** Bytes on the line. */
  size: number;
  queries: readonly string[];
  html: HTMLElement;
  /** A file to keep, which the browser saves and does not show. */
  saved?: boolean;
}

/** Every question to the database while `act` runs, whoever asks. */
export const countingQueries = async <Result>(act: () => Promise<Result>): Promise<{ result: Result; queries: string[] }> => {
  const queries: string[] = [];
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function counted(this: pg.Client, ...given: unknown[]) {
    const text = typeof given[0] === 'string' ? given[0] : ((given[0] as { text?: string }).text ?? '');
    // What a new connection says about itself is no question of the page.
    if (!text.startsWith('set timezone')) queries.push(text.replace(/\s+/g, ' '));
    return Reflect.apply(query, this, given);
  } as typeof query;
  try {
    return { result: await act(), queries };
  } finally {
    pg.Client.prototype.query = query;
  }
};

export const look = async (as: Visitor, path: string, headers: Record<string, string> = {}): Promise<Seen> => {
  const { result, queries } = await countingQueries(async () => {
    const answer = await as.get(path, { 'accept-encoding': 'br', 'cache-control': 'no-cache', ...headers });
    return { answer, body: Buffer.from(await answer.arrayBuffer()) };
  });
  const { answer, body } = result;
  const type = answer.headers.get('content-type') ?? '';
  const text = type.startsWith('text/html')
    ? (answer.headers.get('content-encoding') === 'br' ? brotliDecompressSync(body) : body).toString()
    : '';
  const saved = answer.headers.get('content-disposition')?.startsWith('attachment') ?? false;
  return { path, status: answer.status, type, size: body.length, queries, html: parse(text, { comment: true }), saved };
};

/** Links to our own pages, without the part after `#`. Those that only change the language are left to the law that reads every language. */
export const linksOf = (page: Seen): string[] =>
  page.html.querySelectorAll('a[href], link[href]').flatMap((link) => {
    const href = link.getAttribute('href') ?? '';
    if (/^(https?:|mailto:|#)/.test(href)) return [];
    const to = new URL(href.replaceAll('&amp;', '&'), `http://test${page.path}`);
    return to.searchParams.has('lang') ? [] : [to.pathname + to.search];
  });

/** What is wrong with a page whoever reads it, each as a sentence. */
export const faultsOf = (page: Seen, language: string, direction: string, isKey: (text: string) => boolean): string[] => {
  const { html } = page;
  const all = html.querySelectorAll('*');
  const root = html.querySelector('html');
  const ids = all.map((one) => one.getAttribute('id')).filter((id) => id !== undefined);
  const texts = all
    .filter((one) => !/^(code|pre|script|option|label)$/i.test(one.tagName))
    .flatMap((one) => one.childNodes.filter((child) => child.nodeType === NodeType.TEXT_NODE).map((child) => child.text.trim()));
  return [
    ...(html.querySelector('title')?.text.trim() ? [] : ['has no title']),
    ...(html.querySelectorAll('h1').length === 1 ? [] : [`has ${html.querySelectorAll('h1').length} main headings`]),
    ...(root?.getAttribute('lang') === language ? [] : [`says that its language is ${root?.getAttribute('lang')}`]),
    ...((root?.getAttribute('dir') ?? 'ltr') === direction ? [] : [`runs ${root?.getAttribute('dir')}`]),
    ...all
      // A file to keep has its style with it; our policy does not reach where it is opened.
      .filter((one) => (one.tagName === 'STYLE' && !page.saved) || (one.tagName === 'SCRIPT' && !one.hasAttribute('src')))
      .map((one) => `has an inline ${one.tagName.toLowerCase()}`),
    ...all.flatMap((one) =>
      Object.keys(one.attributes)
        .filter((name) => name === 'style' || name.startsWith('on') || name.startsWith('hx-on'))
        .map((name) => `has an inline ${name} at ${one.tagName.toLowerCase()}`),
    ),
    ...[...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))].map((id) => `has the id ${id} twice`),
    ...html
      .querySelectorAll('form')
      .filter((form) => form.getAttribute('method')?.toLowerCase() === 'post' && !buttonOf(form, html))
      .map((form) => `has a form to ${form.getAttribute('action')} without a button`),
    ...html
      .querySelectorAll('a[href^="#"]')
      .map((link) => (link.getAttribute('href') ?? '').slice(1))
      .filter((id) => id && !ids.includes(decodeURIComponent(id)))
      .map((id) => `points to #${id}, which is not there`),
    ...[...new Set(texts.filter(isKey))].map((key) => `shows the message key ${key}`),
  ];
};

const buttonOf = (form: HTMLElement, html: HTMLElement): boolean => {
  const id = form.getAttribute('id');
  const sends = (one: HTMLElement) => (one.getAttribute('type') ?? 'submit') === 'submit';
  const outside = id ? html.querySelectorAll(`button[form="${id}"]`) : [];
  return [...form.querySelectorAll('button'), ...outside].some(sends) || form.querySelectorAll('input[type="submit"]').length > 0;
};
