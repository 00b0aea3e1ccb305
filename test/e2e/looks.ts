import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeFault {
  id: string;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

/** What axe finds wrong on the page as it stands: rule and first places. With `only`, just these rules. */
export const accessFaults = async (page: Page, only?: readonly string[]): Promise<string[]> => {
  // Evaluated through the browser's own tools: the page's own policy lets no script in.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  const how = { resultTypes: ['violations'], ...(only ? { runOnly: { type: 'rule', values: only } } : {}) };
  const faults = (await page.evaluate(`axe.run(document, ${JSON.stringify(how)}).then((found) => found.violations)`)) as AxeFault[];
  return faults.map(
    (fault) =>
      `${fault.id}: ${fault.nodes
        .slice(0, 3)
        .map((node) => `${node.target.join(' ')} (${(node.failureSummary ?? '').split('\n').slice(1, 2).join('').trim()})`)
        .join('; ')}`,
  );
};

/** What sticks out where the page is wider than the window. Regions that scroll by themselves may hold more. */
export const overflow = (page: Page): Promise<string[]> =>
  page.locator('body').evaluate((body) => {
    const { innerWidth } = body.ownerDocument.defaultView;
    const { scrollWidth } = body.ownerDocument.scrollingElement;
    if (scrollWidth <= innerWidth) return [];
    const wide = [...body.querySelectorAll('*')].filter((one) => {
      const { left, right, width } = one.getBoundingClientRect();
      return width > 0 && (right > innerWidth + 1 || left < -1) && !one.closest('.region, .vh, .skip');
    });
    return [
      `${scrollWidth} px wide: ${wide
        .slice(-3)
        .map((one) => `${one.tagName.toLowerCase()}.${one.className}`)
        .join(', ')}`,
    ];
  });
