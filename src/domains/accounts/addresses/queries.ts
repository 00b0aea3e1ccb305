import type { Actor } from '../../../platform/access/actor.ts';
import type { Instant, Reads } from '../../../platform/db/tables.ts';
import { isOwn } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** The reader's own change of address that waits for a mailbox. */
export const openChangeQuestion = (db: Reads<Tables>, actor: Actor, now: Instant) =>
  db
    .selectFrom('address_change')
    .select([
      'address_change.typed',
      'address_change.old_confirmed_at as oldConfirmedAt',
      'address_change.new_confirmed_at as newConfirmedAt',
    ])
    .where('address_change.done_at', 'is', null)
    .where('address_change.expires_at', '>', now)
    .where(isOwn(actor, 'address_change.person_id'))
    .orderBy('address_change.id', 'desc')
    .limit(1);
