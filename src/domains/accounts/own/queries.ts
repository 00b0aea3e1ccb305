import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { isOwn } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** The reader's own tokens, the newest first. */
export const tokensOfQuestion = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('api_token')
    .select([
      'api_token.id',
      'api_token.name',
      'api_token.scopes',
      'api_token.created_at as createdAt',
      'api_token.expires_at as expiresAt',
      'api_token.revoked_at as revokedAt',
    ])
    .where('api_token.archived_at', 'is', null)
    .where(isOwn(actor, 'api_token.person_id'))
    .orderBy('api_token.id', 'desc');
