import type { Kysely } from 'kysely';
import type { Reads } from '../db/tables.ts';

/** An open connection or transaction as a question takes it; the compiler does not see that whoever may write may also read. */
export const reading = <Tables>(db: Kysely<Tables>): Reads<Tables> => db as unknown as Reads<Tables>;
