import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { ownAccount } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** Under whom providers know the reader. */
export const identitiesOfQuestion = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('identity')
    .select(['identity.id', 'identity.issuer', 'identity.created_at as createdAt', 'identity.used_at as usedAt'])
    .where('identity.archived_at', 'is', null)
    .where(ownAccount(actor, 'identity.account_id'))
    .orderBy('identity.id');
