import type { Day, Writes } from '../../../platform/db/tables.ts';
import { sayStatus } from '../activity/commands.ts';

/** What was said of a member before it left says nothing of one that begins again: it is active, as newly accredited. */
export const beginAgain = (tx: Writes<Record<string, unknown>>, organisation: number, today: Day, by: string): Promise<boolean> =>
  sayStatus(tx as never, organisation, 'active', today, by, { because: { reason: 'newMember' } });
