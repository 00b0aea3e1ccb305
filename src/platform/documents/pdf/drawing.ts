import { lazily } from '../../config/lazily.ts';

const linkedom = lazily<typeof import('linkedom')>('linkedom');

/** A word of a drawing that the page sets itself: place of its baseline in units of the drawing. */
export interface Word {
  text: string;
  x: number;
  y: number;
  anchor: string;
  size: number;
  bold: boolean;
  fill: string;
}

/**
 * Splits a drawing for print. Words in joined scripts cannot be written inside an SVG and still be read back, which PDF/UA requires,
 * so they are taken out and set by the page on top. A drawing whose words are turned or scaled stays as it is.
 */
export const splitDrawing = (svg: string): { svg: string; words: Word[]; width: number; height: number } => {
  const { document } = linkedom().parseHTML(`<!doctype html><html><body>${svg}</body></html>`);
  const root = document.querySelector('svg');
  const [, , width = 1, height = 1] = (root?.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  if (!root || !joined.test(root.textContent ?? '')) return { svg, words: [], width, height };
  const words: Word[] = [];
  for (const element of [...root.querySelectorAll('text')].filter((one) => joined.test(one.textContent ?? ''))) {
    const lines = wordsOf(element);
    if (lines === undefined) continue;
    words.push(...lines);
    element.remove();
  }
  return { svg: root.outerHTML, words, width, height };
};

/** Scripts whose letters join or stack: Arabic and its kin, the scripts of India and South-East Asia. */
const joined = /[\u0590-\u08ff\u0900-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufeff]/;

type Element = NonNullable<ReturnType<ReturnType<ReturnType<typeof linkedom>['parseHTML']>['document']['querySelector']>>;

const wordsOf = (element: Element): Word[] | undefined => {
  const chain: Element[] = [];
  for (let one: Element | null = element; one; one = one.parentElement) chain.push(one);
  const inherited = (name: string) => chain.map((one) => one.getAttribute(name)).find((value) => value) ?? '';
  const size = Number.parseFloat(inherited('font-size')) || 11;
  let [x, y] = [0, 0];
  for (const one of chain) {
    const moved = one.getAttribute('transform');
    if (!moved) continue;
    const found = /^translate\(\s*(-?[\d.]+)(?:[\s,]+(-?[\d.]+))?\s*\)$/.exec(moved);
    if (!found) return undefined;
    x += Number(found[1]);
    y += Number(found[2] ?? 0);
  }
  const style = {
    anchor: inherited('text-anchor') || 'start',
    size,
    bold: Number(inherited('font-weight')) >= 600,
    fill: /^#[0-9a-f]{6}$/i.test(inherited('fill')) ? inherited('fill') : '#1d2126',
  };
  const own = (one: Element, name: string) => length(one.getAttribute(name), size);
  const lines = [...element.querySelectorAll('tspan')];
  if (lines.length === 0) return [{ text: element.textContent ?? '', x: x + own(element, 'x'), y: y + own(element, 'y'), ...style }];
  let down = y + own(element, 'y');
  return lines.map((line) => {
    down = line.getAttribute('y') ? y + own(line, 'y') : down + own(line, 'dy');
    return { text: line.textContent ?? '', x: x + own(line, 'x'), y: down, ...style };
  });
};

const length = (value: string | null, size: number): number =>
  value ? Number.parseFloat(value) * (value.endsWith('em') ? size : 1) || 0 : 0;
