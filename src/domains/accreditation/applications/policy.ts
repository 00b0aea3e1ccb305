import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds, holdsSomewhere, holdsWholly } from '../../../platform/access/actor.ts';

/** A draft is nobody's but the applicant's, who comes by a link. */
const submitted = sql<SqlBool>`(application.state <> 'draft' and application.archived_at is null)`;

/** Staff, for all applications or for those of a body. */
export const mayHandle = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${submitted} and ${holds(actor, 'application.handle', 'application.body_id')})`;

/** Those who speak for the body of the applicant's region. */
export const mayAdvise = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${submitted} and ${holds(actor, 'application.advise', 'application.body_id')})`;

export const mayDecide = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${submitted} and ${holdsWholly(actor, 'application.decide')})`;

/** The region reads what came to it, the committee what has gone through due diligence: both the same papers, without notes of staff. */
export const mayReadApplication = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${mayHandle(actor)} or ${mayAdvise(actor)}
    or (${mayDecide(actor)} and (application.state = any('{advice,vote,accredited,rejected}') or application.held_from = any('{advice,vote}'))))`;

/** Whether somebody has anything to do with applications; what they see of them is said by the conditions above. */
export const dealsWithApplications = (actor: Actor): boolean =>
  ['application.handle', 'application.advise', 'application.decide'].some((right) => holdsSomewhere(actor, right));
