import type { HTMLElement } from 'node-html-parser';
import type { Span } from '../../documents/document.ts';

/** White space as a browser shows it; the no-break space stays a word's neighbour but becomes an ordinary one. */
export const spaced = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ');

/** Adds spans to the first run, in place, without doubling spaces; `trimmed` melts neighbours of one look together at the end. */
export function joined(run: Span[], after: readonly Span[]): Span[] {
  for (const span of after) {
    const last = run.at(-1);
    const text = last && /\s$/.test(last.text) ? span.text.replace(/^ +/, '') : span.text;
    if (text === '') continue;
    if (last && text.startsWith('\n'))
      run[run.length - 1] = { ...last, text: last.text.trimEnd() === '' ? last.text : last.text.trimEnd() };
    run.push({ ...span, text });
  }
  return run;
}

/** Without white space at both ends, neighbours of the same look as one. */
export function trimmed(given: readonly Span[]): Span[] {
  const first = given.findIndex((span) => span.text.trim() !== '');
  const last = given.findLastIndex((span) => span.text.trim() !== '');
  if (first < 0) return [];
  const groups: Span[][] = [];
  for (const span of given.slice(first, last + 1)) {
    const group = groups.at(-1);
    if (group?.[0] && sameLook(group[0], span)) group.push(span);
    else groups.push([span]);
  }
  const spans = groups.map((group) => ({ ...(group[0] as Span), text: group.map((span) => span.text).join('') }));
  const [head, tail] = [spans[0], spans.at(-1)];
  if (head) head.text = head.text.trimStart();
  if (tail) tail.text = tail.text.trimEnd();
  return spans;
}

export const breakAt = (before: readonly Span[], after: readonly Span[]): Span[] =>
  before.length === 0 ? [...after] : joined([...before], [{ text: '\n' }, ...after]);

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
