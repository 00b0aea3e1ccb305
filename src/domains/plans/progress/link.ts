import { sql } from 'kysely';
import { hashOf } from '../../../platform/access/tokens.ts';
import type { AnyReads, Reads } from '../../../platform/db/tables.ts';
import { conflict, notFound } from '../../../platform/errors.ts';
import { ended } from '../items/item.ts';
import type { Tables } from '../tables.ts';

/** The link of a reminder as long as it can be used. Refuses with *not found* for a stranger's, with *conflict* where its time is over. */
export const linkWith = async (db: AnyReads, token: string) => {
  const link = await (db as Reads<Tables>)
    .selectFrom('plan_link')
    .innerJoin('plan_item', 'plan_item.id', 'plan_link.item_id')
    .innerJoin('person', 'person.id', 'plan_link.person_id')
    .select([
      'plan_link.id',
      'plan_link.deed',
      'plan_link.used_at',
      sql<boolean>`plan_link.expires_at < now()`.as('expired'),
      'plan_item.ref',
      'plan_item.title',
      'plan_item.archived_at',
      'plan_item.status',
      'plan_link.person_id',
      'person.display_name as person',
    ])
    .where('plan_link.token_hash', '=', hashOf(token))
    .where('plan_link.archived_at', 'is', null)
    .where('person.archived_at', 'is', null)
    .where(
      sql<boolean>`exists (select from plan_lead where plan_lead.item_id = plan_item.id and plan_lead.person_id = plan_link.person_id
        and plan_lead.archived_at is null)`,
    )
    .executeTakeFirst();
  if (!link) throw notFound('plan.linkUnknown');
  if (link.used_at) throw conflict('plan.linkUsed');
  if (link.expired) throw conflict('plan.linkExpired');
  if (link.archived_at) throw conflict('plan.linkArchived', { ref: link.ref });
  if (ended.includes(link.status)) throw conflict('plan.linkClosed', { ref: link.ref });
  return link;
};

export type Link = Awaited<ReturnType<typeof linkWith>>;
