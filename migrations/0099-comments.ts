import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

/** What people say about recommendations for themselves. */
export const comments: Migration = {
  name: '0099-comments',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table comment (
    ${recordColumns},
    recommendation_id bigint not null references recommendation,
    author_id bigint not null references person,
    said_on date not null,
    text text not null
  )`,
  'create index comment_recommendation on comment (recommendation_id, id)',
  'create index comment_author on comment (author_id)',
  underAudit('comment'),
];
