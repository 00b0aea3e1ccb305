import type { Child, JSX as Hono } from 'hono/jsx';
import type { HtmlEscapedString } from 'hono/utils/html';
import { escaped, raw } from './markup.ts';

// What the compiler makes of JSX: markup at once, from the inside out. Hono's own runtime keeps a tree of nodes until the page is sent, for
// components that wait and for contexts, which no view of ours has; that took a third of the time of a page. Names, booleans and escaping
// are as in Hono. A component that waits does not compile.

export const jsx = (tag: string | ((props: never) => Shown), props: Record<string, unknown>): HtmlEscapedString => {
  if (typeof tag === 'function') {
    const shown = tag(props as never);
    return isMarkup(shown) ? shown : raw(textOf(shown));
  }
  let text = `<${tag}`;
  for (const name in props) if (name !== 'children') text += attribute(name, props[name]);
  const { children } = props;
  if (voidTags.has(tag)) return raw(`${text}/>`);
  return raw(`${text}>${textOf(children as Shown)}</${tag}>`);
};

export { jsx as jsxs };

export const Fragment = ({ children }: { children?: Shown }): HtmlEscapedString => raw(textOf(children));

type Shown = Child | HtmlEscapedString | readonly Shown[];

const textOf = (shown: Shown): string => {
  if (typeof shown === 'string') return escaped(shown);
  if (shown === null || shown === undefined || typeof shown === 'boolean') return '';
  if (typeof shown === 'number') return String(shown);
  if (Array.isArray(shown)) {
    let text = '';
    for (const part of shown) text += textOf(part as Shown);
    return text;
  }
  if (isMarkup(shown)) return String(shown);
  throw new TypeError('A view shows words, numbers and markup, and waits for nothing.');
};

const isMarkup = (shown: unknown): shown is HtmlEscapedString => (shown as HtmlEscapedString | null | undefined)?.isEscaped === true;

const attribute = (name: string, value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean' && alone.has(name)) return value ? ` ${name}=""` : '';
  if (typeof value === 'function') throw new TypeError(`The attribute ${name} cannot be a function.`);
  return ` ${name}="${isMarkup(value) ? value : escaped(String(value))}"`;
};

const voidTags = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr']);

/** Attributes that are there or not; every other boolean is written out, `aria-hidden="true"`. */
const alone = new Set(
  'allowfullscreen async autofocus autoplay checked controls default defer disabled download formnovalidate hidden inert ismap itemscope loop multiple muted nomodule novalidate open playsinline readonly required reversed selected'.split(
    ' ',
  ),
);

/** What a tag may carry is as Hono says. */
export declare namespace JSX {
  type Element = HtmlEscapedString;
  type ElementType = string | ((props: never) => Shown);
  interface ElementChildrenAttribute {
    children: Child;
  }
  interface IntrinsicElements extends Hono.IntrinsicElements {
    /** Drawings: Hono does not list their tags. */
    [tag: string]: Record<string, unknown>;
  }
}
