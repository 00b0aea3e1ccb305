import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds } from '../../../platform/access/actor.ts';

export const rights = ['activity.manage'] as const;

/** Rules and statuses are public: whoever votes must know who counts. */
export const mayReadStatus = (_actor: Actor): RawBuilder<SqlBool> => sql<SqlBool>`true`;

/** To keep the facts, adopt the rule and say the status for the organisations of a body. */
export const mayManage = (actor: Actor, bodyColumn: string): RawBuilder<SqlBool> => holds(actor, 'activity.manage', bodyColumn);

/** A representative of the organisation today; the clock of the database is that of the program. */
export const represents = (actor: Actor): RawBuilder<SqlBool> =>
  actor.personId === null
    ? sql<SqlBool>`false`
    : sql<SqlBool>`exists (select from membership where membership.organisation_id = organisation.id and membership.person_id = ${actor.personId}
        and membership.role in ('primary', 'alternate') and membership.archived_at is null
        and coalesce(membership.starts_on, '-infinity') <= current_date and current_date < coalesce(membership.ends_on, 'infinity'))`;

/** The single facts are for those who keep them and for the organisation itself. */
export const mayReadFact = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${mayManage(actor, 'organisation.body_id')} or ${represents(actor)})`;
