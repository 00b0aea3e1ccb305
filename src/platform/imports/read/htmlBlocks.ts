import { type HTMLElement, type Node, NodeType } from 'node-html-parser';
import type { Block, ListItem, Place, Span } from '../../documents/document.ts';
import type { Limits } from './read.ts';
import { breakAt, joined, markedSpan, spaced, trimmed } from './spans.ts';

/** What a walk through one page shares: where lines begin, what was found that is not read. */
export interface Walk {
  limits: Limits;
  placeOf: (node: Node) => Place | undefined;
  readTable: (element: HTMLElement, walk: Walk) => Block[];
  images: number;
  nestedTables: number;
}

export function blocksIn(parent: HTMLElement, walk: Walk): Block[] {
  const blocks: Block[] = [];
  let line: Span[] = [];
  let place: Place | undefined;
  const finish = () => {
    const spans = trimmed(line);
    if (spans.length > 0) blocks.push({ kind: 'paragraph', spans, ...(place ? { place } : {}) });
    line = [];
    place = undefined;
  };
  for (const node of parent.childNodes) {
    if (isHidden(node)) continue;
    if (isElement(node) && holdsBlocks(node)) {
      finish();
      blocks.push(...blockOf(node, walk));
      continue;
    }
    place ??= walk.placeOf(node);
    line = joined(line, spansOf(node, walk));
  }
  finish();
  return blocks;
}

function blockOf(element: HTMLElement, walk: Walk): Block[] {
  const tag = tagOf(element);
  const place = walk.placeOf(element);
  const at = place ? { place } : {};
  const level = /^h([1-6])$/.exec(tag)?.[1];
  if (level) {
    const text = trimmed(spansIn(element, walk))
      .map((span) => span.text)
      .join('')
      .replace(/\s+/g, ' ');
    return text ? [{ kind: 'heading', level: Math.min(4, Number(level)) as 1 | 2 | 3 | 4, text, ...at }] : [];
  }
  if (tag === 'ul' || tag === 'ol') {
    const items = itemsOf(element, walk);
    return items.length > 0 ? [{ kind: 'list', ordered: tag === 'ol', items, ...at }] : [];
  }
  if (tag === 'table') return walk.readTable(element, walk);
  if (tag === 'blockquote') {
    return blocksIn(element, walk).map((block) => (block.kind === 'paragraph' ? { ...block, kind: 'quote' } : block));
  }
  if (tag === 'dl') return factsOf(element, walk);
  if (tag === 'pre') {
    const lines = element.text.split('\n').map((text) => text.trimEnd());
    return lines.filter(Boolean).map((text) => ({ kind: 'paragraph', spans: [{ text }], ...at }));
  }
  return blocksIn(element, walk);
}

/** Items of a list; text and lists inside an item stay with it, whatever else it holds is flattened to its words. */
export function itemsOf(list: HTMLElement, walk: Walk): ListItem[] {
  const items: ListItem[] = [];
  for (const node of list.childNodes) {
    if (!isElement(node) || isHidden(node)) continue;
    const tag = tagOf(node);
    if (tag === 'ul' || tag === 'ol') {
      // Some editors put the inner list beside its item instead of inside.
      const inner = itemsOf(node, walk);
      const last = items.at(-1);
      if (last) last.items = [...(last.items ?? []), ...inner];
      else items.push(...inner);
      continue;
    }
    const { spans, items: inner } = itemOf(node, walk);
    if (spans.length > 0 || inner) items.push({ spans, ...(inner ? { items: inner } : {}) });
  }
  return items;
}

function itemOf(element: HTMLElement, walk: Walk): ListItem {
  let spans: Span[] = [];
  const inner: ListItem[] = [];
  for (const block of blocksIn(element, walk)) {
    if (block.kind === 'list') inner.push(...block.items);
    else if (block.kind === 'paragraph' || block.kind === 'quote') spans = breakAt(spans, block.spans);
    else if (block.kind === 'heading') spans = breakAt(spans, [{ text: block.text, strong: true }]);
    else if (block.kind === 'table') {
      walk.nestedTables += 1;
      for (const row of [block.header, ...block.rows]) spans = breakAt(spans, [{ text: row.map((cell) => cell.text).join('\t') }]);
    }
  }
  return { spans: trimmed(spans), ...(inner.length > 0 ? { items: inner } : {}) };
}

function factsOf(list: HTMLElement, walk: Walk): Block[] {
  const facts: { name: string; value: string }[] = [];
  for (const node of list.querySelectorAll('dt, dd')) {
    const text = trimmed(spansIn(node, walk))
      .map((span) => span.text)
      .join('');
    const last = facts.at(-1);
    if (tagOf(node) === 'dt' || !last) facts.push({ name: text, value: '' });
    else last.value = [last.value, text].filter(Boolean).join('\n');
  }
  return facts.length > 0 ? [{ kind: 'facts', facts }] : [];
}

export const spansIn = (element: HTMLElement, walk: Walk): Span[] =>
  element.childNodes.reduce<Span[]>((spans, node) => joined(spans, spansOf(node, walk)), []);

function spansOf(node: Node, walk: Walk): Span[] {
  if (node.nodeType === NodeType.TEXT_NODE) return [{ text: spaced(node.text) }];
  if (!isElement(node) || isHidden(node)) return [];
  const tag = tagOf(node);
  if (tag === 'br') return [{ text: '\n' }];
  if (tag === 'img' || tag === 'picture' || tag === 'svg') {
    walk.images += 1;
    return [];
  }
  if (tag === 'input') return node.getAttribute('type') === 'checkbox' ? [{ text: node.hasAttribute('checked') ? '☒ ' : '☐ ' }] : [];
  if (tag === 'a' && /^#(footnote|endnote)-ref-/.test(node.getAttribute('href') ?? '')) return [];
  return spansIn(node, walk).map((span) => markedSpan(span, tag, node));
}

const blockTags = new Set(
  'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
const hiddenTags = new Set('script style noscript template head title meta link object iframe colgroup'.split(' '));

export const isElement = (node: Node): node is HTMLElement => node.nodeType === NodeType.ELEMENT_NODE;
export const tagOf = (element: HTMLElement): string => (element.rawTagName ?? '').toLowerCase();

function isHidden(node: Node): boolean {
  return isElement(node) && (hiddenTags.has(tagOf(node)) || /display\s*:\s*none/i.test(node.getAttribute('style') ?? ''));
}

const known = new WeakMap<HTMLElement, boolean>();

/** An inline element around a block, such as the bold tag around everything that Google Docs copies, counts as a block. */
function holdsBlocks(element: HTMLElement): boolean {
  if (blockTags.has(tagOf(element))) return true;
  if (tagOf(element) === 'svg') return false;
  const before = known.get(element);
  if (before !== undefined) return before;
  const found = element.childNodes.some((node) => isElement(node) && holdsBlocks(node));
  known.set(element, found);
  return found;
}
