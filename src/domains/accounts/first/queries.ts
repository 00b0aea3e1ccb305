import { hashOf } from '../../../platform/access/tokens.ts';
import type { Instant, Reads } from '../../../platform/db/tables.ts';
import type { Tables } from '../tables.ts';

/** A connection or an open transaction: the command that uses a link asks within its own. */
type Asks = Pick<Reads<Tables>, 'selectFrom'>;

export type FirstLinkState = 'open' | 'used' | 'expired' | 'accountExists' | 'unknown';

/** Whether somebody can sign in here already. */
export const accountExists = async (db: Asks): Promise<boolean> =>
  (await db.selectFrom('account').select('id').limit(1).executeTakeFirst()) !== undefined;

/** What a first link is good for. A link that was never made, or that a later start replaced, is unknown. */
export const firstLinkState = async (db: Asks, token: string, now: Instant): Promise<FirstLinkState> => {
  const link = await db
    .selectFrom('first_link')
    .select(['expires_at', 'used_at'])
    .where('token_hash', '=', hashOf(token))
    .executeTakeFirst();
  if (!link) return 'unknown';
  if (link.used_at) return 'used';
  if (await accountExists(db)) return 'accountExists';
  return Temporal.Instant.compare(link.expires_at, now) > 0 ? 'open' : 'expired';
};
