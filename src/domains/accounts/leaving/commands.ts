import { sql, type Transaction } from 'kysely';
import { type Actor, holdsEverywhere, system } from '../../../platform/access/actor.ts';
import { hashOf } from '../../../platform/access/tokens.ts';
import { also, commandsOver, existing } from '../../../platform/command.ts';
import type { AnyWrites } from '../../../platform/db/tables.ts';
import { emptyFile, forgetFiles } from '../../../platform/erasure/files.ts';
import { forgetHistory } from '../../../platform/erasure/history.ts';
import { replaceEverywhere } from '../../../platform/erasure/sweep.ts';
import { conflict, forbidden, invalidField } from '../../../platform/errors.ts';
import { removedContent } from '../../../platform/files/keep.ts';
import { endAllOf } from '../../community/index.ts';
import { forgetPerson } from '../../people/index.ts';
import { tellOwner } from '../letters.ts';
import { isOwn, mayManage, right } from '../policy.ts';
import { keepAnAdministrator } from '../roles/commands.ts';
import type { Tables } from '../tables.ts';
import { daysWithSeat, erasedBefore, erasureRequest, fileOfErasure, newPseudonym, oneErasure } from './erasure.ts';
import { marksOf } from './marks.ts';
import { seatsHeld } from './queries.ts';

const command = commandsOver<Tables>();

/** Oneself, on the page only; or whoever manages accounts, for somebody who wrote to them. */
const mayAsk = (actor: Actor, person: number): void => {
  if (actor.scopes) throw forbidden('account.byPageOnly');
  if (actor.personId !== person && !holdsEverywhere(actor, right)) throw forbidden(actor.kind === 'visitor' ? 'refusal.signIn' : undefined);
};

/**
 * Asks that a person be forgotten. It happens at once, or after a fortnight where the person holds a seat: then the body has time to find
 * somebody else, and the person to think again.
 */
export const askErasure = command({
  name: 'erasure.ask',
  input: erasureRequest,
  subject: async (_tx, input, actor) => mayAsk(actor, input.person),
  perform: async ({ tx, input, actor, now, today, call }): Promise<{ erasure: number; done: boolean; dueOn: string }> => {
    if (!input.sure) throw invalidField('sure', 'erasure.tick');
    await sql`select id from person where id = ${input.person} for update`.execute(tx);
    const person = await tx
      .selectFrom('person')
      .select(['archived_at', seatsHeld(today).as('seats')])
      .where('id', '=', input.person)
      .executeTakeFirst();
    if (!person || person.archived_at) throw invalidField('person', 'field.id');
    await keepAnAdministrator(tx, today, sql<boolean>`role_grant.person_id <> ${input.person}`);
    const seats = Number(person.seats);
    const dueOn = seats > 0 ? Temporal.PlainDate.from(today).add({ days: daysWithSeat }).toString() : today;
    const asked = await tx
      .insertInto('erasure')
      .values({
        person_id: input.person,
        pseudonym: newPseudonym(),
        by_self: actor.personId === input.person,
        seats,
        asked_at: now,
        due_on: dueOn,
        counts: '{}',
        files: noFiles,
      })
      .onConflict((clash) => clash.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!asked) throw conflict('erasure.askedAlready');
    if (seats > 0) {
      await tellOwner(tx, 'erasureAsked', input.person);
      return { erasure: asked.id, done: false, dueOn };
    }
    await also(tx, performErasure, { erasure: asked.id }, { ...call, actor: system() });
    return { erasure: asked.id, done: true, dueOn };
  },
});

const oneOf = existing<Tables, 'erasure'>('erasure')<{ erasure: number }>;

/** Takes the wish back, as long as nothing has happened. */
export const withdrawErasure = command({
  name: 'erasure.withdraw',
  input: oneErasure,
  subject: oneOf({
    by: (row, input) => row.and([row('erasure.id', '=', input.erasure)]),
    mayRead: (actor) => sql`(${isOwn(actor, 'erasure.person_id')} or ${mayManage(actor)})`,
    may: (actor) => sql`(${isOwn(actor, 'erasure.person_id')} or ${mayManage(actor)})`,
  }),
  perform: async ({ tx, subject, now }) => {
    if (subject.done_at || subject.withdrawn_at) throw conflict('erasure.over');
    await tx.updateTable('erasure').set({ withdrawn_at: now }).where('id', '=', subject.id).execute();
    return { person: subject.person_id };
  },
});

/**
 * Forgets the person: what they belong to ends, the account with every key to it goes, the record is emptied, and what is known of them is
 * taken out of every text and out of the history. What they did stays, under another name. Only the program itself does this.
 */
export const performErasure = command({
  name: 'erasure.perform',
  input: oneErasure,
  subject: oneOf({
    by: (row, input) => row.and([row('erasure.id', '=', input.erasure)]),
    mayRead: (actor) => (actor.kind === 'system' ? sql`true` : sql`false`),
    may: (actor) => (actor.kind === 'system' ? sql`true` : sql`false`),
  }),
  perform: async ({ tx, subject, now, today, call }) => {
    if (subject.done_at || subject.withdrawn_at) throw conflict('erasure.over');
    const { person_id: person, pseudonym } = subject;
    await keepAnAdministrator(tx, today, sql<boolean>`role_grant.person_id <> ${person}`);
    // Records that were merged into this one are of the same person.
    const all = [person, ...(await mergedInto(tx, person))];
    const marks = (await Promise.all(all.map((id) => marksOf(tx, id)))).flat();
    const own = new Map<number, Awaited<ReturnType<typeof ownRows>>>();
    for (const id of all) {
      own.set(id, await ownRows(tx, id));
      await also(tx, endAllOf, { person: id }, call);
      await closeAccount(tx, id, today, now, marks);
      await also(tx, forgetPerson, { person: id, pseudonym }, call);
    }
    const files = await forgetFiles(tx, [...own.values()].flat(), marks);
    for (const [id, rows] of own) await forgetHistory(tx, id, rows, pseudonym);
    const counts = await replaceEverywhere(tx, { values: marks, instead: pseudonym });
    await tx
      .updateTable('erasure')
      .set({ done_at: now, counts: JSON.stringify(counts), files: JSON.stringify(files) })
      .where('id', '=', subject.id)
      .execute();
    return { pseudonym };
  },
});

/**
 * Forgets once more somebody who came back with an older backup, under the name that was left the first time. Only the program itself does
 * this, from the list beside the backups.
 */
export const repeatErasure = command({
  name: 'erasure.repeat',
  input: erasedBefore,
  subject: async (_tx, _input, actor) => {
    if (actor.kind !== 'system') throw forbidden();
  },
  perform: async ({ tx, input, now, today, call }): Promise<{ erasure: number }> => {
    const open = await tx
      .selectFrom('erasure')
      .select(['id', 'done_at'])
      .where('person_id', '=', input.person)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst();
    if (open?.done_at) throw conflict('erasure.over');
    const { id } =
      open ??
      (await tx
        .insertInto('erasure')
        .values({
          person_id: input.person,
          pseudonym: input.pseudonym,
          by_self: input.bySelf,
          seats: 0,
          asked_at: now,
          due_on: today,
          counts: '{}',
          files: noFiles,
        })
        .returning('id')
        .executeTakeFirstOrThrow());
    await also(tx, performErasure, { erasure: id }, call);
    return { erasure: id };
  },
});

/** A file that names somebody who was forgotten, after a person has looked at it: it stays, or its content is removed. */
export const settleFile = command({
  name: 'erasure.settleFile',
  input: fileOfErasure,
  subject: oneOf({
    by: (row, input) => row.and([row('erasure.id', '=', input.erasure)]),
    mayRead: mayManage,
    may: mayManage,
  }),
  perform: async ({ tx, input, subject }) => {
    const { removed, mentioning } = subject.files;
    if (!mentioning.includes(input.file)) throw conflict('erasure.fileSettled');
    const hashes = input.deed === 'remove' ? await hashesOf(tx, input.file) : [];
    for (const sha256 of hashes) await emptyFile(tx as AnyWrites, { id: input.file, sha256 });
    const files = { removed: [...removed, ...hashes], mentioning: mentioning.filter((file) => file !== input.file) };
    await tx
      .updateTable('erasure')
      .set({ files: JSON.stringify(files) })
      .where('id', '=', subject.id)
      .execute();
    return { erasure: subject.id };
  },
});

const hashesOf = async (tx: Transaction<Tables>, file: number): Promise<string[]> =>
  (await tx.selectFrom('file').select('sha256').where('id', '=', file).where('sha256', '<>', removedContent).execute()).map(
    ({ sha256 }) => sha256,
  );

const noFiles = JSON.stringify({ removed: [], mentioning: [] });

const mergedInto = async (tx: Transaction<Tables>, person: number): Promise<number[]> =>
  (await tx.selectFrom('person').select('id').where('merged_into_id', '=', person).orderBy('id').execute()).map(({ id }) => id);

/** Rows that are about nobody else, those of earlier days too. */
const ownRows = async (tx: Transaction<Tables>, person: number) => {
  const { rows } = await sql<{ table: string; ids: number[] }>`
    with accounts as (select id from account where person_id = ${person})
    select 'person' as table, array[${person}::bigint] as ids
    union all select table_name, array_agg(distinct row_id) from audit_change
      where table_name in ('email', 'skill', 'portrait', 'note', 'api_token', 'saved_view', 'membership') and row_id in (
        select mine.row_id from audit_change mine
        where mine.table_name = audit_change.table_name and (mine.after ->> 'person_id')::bigint = ${person})
      group by table_name
    union all select table_name, array_agg(distinct row_id) from audit_change
      where table_name in ('passkey', 'identity') and row_id in (
        select mine.row_id from audit_change mine
        where mine.table_name = audit_change.table_name and (mine.after ->> 'account_id')::bigint in (select id from accounts))
      group by table_name`.execute(tx);
  return rows;
};

/** Every way in is closed and forgotten; that there was an account, and which roles, stays. */
const closeAccount = async (
  tx: Transaction<Tables>,
  person: number,
  today: string,
  now: string,
  marks: readonly string[],
): Promise<void> => {
  const accounts = tx.selectFrom('account').select('id').where('person_id', '=', person);
  await tx
    .updateTable('role_grant')
    .set({ ends_on: sql`greatest(${today}::date, starts_on)` })
    .where('person_id', '=', person)
    .where(sql<boolean>`(ends_on is null or ends_on > ${today}::date)`)
    .execute();
  await tx
    .deleteFrom('sign_in_code')
    .where((row) => row.or([row('account_id', 'in', accounts), row('address_hash', 'in', ['', ...marks.map((mark) => hashOf(mark))])]))
    .execute();
  for (const table of ['sign_in_link', 'session', 'passkey', 'passkey_ceremony', 'identity'] as const)
    await tx.deleteFrom(table).where('account_id', 'in', accounts).execute();
  for (const table of ['api_token', 'address_change'] as const) await tx.deleteFrom(table).where('person_id', '=', person).execute();
  await sql`delete from saved_view where person_id = ${person} and audience = 'private'`.execute(tx);
  await sql`delete from alias where kind = 'person' and record_id = ${person}`.execute(tx);
  await tx.updateTable('account').set({ suspended_at: now, archived_at: now }).where('person_id', '=', person).execute();
};
