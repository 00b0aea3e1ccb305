import { type RawBuilder, sql } from 'kysely';
import type { AnyWrites } from '../../platform/db/tables.ts';
import type { Both, Move, Moves } from '../../platform/merging/merging.ts';

/** In the same role of the same organisation or body, in days that overlap. `other` is the column that the merge leaves alone. */
const sameMembership = (other: RawBuilder<unknown>) => sql<boolean>`${other} and gone_row.role = kept_row.role
  and gone_row.archived_at is null and kept_row.archived_at is null
  and daterange(coalesce(gone_row.starts_on, '-infinity'), coalesce(gone_row.ends_on, 'infinity'))
    && daterange(coalesce(kept_row.starts_on, '-infinity'), coalesce(kept_row.ends_on, 'infinity'))`;

/** Of two memberships that overlap one is left, which lasts as long as both together. */
const oneMembership = (column: 'person_id' | 'organisation_id', other: RawBuilder<unknown>): Move => ({
  label: column === 'person_id' ? 'merge.place.membership' : 'merge.place.member',
  meets: sameMembership(other),
  settle: async (tx: AnyWrites, { kept, gone }: Both) => {
    const pairs = sql`membership gone_row where gone_row.${sql.ref(column)} = ${gone} and ${sameMembership(other)}`;
    const stretched = (side: 'starts' | 'ends', further: RawBuilder<unknown>) =>
      sql`(${sql.ref(`${side}_on`)}, ${sql.ref(`${side}_span`)}) = (
        select said.on_day, said.span from (
          select kept_row.${sql.ref(`${side}_on`)} as on_day, kept_row.${sql.ref(`${side}_span`)} as span, 0 as place
          union all (select gone_row.${sql.ref(`${side}_on`)}, gone_row.${sql.ref(`${side}_span`)}, 1 from ${pairs})) said
        order by ${further}, said.place limit 1)`;
    // A beginning that nobody knows gives way to one that somebody knows; without an end it lasts.
    await sql`update membership kept_row set ${stretched('starts', sql`said.on_day asc nulls last`)}, ${stretched('ends', sql`said.on_day desc nulls first`)}
      where kept_row.${sql.ref(column)} = ${kept} and exists (select from ${pairs})`.execute(tx);
  },
});

/** How the rows of the community go along when two records of one person or organisation become one. */
export const moves: Moves = {
  'tenure.person_id': { label: 'merge.place.tenure' },
  'membership.person_id': oneMembership(
    'person_id',
    sql`gone_row.organisation_id is not distinct from kept_row.organisation_id and gone_row.body_id is not distinct from kept_row.body_id`,
  ),
  'membership.organisation_id': oneMembership('organisation_id', sql`gone_row.person_id = kept_row.person_id`),
  'join_request.person_id': {
    label: 'merge.place.joinRequest',
    meets: sql`gone_row.body_id = kept_row.body_id and gone_row.state = 'waiting' and kept_row.state = 'waiting' and kept_row.archived_at is null`,
  },
  'organisation_period.organisation_id': { label: 'merge.place.period' },
  'organisation.merged_into_id': { label: 'merge.place.merged' },
};
