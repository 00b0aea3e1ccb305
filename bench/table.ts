/** One line of the answer: what, how much, against what, and whether that is within the budget of the product. */
export interface Line {
  what: string;
  measured: string;
  yardstick?: string;
  ratio?: string;
  budget?: string;
  within?: boolean;
}

const headings = ['what', 'measured', 'yardstick', 'ratio', 'budget', ''] as const;

export function printTable(lines: readonly Line[]): void {
  const rows = [
    headings,
    ...lines.map(
      ({ what, measured, yardstick = '', ratio = '', budget = '', within }) =>
        [what, measured, yardstick, ratio, budget, within === undefined ? '' : within ? 'within' : 'OVER'] as const,
    ),
  ];
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  for (const row of rows)
    console.log(
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
    );
  const judged = lines.filter(({ within }) => within !== undefined);
  console.log(`\n${judged.filter(({ within }) => within).length} of ${judged.length} budgets kept.`);
}

export const ms = (milliseconds: number): string =>
  `${milliseconds < 10 ? milliseconds.toFixed(2) : milliseconds < 100 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
export const perSecond = (count: number, unit: string): string => `${Math.round(count)} ${unit}/s`;
export const times = (ratio: number): string => `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(1)} ×`;
