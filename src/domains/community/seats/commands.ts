import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { commandsOver, existing } from '../../../platform/command.ts';
import type { AnyWrites, Day, Writes } from '../../../platform/db/tables.ts';
import { conflict, invalidField, notFound } from '../../../platform/errors.ts';
import { keptDay } from '../../../platform/i18n/flexible-words.ts';
import { newTenure, tenureEnd } from '../body.ts';
import { mayEdit, mayRead } from '../policy.ts';
import type { Tables } from '../tables.ts';

const command = commandsOver<Tables>();

/** The seat, where the actor keeps its body. */
const seatOf = async (tx: AnyWrites, id: number, actor: Actor) => {
  const seat = await (tx as Writes<Tables>)
    .selectFrom('seat')
    .innerJoin('body', 'body.id', 'seat.body_id')
    .select(['seat.id', 'seat.term_limit', 'body.ref'])
    .where('seat.id', '=', id)
    .executeTakeFirst();
  if (!seat) throw invalidField('seatId', 'seat.unknown');
  await existing<Tables, 'body'>('body')<object>({ by: (row) => row.and([row('body.ref', '=', seat.ref)]), mayRead, may: mayEdit })(
    tx,
    {},
    actor,
  );
  return seat;
};

export const fillSeat = command({
  name: 'seat.fill',
  input: newTenure,
  subject: (tx, input, actor) => seatOf(tx, input.seatId, actor),
  perform: async ({ tx, input, subject, today, call }) => {
    const from = keptDay(input.from);
    const to = keptDay(input.to, 'last');
    const alternate = input.alternate ?? false;
    // Without a beginning it is today's; two in one seat at a time are refused, whichever was written down first.
    const taken = await during(tx, subject.id, alternate, from.on ?? today, to.on)
      .select('person.display_name')
      .executeTakeFirst();
    if (taken) throw conflict('seat.taken', { holder: taken.display_name });
    if (!alternate && subject.term_limit !== null && !call.reason && (await termsOf(tx, subject.id, input.personId)) >= subject.term_limit)
      throw conflict('seat.termLimit', { limit: subject.term_limit });
    await tx
      .insertInto('tenure')
      .values({
        seat_id: subject.id,
        person_id: input.personId,
        starts_on: from.on,
        starts_span: from.span && JSON.stringify(from.span),
        ends_on: to.on,
        ends_span: to.span && JSON.stringify(to.span),
        alternate,
        note: input.note ?? null,
        date_precision: input.from?.precision ?? 'unknown',
      })
      .execute();
    return { ref: subject.ref };
  },
});

const during = (tx: Writes<Tables>, seat: number, alternate: boolean, from: Day, to: Day | null) =>
  tx
    .selectFrom('tenure')
    .innerJoin('person', 'person.id', 'tenure.person_id')
    .where('tenure.seat_id', '=', seat)
    .where('tenure.alternate', '=', alternate)
    .where('tenure.archived_at', 'is', null)
    .where(
      sql<boolean>`daterange(coalesce(tenure.starts_on, '-infinity'), coalesce(tenure.ends_on, 'infinity')) && daterange(${from}::date, coalesce(${to}::date, 'infinity'))`,
    );

/** The terms that the person held this seat since somebody else last did. */
const termsOf = async (tx: Writes<Tables>, seat: number, person: number): Promise<number> => {
  const { terms } = await tx
    .selectFrom('tenure')
    .select(sql<number>`count(*)`.as('terms'))
    .where('seat_id', '=', seat)
    .where('person_id', '=', person)
    .where('alternate', '=', false)
    .where('archived_at', 'is', null)
    .where(
      sql<boolean>`not exists (select from tenure other where other.seat_id = tenure.seat_id and other.person_id <> tenure.person_id and not other.alternate
        and other.archived_at is null and other.starts_on > tenure.starts_on)`,
    )
    .executeTakeFirstOrThrow();
  return terms;
};

/** Ends somebody's time in a seat, today or on the day given. It stays in the roster of the days before. */
export const endTenure = command({
  name: 'tenure.end',
  input: tenureEnd,
  subject: async (tx, input: { tenure: number }, actor) => {
    const tenure = await (tx as Writes<Tables>)
      .selectFrom('tenure')
      .selectAll()
      .where('id', '=', input.tenure)
      .forUpdate()
      .executeTakeFirst();
    if (!tenure) throw notFound();
    const { ref } = await seatOf(tx, tenure.seat_id, actor);
    return { ...tenure, ref };
  },
  perform: async ({ tx, input, subject, today }) => {
    const { on, span } = input.to ? keptDay(input.to, 'last') : { on: today, span: null };
    if (subject.starts_on && on && on < subject.starts_on) throw invalidField('to', 'tenure.endsBeforeItBegins');
    await tx
      .updateTable('tenure')
      .set({ ends_on: on, ends_span: span && JSON.stringify(span) })
      .where('id', '=', subject.id)
      .execute();
    return { ref: subject.ref };
  },
});
