import type { Reads } from '../../../platform/db/tables.ts';
import type { Tables } from '../tables.ts';

/** What sources say of an item, by field and part. Ask only for an item that the actor may read. */
export const statementsQuestion = (db: Reads<Tables>, itemId: number) =>
  db
    .selectFrom('plan_statement')
    .select(['field', 'part', 'value', 'source', 'place', 'stated_on'])
    .where('item_id', '=', itemId)
    .where('archived_at', 'is', null)
    .orderBy('field')
    .orderBy('part')
    .orderBy('id');
