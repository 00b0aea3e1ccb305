import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds, holdsWholly } from '../../../platform/access/actor.ts';

/** Those who keep the records of people. */
export const mayNotePerson = (actor: Actor): RawBuilder<SqlBool> => holdsWholly(actor, 'people.manage');

/** Those who keep this organisation. Asked of `organisation`. */
export const mayNoteOrganisation = (actor: Actor): RawBuilder<SqlBool> => holds(actor, 'organisation.manage', 'organisation.body_id');

/** A note is read, changed and removed by those who may write one in that place. Asked of `note`. */
export const mayKeepNote = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`case when note.person_id is not null then ${mayNotePerson(actor)}
    else exists (select from organisation where organisation.id = note.organisation_id and ${mayNoteOrganisation(actor)}) end`;
