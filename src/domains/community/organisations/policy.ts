import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds } from '../../../platform/access/actor.ts';

/** The register is public: who belongs to the community, since when, and who left and why. */
export const mayReadOrganisation = (_actor: Actor): RawBuilder<SqlBool> => sql<SqlBool>`true`;

/** Whoever keeps the organisations of the body to which it belongs; one that belongs to none is kept by those who keep them all. */
export const mayEditOrganisation = (actor: Actor): RawBuilder<SqlBool> => holds(actor, 'organisation.manage', 'organisation.body_id');
