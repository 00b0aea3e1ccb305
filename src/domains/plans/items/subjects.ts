import { existing } from '../../../platform/command.ts';
import { mayManageItem, mayReadItem } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** The item that an input names, under a permission of the caller's. */
export const itemNamed = <Input>(by: (input: Input) => string, may = mayManageItem) =>
  existing<Tables, 'plan_item'>('plan_item')<Input>({
    by: (row, input) => row.and([row('plan_item.ref', '=', by(input))]),
    mayRead: mayReadItem,
    may,
  });
