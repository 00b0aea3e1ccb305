import type { RawBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads } from '../../../platform/db/tables.ts';
import { invalidField } from '../../../platform/errors.ts';
import { mayReadPerson } from './policy.ts';

/**
 * Whether an input of the actor may name the person in the row `person`. Somebody of whom the actor may not know is nobody to them: otherwise
 * a number that was guessed would become a member, and with the member the name.
 */
export const mayName = (actor: Actor): RawBuilder<SqlBool> => sql<SqlBool>`(person.archived_at is null and ${mayReadPerson(actor)})`;

/** The person whom an input names by number; refused at that field, in the same words, whether nobody bears it or the actor may not know who. */
export const personNamed = async (
  tx: Pick<AnyReads, 'selectFrom'>,
  actor: Actor,
  id: number,
  field = 'person',
): Promise<{ id: number }> => {
  const [person] = await peopleNamed(tx, actor, [id]);
  if (person === undefined) throw invalidField(field, 'person.unknown');
  return { id: person };
};

/** Which of these numbers are of people whom the actor may name. */
export const peopleNamed = async (tx: Pick<AnyReads, 'selectFrom'>, actor: Actor, ids: readonly number[]): Promise<number[]> => {
  if (ids.length === 0) return [];
  const found = await tx
    .selectFrom('person')
    .select('person.id')
    .where(sql<SqlBool>`person.id = any(${[...new Set(ids)]}::bigint[])`)
    .where(mayName(actor))
    .$castTo<{ id: number }>()
    .execute();
  return found.map(({ id }) => id);
};
