import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

/** The times in which an organisation was a member before it came back. The latest time stands with the organisation itself. */
export const earlierPeriods: Migration = {
  name: '0097-earlier-periods',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table organisation_period (
    ${recordColumns},
    organisation_id bigint not null references organisation,
    accredited_on date,
    accredited_span jsonb,
    withdrawn_on date not null,
    withdrawn_span jsonb,
    state text not null check (state in ('withdrawn', 'resigned', 'dissolved')),
    reason_class text
  )`,
  'create index organisation_period_organisation on organisation_period (organisation_id, withdrawn_on)',
  underAudit('organisation_period'),
];
