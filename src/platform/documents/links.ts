import type { Span } from './document.ts';

/** The only addresses a document may link to: http, https and mailto. Anything else becomes plain text. */
export const safeHref = (href: string | undefined): string | undefined => {
  if (href === undefined) return undefined;
  const trimmed = href.trim();
  return /^(https?:\/\/|mailto:)/i.test(trimmed) && URL.canParse(trimmed) ? trimmed : undefined;
};

/** A text with the addresses in it as links: `[words](https://…)`, and an address as it stands, without the sign that ends its sentence. */
export const linkedSpans = (text: string): Span[] => {
  const spans: Span[] = [];
  let at = 0;
  for (const found of text.matchAll(addresses)) {
    const [all, words, named, bare] = found;
    const href = safeHref(named ?? bare);
    if (!href) continue;
    if (found.index > at) spans.push({ text: text.slice(at, found.index) });
    spans.push({ text: words ?? all, href });
    at = found.index + all.length;
  }
  if (at < text.length || spans.length === 0) spans.push({ text: text.slice(at) });
  return spans;
};

const addresses = /\[([^[\]\n]{1,300})\]\(((?:https?:\/\/|mailto:)[^\s()]{1,2000})\)|(https?:\/\/[^\s<>"]{0,2000}[^\s<>".,;:!?)\]'’”»])/gu;
