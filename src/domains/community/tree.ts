import { sql } from 'kysely';
import type { AnyWrites } from '../../platform/db/tables.ts';

/**
 * Whoever says under which body another one stands waits for others who say so, before anything is locked: two who each hang a body under the
 * other’s would both find nothing wrong, and close a circle.
 */
export const treeHeld = async (tx: AnyWrites): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('body.parent'), 0)`.execute(tx);
};
