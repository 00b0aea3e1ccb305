import { sql } from 'kysely';
import { type Actor, holdsEverywhere } from '../../../platform/access/actor.ts';
import { commandsOver, existing, type FindSubject, type RowOf } from '../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden, invalidField, notFound } from '../../../platform/errors.ts';
import { bothLocked, mergeToUndo } from '../../../platform/merging/both.ts';
import { keepApart } from '../../../platform/merging/keep-apart.ts';
import { mergeRecords } from '../../../platform/merging/merge.ts';
import { type Both, type Side, sidesOf, takenOver } from '../../../platform/merging/merging.ts';
import { unmergeRecords } from '../../../platform/merging/unmerge.ts';
import { nameKey } from '../../community/index.ts';
import { mayMerge, mayRead } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { type Collected, columnsOf, consentMerged, personApart, personMerge, personUnmerge, type SeatChoice } from './merging.ts';
import { overlapsQuestion } from './queries.ts';

const command = commandsOver<Tables>();

type Person = RowOf<Tables, 'person'>;

/** One of the two, locked. */
const one = (tx: AnyWrites, actor: Actor, input: { person: number; version?: number | null | undefined }, archivedToo = false) =>
  existing<Tables, 'person'>('person')<typeof input>({
    by: (row, asked) => row.and([row('person.id', '=', asked.person)]),
    mayRead,
    may: mayMerge,
    archivedToo,
  })(tx, input, actor);

const both: FindSubject<Both & { version?: number | null | undefined; goneVersion?: number | null | undefined }, Record<Side, Person>> = (
  tx,
  input,
  actor,
) => bothLocked(input, (side) => one(tx, actor, { person: input[side], version: side === 'kept' ? input.version : input.goneVersion }));

/**
 * Two records of one person become one: the chosen values, and everything that hangs on either. The number that goes leads to the one that
 * stays. It can be undone.
 */
export const mergePeople = command({
  name: 'person.merge',
  input: personMerge,
  subject: both,
  perform: async ({ tx, input, subject: { kept, gone }, actor, now }) => {
    const pair = { kept: kept.id, gone: gone.id };
    await onlyWithoutErasure(tx, pair);
    await settleSeats(tx, pair, input.seats ?? {}, now);
    const from = sidesOf(columnsOf, input.fields, { kept, gone });
    const consent = consentMerged({ kept: kept.consent, gone: gone.consent }, from, await collectedBy(tx, pair));
    const merge = await mergeRecords(tx, 'person', pair, takenOver(columnsOf, from), { now, actor });
    await tx
      .updateTable('person')
      .set({ consent: JSON.stringify(consent) })
      .where('id', '=', kept.id)
      .execute();
    return { merge: merge.id, person: kept.id };
  },
});

/** Whoever has asked to be forgotten is forgotten first, or takes the wish back. */
const onlyWithoutErasure = async (tx: Writes<Tables>, { kept, gone }: Both): Promise<void> => {
  const asked = await tx
    .selectFrom('erasure')
    .select('person_id')
    .where('person_id', 'in', [kept, gone])
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  if (asked) throw conflict('merge.erasureAsked');
};

/** Of two terms that overlap in one body somebody has to say what is true. What was not held goes out of view. */
const settleSeats = async (tx: Writes<Tables>, pair: Both, said: Record<string, SeatChoice>, now: string): Promise<void> => {
  for (const { gone, kept, same } of await overlapsQuestion(tx, pair).execute()) {
    const key = `${gone.id}-${kept.id}`;
    const choice = said[key];
    if (!choice) throw invalidField(['seats', key], 'merge.seatAsk', { body: gone.body });
    if (choice === 'both' && same) throw invalidField(['seats', key], 'merge.seatOnce', { body: gone.body });
    if (choice === 'both') continue;
    await tx
      .updateTable('tenure')
      .set({ archived_at: now, archived_reason: 'merged' })
      .where('id', '=', choice === 'kept' ? gone.id : kept.id)
      .execute();
  }
};

const collectedBy = async (tx: Writes<Tables>, pair: Both): Promise<Record<Collected, Record<Side, boolean>>> => {
  const has = (table: string, id: number) =>
    sql`exists (select from ${sql.table(table)} it where it.person_id = ${id} and it.archived_at is null)`;
  const of = (table: string) => sql`jsonb_build_object('kept', ${has(table, pair.kept)}, 'gone', ${has(table, pair.gone)})`;
  const { rows } = await sql<Record<Collected, Record<Side, boolean>>>`
    select ${of('email')} as emails, ${of('membership')} as affiliations, ${of('skill')} as skills, ${of('portrait')} as photo`.execute(tx);
  const found = rows[0] as Record<Collected, Record<Side, boolean>>;
  // Of two photographs that of the kept record stays.
  return { ...found, photo: { ...found.photo, gone: found.photo.gone && !found.photo.kept } };
};

/** Makes two records of one again, as far as they still are what the merge made of them. */
export const unmergePeople = command({
  name: 'person.unmerge',
  input: personUnmerge,
  subject: (tx, input: { merge: number }, actor) => mergeToUndo(tx, 'person', input.merge, (person) => one(tx, actor, { person }, true)),
  perform: async ({ tx, subject, actor, now }) => {
    const stayed = await unmergeRecords(tx, subject, { now, actor });
    await spellAgain(tx, [subject.kept_id, subject.gone_id]);
    return { merge: subject.id, person: subject.gone_id, stayed };
  },
});

/** The key of a name is derived, so no history gives it back. */
const spellAgain = async (tx: Writes<Tables>, ids: readonly number[]): Promise<void> => {
  for (const { id, display_name } of await tx
    .selectFrom('person')
    .select(['id', 'display_name'])
    .where('id', 'in', [...ids])
    .execute())
    await tx
      .updateTable('person')
      .set({ name_key: nameKey(display_name) })
      .where('id', '=', id)
      .execute();
};

/** Says of two records that they are of two people, so that nobody is asked again; or that one may ask again. */
export const keepPeopleApart = command({
  name: 'person.keepApart',
  input: personApart,
  subject: async (tx, input: { one: number; other: number }, actor) => {
    if (input.one === input.other) throw invalidField('other', 'merge.same');
    const found = await (tx as Writes<Tables>)
      .selectFrom('person')
      .select('person.id')
      .where('person.id', 'in', [input.one, input.other])
      .where(mayRead(actor))
      .execute();
    if (found.length < 2) throw notFound();
    if (!holdsEverywhere(actor, 'people.manage')) throw forbidden();
  },
  perform: async ({ tx, input, actor, now }) => {
    await keepApart(tx as never, 'person', [input.one, input.other], { apart: input.apart, by: actor.name, now });
    return { one: input.one, other: input.other, apart: input.apart };
  },
});
