import type { HTMLElement } from 'node-html-parser';
import type { Span } from '../../documents/document.ts';

/** White space as a browser shows it; the no-break space stays a word's neighbour but becomes an ordinary one. */
export const spaced = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ');

/** Two runs of spans as one, neighbours of the same look melted together and spaces not doubled. */
export function joined(before: readonly Span[], after: readonly Span[]): Span[] {
  const spans = [...before];
  for (const span of after) {
    const last = spans.at(-1);
    const text = last && /\s$/.test(last.text) ? span.text.replace(/^ +/, '') : span.text;
    if (text === '') continue;
    if (text.startsWith('\n') && last) last.text = last.text.replace(/ +$/, '');
    if (last && sameLook(last, span)) spans[spans.length - 1] = { ...last, text: last.text + text };
    else spans.push({ ...span, text });
  }
  return spans;
}

export function trimmed(given: readonly Span[]): Span[] {
  const spans = given.map((span) => ({ ...span }));
  while (spans[0] && spans[0].text.trim() === '') spans.shift();
  while (spans.at(-1)?.text.trim() === '') spans.pop();
  const [first, last] = [spans[0], spans.at(-1)];
  if (first) first.text = first.text.trimStart();
  if (last) last.text = last.text.trimEnd();
  return spans;
}

export const breakAt = (before: readonly Span[], after: readonly Span[]): Span[] =>
  before.length === 0 ? [...after] : joined(before, [{ text: '\n' }, ...after]);

export const safeHref = (href: string | undefined): { href: string } | Record<string, never> =>
  href && /^(https?:\/\/|mailto:)\S+$/i.test(href.trim()) ? { href: href.trim() } : {};

export function markedSpan(span: Span, tag: string, element: HTMLElement): Span {
  const style = element.getAttribute('style') ?? '';
  const weight = /font-weight\s*:\s*(\w+)/i.exec(style)?.[1];
  const strong = weight ? /^(bold|bolder|[6-9]00)$/i.test(weight) : tag === 'b' || tag === 'strong';
  const emphasis = tag === 'i' || tag === 'em' || tag === 'cite' || /font-style\s*:\s*italic/i.test(style);
  return {
    ...span,
    ...(strong ? { strong } : {}),
    ...(emphasis ? { emphasis } : {}),
    ...(tag === 'a' ? safeHref(element.getAttribute('href')) : {}),
  };
}

const sameLook = (a: Span, b: Span): boolean => a.strong === b.strong && a.emphasis === b.emphasis && a.href === b.href;
