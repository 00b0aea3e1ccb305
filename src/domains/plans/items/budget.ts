import { latinDigits } from '../../../platform/i18n/days.ts';

/** What is planned, approved and spent in one fiscal year, in whole units of a currency. */
export interface BudgetYear {
  year: string;
  currency: string;
  planned: number | null;
  approved: number | null;
  spent: number | null;
}

const amounts = ['planned', 'approved', 'spent'] as const;

/** `FY20: 30000 / 12000 / 4100 USD`, one year after another: planned, approved, spent. The inverse of `readBudget`. */
export const writtenBudget = (years: readonly BudgetYear[]): string =>
  years.map((year) => `${year.year}: ${amounts.map((amount) => year[amount] ?? '–').join(' / ')} ${year.currency}`).join('; ');

/** The years in a text; undefined where one of them cannot be read. */
export const readBudget = (typed: string): BudgetYear[] | undefined => {
  const pieces = latinDigits(typed)
    .split(/[;\n؛]/)
    .map((piece) => piece.trim())
    .filter(Boolean);
  const years = pieces.flatMap((piece) => yearIn(piece) ?? []);
  return years.length === pieces.length ? years : undefined;
};

const yearIn = (piece: string): BudgetYear | undefined => {
  const [, year, figures, currency] = /^([^:]{1,12}):\s*([^A-Za-z]+?)\s*([A-Za-z]{3})?$/.exec(piece) ?? [];
  if (!year || !figures) return undefined;
  const [planned, approved, spent, more] = figures.split('/').map(amountIn);
  if (more !== undefined || planned === undefined) return undefined;
  return {
    year: year.trim(),
    currency: (currency ?? 'USD').toUpperCase(),
    planned: planned.amount,
    approved: approved?.amount ?? null,
    spent: spent?.amount ?? null,
  };
};

const amountIn = (typed: string): { amount: number | null } | undefined => {
  const bare = typed.replace(/[\s,'\u00a0\u202f]/g, '');
  if (/^[–—-]?$/.test(bare)) return { amount: null };
  return /^\d+$/.test(bare) ? { amount: Number(bare) } : undefined;
};
