import type { Actor } from '../../../platform/access/actor.ts';
import { existing, type FindSubject, type RowOf } from '../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../platform/db/tables.ts';
import { invalidField, notFound } from '../../../platform/errors.ts';
import { mayEdit, mayRead } from '../policy.ts';
import type { Tables } from '../tables.ts';

const bodyByRef = existing<Tables, 'body'>('body')<{ body: string }>({
  by: (row, input) => row.and([row('body.ref', '=', input.body)]),
  mayRead,
  may: mayEdit,
});

/** The body that gets a seat, which the actor keeps. */
export const bodyOfNewSeat = bodyByRef;

/** The seat, where the actor keeps its body; `ref` is that of the body. */
export const seatOf = async (tx: AnyWrites, id: number, actor: Actor, field?: string) => {
  const seat = await (tx as Writes<Tables>)
    .selectFrom('seat')
    .innerJoin('body', 'body.id', 'seat.body_id')
    .select(['seat.id', 'seat.term_limit', 'seat.archived_at', 'body.ref'])
    .where('seat.id', '=', id)
    .executeTakeFirst();
  if (!seat) throw field ? invalidField(field, 'seat.unknown') : notFound('seat.unknown');
  await bodyByRef(tx, { body: seat.ref }, actor);
  return seat;
};

/** The seat that an input names, locked, against the version that the reader saw. */
export const seatNamed: FindSubject<{ seat: number }, RowOf<Tables, 'seat'> & { ref: string }> = async (tx, input, actor) => {
  const { ref } = await seatOf(tx, input.seat, actor);
  const seat = await existing<Tables, 'seat'>('seat')<{ seat: number }>({
    by: (row) => row.and([row('seat.id', '=', input.seat)]),
    mayRead,
    may: mayRead,
  })(tx, input, actor);
  return { ...seat, ref };
};

/** The tenure that an input names, locked, where the actor keeps the body of its seat. */
export const tenureNamed: FindSubject<{ tenure: number }, RowOf<Tables, 'tenure'> & { ref: string; term_limit: number | null }> = async (
  tx,
  input,
  actor,
) => {
  const known = await (tx as Writes<Tables>).selectFrom('tenure').select('seat_id').where('id', '=', input.tenure).executeTakeFirst();
  if (!known) throw notFound();
  const { ref, term_limit } = await seatOf(tx, known.seat_id, actor);
  const tenure = await existing<Tables, 'tenure'>('tenure')<{ tenure: number }>({
    by: (row) => row.and([row('tenure.id', '=', input.tenure)]),
    mayRead,
    may: mayRead,
  })(tx, input, actor);
  return { ...tenure, ref, term_limit };
};
