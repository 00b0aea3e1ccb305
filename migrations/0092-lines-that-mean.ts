import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** Which known record a line of an import means, where a person has said so: its reference, or `new` for none of those that it may be. */
export const linesThatMean: Migration = {
  name: '0092-lines-that-mean',
  async up(db) {
    await sql.raw('alter table import_line add column meant text').execute(db);
  },
};
