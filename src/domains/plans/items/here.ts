import { notFound } from '../../../platform/errors.ts';
import { type PageContext, type Visit, visit } from '../../../platform/http/visit.ts';
import { itemByRef, type WholeItem } from './queries.ts';

/** The item of the address, or *not found*. */
export const itemOf = async (c: PageContext): Promise<WholeItem> => {
  const v = visit(c);
  const ref = c.req.param('ref') ?? '';
  const item = await itemByRef(v.db, v.actor, ref);
  if (!item) throw notFound('plan.notFound', { ref });
  return item;
};

/** The way above a page of an item. */
export const trail = (v: Visit, item: { ref: string }) => [
  { href: '/plans', label: v.t('plan.register') },
  { href: `/plans/items/${item.ref}`, label: item.ref },
];
