import { sql } from 'kysely';
import type { Services } from '../platform/http/visit.ts';

/** Can the server answer with data? Asked by whatever stands in front of it. */
export const ready = async (services: Services): Promise<boolean> => {
  try {
    await sql`select 1`.execute(services.db);
    return true;
  } catch {
    return false;
  }
};
