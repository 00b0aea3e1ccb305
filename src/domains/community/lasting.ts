import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Day } from '../../platform/db/tables.ts';

/** Begun by that day and not yet ended on it; without a day, at any time. An end in the future ends nothing yet. */
export const lasts = (table: 'tenure' | 'membership', day: Day | null): RawBuilder<SqlBool> =>
  day === null
    ? sql<SqlBool>`${sql.ref(`${table}.archived_at`)} is null`
    : sql<SqlBool>`(${sql.ref(`${table}.archived_at`)} is null and coalesce(${sql.ref(`${table}.starts_on`)}, '-infinity') <= ${day}::date
        and ${day}::date < coalesce(${sql.ref(`${table}.ends_on`)}, 'infinity'))`;

/** Was an organisation a member on that day? By its days, those of earlier times too; where none is known, by its state. */
export const wasMemberOn = (day: Day): RawBuilder<SqlBool> =>
  sql<SqlBool>`((organisation.accredited_on is null or organisation.accredited_on <= ${day}::date)
    and (organisation.withdrawn_on > ${day}::date or (organisation.withdrawn_on is null and organisation.state = any('{accredited,noticeGiven}')))
    or organisation.id in (select earlier.organisation_id from organisation_period earlier where earlier.archived_at is null
      and coalesce(earlier.accredited_on, '-infinity') <= ${day}::date and ${day}::date < earlier.withdrawn_on))`;
