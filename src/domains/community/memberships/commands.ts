import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { holds } from '../../../platform/access/actor.ts';
import { commandsOver, existing, type FindSubject } from '../../../platform/command.ts';
import type { AnyWrites, Day, Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden, invalidField, notFound } from '../../../platform/errors.ts';
import type { FlexibleDay } from '../../../platform/i18n/days.ts';
import { keptDay } from '../../../platform/i18n/flexible-words.ts';
import { mayReadOrganisation } from '../organisations/policy.ts';
import { mayRead } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { personNamed } from '../visibility/named.ts';
import { mayKeepMembership, mayReadMembership } from '../visibility/policy.ts';
import { membershipChange, membershipEnd, membershipNamed, newMembership } from './membership.ts';

const command = commandsOver<Tables>();

interface Place {
  organisation_id: number | null;
  body_id: number | null;
}

/** The organisation or body that the input names, whose members the actor keeps. */
const place: FindSubject<{ organisation?: string | null | undefined; body?: string | null | undefined }, Place> = async (
  tx: AnyWrites,
  { organisation, body },
  actor: Actor,
) => {
  const tables = tx as Writes<Tables>;
  const found = organisation
    ? await tables
        .selectFrom('organisation')
        .select(['id', holds(actor, 'member.manage', 'organisation.body_id').as('may')])
        .where(
          sql<boolean>`organisation.id = (select coalesce(named.merged_into_id, named.id) from organisation named where named.ref = ${organisation})`,
        )
        .where(mayReadOrganisation(actor))
        .executeTakeFirst()
    : await tables
        .selectFrom('body')
        .select(['id', holds(actor, 'member.manage', 'body.id').as('may')])
        .where('ref', '=', body ?? '')
        .where(mayRead(actor))
        .executeTakeFirst();
  if (!found) throw organisation ? notFound('organisation.unknown', { ref: organisation }) : notFound('body.unknown', { ref: body ?? '' });
  if (!found.may) throw forbidden();
  return organisation ? { organisation_id: found.id, body_id: null } : { organisation_id: null, body_id: found.id };
};

export const columnsOf = (said: { from?: FlexibleDay | null | undefined; to?: FlexibleDay | null | undefined }) => {
  const from = keptDay(said.from);
  const to = keptDay(said.to, 'last');
  return {
    ...(said.from === undefined ? {} : { starts_on: from.on, starts_span: from.span }),
    ...(said.to === undefined ? {} : { ends_on: to.on, ends_span: to.span }),
  };
};

/** The same person in the same role of the same organisation or body, in days that overlap. */
const overlapping = (tx: Writes<Tables>, one: Place & { person_id: number; role: string; starts_on: Day | null; ends_on: Day | null }) =>
  tx
    .selectFrom('membership')
    .selectAll()
    .where('person_id', '=', one.person_id)
    .where('role', '=', one.role as never)
    .where('organisation_id', 'is not distinct from', one.organisation_id)
    .where('body_id', 'is not distinct from', one.body_id)
    .where('archived_at', 'is', null)
    .where(
      sql<boolean>`daterange(coalesce(starts_on, '-infinity'), coalesce(ends_on, 'infinity')) && daterange(coalesce(${one.starts_on}::date, '-infinity'), coalesce(${one.ends_on}::date, 'infinity'))`,
    )
    .orderBy('id');

/** What is written down of one person at once waits for each other, so that both do not find the days free. */
const oneAfterAnother = (tx: Writes<Tables>, person: number) =>
  tx.selectFrom('person').select('id').where('id', '=', person).forNoKeyUpdate().execute();

export const addMembership = command({
  name: 'membership.add',
  input: newMembership,
  subject: place,
  perform: async ({ tx, input, subject, actor }) => {
    const person = await personNamed(tx, actor, input.person);
    await oneAfterAnother(tx, person.id);
    const values = { starts_on: null, ends_on: null, ...columnsOf(input), person_id: person.id, role: input.role, ...subject };
    const known = await overlapping(tx, values).executeTakeFirst();
    if (known) throw conflict('membership.overlaps');
    return tx
      .insertInto('membership')
      .values({ ...values, note: input.note ?? null })
      .returning('id')
      .executeTakeFirstOrThrow();
  },
});

/** A membership that an input names, whose person the actor may see and whose place they keep. */
const membership: FindSubject<{ membership: number }, Tables['membership'] & { id: number }> = async (tx, input, actor) => {
  const readable = await (tx as Writes<Tables>)
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select('membership.id')
    .where('membership.id', '=', input.membership)
    .where(mayReadMembership(actor))
    .executeTakeFirst();
  if (!readable) throw notFound();
  return existing<Tables, 'membership'>('membership')<{ membership: number }>({
    by: (row) => row.and([row('membership.id', '=', readable.id)]),
    mayRead: () => sql`true`,
    may: (who) => mayKeepMembership(who),
  })(tx, input, actor) as never;
};

export const changeMembership = command({
  name: 'membership.change',
  input: membershipChange,
  subject: membership,
  perform: async ({ tx, input, subject }) => {
    await oneAfterAnother(tx, subject.person_id as unknown as number);
    const said = { ...columnsOf(input), ...(input.note === undefined ? {} : { note: input.note }) };
    const after = { ...subject, ...said } as unknown as Parameters<typeof overlapping>[1];
    if (after.starts_on && after.ends_on && after.ends_on < after.starts_on) throw invalidField('to', 'membership.endsBeforeItBegins');
    if (await overlapping(tx, after).where('id', '<>', subject.id).executeTakeFirst()) throw conflict('membership.overlaps');
    if (Object.keys(said).length > 0) await tx.updateTable('membership').set(said).where('id', '=', subject.id).execute();
    return { id: subject.id };
  },
});

/** Ended, not deleted: it stays in the history of both. Whoever belongs to something may leave by themselves. */
export const endMembership = command({
  name: 'membership.end',
  input: membershipEnd,
  subject: async (tx, input: { membership: number }, actor) => {
    const own = await (tx as Writes<Tables>)
      .selectFrom('membership')
      .selectAll()
      .where('id', '=', input.membership)
      .where('person_id', '=', actor.personId ?? 0)
      .forUpdate()
      .executeTakeFirst();
    return own ?? ((await membership(tx, input, actor)) as unknown as NonNullable<typeof own>);
  },
  perform: async ({ tx, input, subject, today, call }) => {
    const { on, span } = input.to ? keptDay(input.to, 'last') : { on: today, span: null };
    if (subject.starts_on && on && on < subject.starts_on) throw invalidField('to', 'membership.endsBeforeItBegins');
    await tx
      .updateTable('membership')
      .set({ ends_on: on, ends_span: span && JSON.stringify(span), ended_reason: call.reason ?? null })
      .where('id', '=', subject.id)
      .execute();
    return { id: subject.id };
  },
});

/** What never was: somebody was written down by mistake. It leaves every list, count and certificate, and stays in the history. */
export const withdrawMembership = command({
  name: 'membership.archive',
  input: membershipNamed,
  subject: membership,
  perform: async ({ tx, subject, now, call }) => {
    if (!call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    await tx.updateTable('membership').set({ archived_at: now, archived_reason: call.reason }).where('id', '=', subject.id).execute();
    return { id: subject.id };
  },
});
