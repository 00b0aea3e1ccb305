import { sql } from 'kysely';
import { commandsOver } from '../../../platform/command.ts';
import type { Writes } from '../../../platform/db/tables.ts';
import { conflict, invalidField } from '../../../platform/errors.ts';
import { type KeptDay, keptDay } from '../../../platform/i18n/flexible-words.ts';
import { lasts } from '../lasting.ts';
import { idOfBody } from '../regions.ts';
import type { Tables } from '../tables.ts';
import { personNamed } from '../visibility/named.ts';
import * as seat from './seat.ts';
import { bodyOfNewSeat, seatNamed, seatOf, tenureNamed } from './subjects.ts';

const command = commandsOver<Tables>();

export const addSeat = command({
  name: 'seat.add',
  input: seat.newSeat,
  subject: bodyOfNewSeat,
  perform: async ({ tx, input, subject }) => {
    const { id } = await tx
      .insertInto('seat')
      .values({
        body_id: subject.id,
        title: JSON.stringify(input.title),
        appointing_body_id: input.appointedBy ? await idOfBody(tx, input.appointedBy, 'appointedBy') : null,
        position: input.position ?? 0,
        term_months: input.termMonths ?? null,
        term_limit: input.termLimit ?? null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { id, ref: subject.ref };
  },
});

export const changeSeat = command({
  name: 'seat.change',
  input: seat.seatChange,
  subject: seatNamed,
  perform: async ({ tx, input, subject }) => {
    const said = {
      ...(input.title ? { title: JSON.stringify(input.title) } : {}),
      ...(input.appointedBy === undefined
        ? {}
        : { appointing_body_id: input.appointedBy ? await idOfBody(tx, input.appointedBy, 'appointedBy') : null }),
      ...(input.position == null ? {} : { position: input.position }),
      ...(input.termMonths === undefined ? {} : { term_months: input.termMonths }),
      ...(input.termLimit === undefined ? {} : { term_limit: input.termLimit }),
    };
    if (Object.keys(said).length > 0) await tx.updateTable('seat').set(said).where('id', '=', subject.id).execute();
    return { id: subject.id, ref: subject.ref };
  },
});

/** A seat that is no longer there. Who held it stays in the rosters of the days before. */
export const archiveSeat = command({
  name: 'seat.archive',
  input: seat.seatNamed,
  subject: seatNamed,
  perform: async ({ tx, subject, today, now, call }) => {
    if (!call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    const held = await tx
      .selectFrom('tenure')
      .innerJoin('person', 'person.id', 'tenure.person_id')
      .select('person.display_name')
      .where('tenure.seat_id', '=', subject.id)
      .where('tenure.archived_at', 'is', null)
      .where(sql<boolean>`coalesce(tenure.ends_on, 'infinity') > ${today}::date`)
      .executeTakeFirst();
    if (held) throw conflict('seat.stillHeld', { holder: held.display_name });
    await tx.updateTable('seat').set({ archived_at: now, archived_reason: call.reason }).where('id', '=', subject.id).execute();
    return { id: subject.id, ref: subject.ref };
  },
});

export const fillSeat = command({
  name: 'seat.fill',
  input: seat.newTenure,
  subject: (tx, input, actor) => seatOf(tx, input.seatId, actor, 'seatId'),
  perform: async ({ tx, input, subject, actor, today, call }) => {
    if (subject.archived_at) throw conflict('record.archived');
    await personNamed(tx, actor, input.personId, 'personId');
    const from = input.from ? keptDay(input.from) : { on: today, span: null };
    const to = keptDay(input.to, 'last');
    if (to.on && from.on && to.on < from.on) throw invalidField('to', 'tenure.endsBeforeItBegins');
    const one = { seat: subject.id, alternate: input.alternate ?? false, from, to };
    await refuseTwice(tx, one);
    if (!one.alternate && !call.reason) await refuseBeyond(tx, subject.term_limit, { seat: subject.id, person: input.personId });
    const { id } = await tx
      .insertInto('tenure')
      .values({
        seat_id: subject.id,
        person_id: input.personId,
        ...columnsOf(from, to),
        alternate: one.alternate,
        note: input.note ?? null,
        date_precision: input.from?.precision ?? 'day',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { id, seat: subject.id, ref: subject.ref };
  },
});

/** Corrects what was written down wrongly: the days, the person, whether somebody stood in. */
export const changeTenure = command({
  name: 'tenure.change',
  input: seat.tenureChange,
  subject: tenureNamed,
  perform: async ({ tx, input, subject, actor, call }) => {
    const person = input.personId ?? subject.person_id;
    if (person !== subject.person_id) await personNamed(tx, actor, person, 'personId');
    const before = (which: 'starts' | 'ends'): KeptDay => ({
      on: subject[`${which}_on`],
      span: subject[`${which}_span`],
    });
    const from = input.from === undefined ? before('starts') : keptDay(input.from);
    const to = input.to === undefined ? before('ends') : keptDay(input.to, 'last');
    if (to.on && from.on && to.on < from.on) throw invalidField('to', 'tenure.endsBeforeItBegins');
    const one = { seat: subject.seat_id, alternate: input.alternate ?? Boolean(subject.alternate), from, to };
    await refuseTwice(tx, one, subject.id);
    if (!one.alternate && person !== subject.person_id && !call.reason)
      await refuseBeyond(tx, subject.term_limit, { seat: subject.seat_id, person });
    await tx
      .updateTable('tenure')
      .set({
        person_id: person,
        ...columnsOf(from, to),
        alternate: one.alternate,
        ...(input.note === undefined ? {} : { note: input.note }),
        ...(input.from === undefined ? {} : { date_precision: input.from?.precision ?? 'unknown' }),
      })
      .where('id', '=', subject.id)
      .execute();
    return { id: subject.id, seat: subject.seat_id, ref: subject.ref };
  },
});

/** Ends somebody's time in a seat, today or on the day given. It stays in the roster of the days before. */
export const endTenure = command({
  name: 'tenure.end',
  input: seat.tenureEnd,
  subject: tenureNamed,
  perform: async ({ tx, input, subject, today }) => {
    const { on, span } = input.to ? keptDay(input.to, 'last') : { on: today, span: null };
    if (subject.starts_on && on && on < subject.starts_on) throw invalidField('to', 'tenure.endsBeforeItBegins');
    const from = { on: subject.starts_on, span: subject.starts_span };
    await refuseTwice(tx, { seat: subject.seat_id, alternate: Boolean(subject.alternate), from, to: { on, span } }, subject.id);
    await tx
      .updateTable('tenure')
      .set({ ends_on: on, ends_span: span && JSON.stringify(span) })
      .where('id', '=', subject.id)
      .execute();
    return { id: subject.id, seat: subject.seat_id, ref: subject.ref };
  },
});

/** What never was: somebody was written down who did not hold the seat. It leaves every roster and stays in the history. */
export const withdrawTenure = command({
  name: 'tenure.archive',
  input: seat.tenureNamed,
  subject: tenureNamed,
  perform: async ({ tx, subject, now, call }) => {
    if (!call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    await tx.updateTable('tenure').set({ archived_at: now, archived_reason: call.reason }).where('id', '=', subject.id).execute();
    return { id: subject.id, seat: subject.seat_id, ref: subject.ref };
  },
});

const columnsOf = (from: KeptDay, to: KeptDay) => ({
  starts_on: from.on,
  starts_span: from.span && JSON.stringify(from.span),
  ends_on: to.on,
  ends_span: to.span && JSON.stringify(to.span),
});

/**
 * Two in one seat at a time are refused, whichever was written down first. Only what certainly overlaps does: one who sat until 2020 and one
 * who sat from 2020 on may have followed each other on a day that nobody remembers.
 */
const refuseTwice = async (
  tx: Writes<Tables>,
  { seat: id, alternate, from, to }: { seat: number; alternate: boolean; from: KeptDay; to: KeptDay },
  except = 0,
): Promise<void> => {
  const latestFrom = from.span?.to ?? from.on;
  const earliestTo = to.span?.from ?? to.on;
  const taken = await tx
    .selectFrom('tenure')
    .innerJoin('person', 'person.id', 'tenure.person_id')
    .select('person.display_name')
    .where('tenure.seat_id', '=', id)
    .where('tenure.id', '<>', except)
    .where('tenure.alternate', '=', alternate)
    .where('tenure.archived_at', 'is', null)
    .where(
      sql<boolean>`greatest(coalesce((tenure.starts_span ->> 'to')::date, tenure.starts_on, '-infinity'), coalesce(${latestFrom}::date, '-infinity'))
        < least(coalesce((tenure.ends_span ->> 'from')::date, tenure.ends_on, 'infinity'), coalesce(${earliestTo}::date, 'infinity'))`,
    )
    .executeTakeFirst();
  if (taken) throw conflict('seat.taken', { holder: taken.display_name });
};

const refuseBeyond = async (tx: Writes<Tables>, limit: number | null, of: { seat: number; person: number }): Promise<void> => {
  if (limit !== null && (await termsOf(tx, of)) >= limit) throw conflict('seat.termLimit', { limit });
};

/** The terms that the person held this seat since somebody else last did. */
const termsOf = async (tx: Writes<Tables>, { seat: id, person }: { seat: number; person: number }): Promise<number> => {
  const { terms } = await tx
    .selectFrom('tenure')
    .select(sql<number>`count(*)`.as('terms'))
    .where('seat_id', '=', id)
    .where('person_id', '=', person)
    .where('alternate', '=', false)
    .where(lasts('tenure', null))
    .where(
      sql<boolean>`not exists (select from tenure other where other.seat_id = tenure.seat_id and other.person_id <> tenure.person_id and not other.alternate
        and other.archived_at is null and other.starts_on > tenure.starts_on)`,
    )
    .executeTakeFirstOrThrow();
  return terms;
};
