import { type Actor, holdsEverywhere, holdsFor, holdsSomewhere } from '../../../platform/access/actor.ts';
import { existing } from '../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../platform/db/tables.ts';
import { forbidden, invalidField } from '../../../platform/errors.ts';
import { mayName } from '../../community/index.ts';
import { mayReadReport, mayReadReview, mayWriteReport } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** The report that an input names, under a permission of the caller's. */
export const reportNamed = (may = mayWriteReport, { archivedToo = false } = {}) =>
  existing<Tables, 'report'>('report')<{ ref: string; version?: number | null | undefined }>({
    by: (row, input) => row.and([row('report.ref', '=', input.ref)]),
    mayRead: mayReadReport,
    may,
    archivedToo,
  });

export interface Place {
  review: { id: number; ref: string; prefix: string; title: Tables['review']['title']['__select__'] };
  body_id: number | null;
}

/** The review about which a report is begun, and the body for which the actor may report. */
export const placeOf = async (
  tx: AnyWrites,
  input: { review: string; body?: string | null | undefined },
  actor: Actor,
  right = 'report.write',
): Promise<Place> => {
  if (!holdsSomewhere(actor, right)) throw forbidden();
  const db = tx as Writes<Tables>;
  const body_id = input.body ? await bodyNamed(db, input.body) : null;
  if (body_id === null ? !holdsEverywhere(actor, right) : !holdsFor(actor, right, body_id)) throw forbidden();
  const review = await db
    .selectFrom('review')
    .select(['id', 'ref', 'prefix', 'title'])
    .where('ref', '=', input.review)
    .where('archived_at', 'is', null)
    .where(mayReadReview(actor))
    .executeTakeFirst();
  if (!review) throw invalidField('review', 'report.unknownReview', { ref: input.review });
  return { review, body_id };
};

export const bodyNamed = async (tx: Writes<Tables>, ref: string): Promise<number> => {
  const body = await tx.selectFrom('body').select('id').where('ref', '=', ref).where('archived_at', 'is', null).executeTakeFirst();
  if (!body) throw invalidField('body', 'body.unknown', { ref });
  return body.id;
};

/** The one person of that name whom the actor may know of, or who stands there already. */
export const personNamed = async (
  tx: Writes<Tables>,
  actor: Actor,
  field: string,
  name: string,
  already: number | null = null,
): Promise<{ id: number; display_name: string }> => {
  const found = await tx
    .selectFrom('person')
    .select(['person.id', 'person.display_name'])
    .where('person.display_name', '=', name)
    .where((row) => row.or([row('person.id', '=', already), mayName(actor)]))
    .limit(2)
    .execute();
  const [person] = found;
  if (!person || found.length > 1) throw invalidField(field, found.length > 1 ? 'report.severalPeople' : 'report.unknownPerson', { name });
  return person;
};
