import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { ownAccount } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** The reader's own passkeys, the oldest first. */
export const passkeysOfQuestion = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('passkey')
    .select([
      'passkey.id',
      'passkey.name',
      'passkey.credential_id as credential',
      'passkey.transports',
      'passkey.created_at as createdAt',
      'passkey.used_at as usedAt',
    ])
    .where('passkey.archived_at', 'is', null)
    .where(ownAccount(actor, 'passkey.account_id'))
    .orderBy('passkey.id');
