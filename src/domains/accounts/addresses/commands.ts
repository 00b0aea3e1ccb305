import { sql, type Transaction } from 'kysely';
import { system } from '../../../platform/access/actor.ts';
import { hashOf, newToken } from '../../../platform/access/tokens.ts';
import { addressKey } from '../../../platform/addresses/email.ts';
import { also, type Call, commandsOver } from '../../../platform/command.ts';
import type { Instant } from '../../../platform/db/tables.ts';
import { conflict, invalidField, Refusal, unavailable } from '../../../platform/errors.ts';
import { letterhead } from '../../../platform/mail/letterhead.ts';
import { post } from '../../../platform/mail/post.ts';
import { addEmail, confirmEmail, removeEmail } from '../../people/index.ts';
import { anyone } from '../entry/commands.ts';
import { letter, tellOwner } from '../letters.ts';
import { later } from '../moments.ts';
import { ownAccountId } from '../sessions/commands.ts';
import type { Tables } from '../tables.ts';
import { addressAnswer, addressRequest, limits } from './address.ts';

const command = commandsOver<Tables>();

/**
 * Begins a change of one's own address: a letter to the old mailbox and one to the new. An address that belongs to somebody else takes the
 * same way, except that its letter is taken back: nobody learns here who has which address.
 */
export const askAddress = command({
  name: 'address.ask',
  input: addressRequest,
  subject: ownAccountId,
  perform: async ({ tx, input, actor, now }) => {
    const person = actor.personId as number;
    await holdToLimit(tx, person, now);
    const key = addressKey(input.address);
    const own = await tx
      .selectFrom('email')
      .innerJoin('person', 'person.id', 'email.person_id')
      .select(['email.id', 'email.typed', 'email.address_key', 'person.language'])
      .where('email.person_id', '=', person)
      .where('email.archived_at', 'is', null)
      .orderBy(sql`email.confirmed_at is null`)
      .orderBy('email.id')
      .execute();
    const asked = input.replaces ? own.find(({ id }) => id === input.replaces) : own[0];
    if (!asked) throw invalidField('replaces', 'field.id');
    if (own.some((one) => one.address_key === key)) throw invalidField('address', 'address.ownAlready');
    const taken = await tx
      .selectFrom('email')
      .select('id')
      .where('address_key', '=', key)
      .where('archived_at', 'is', null)
      .executeTakeFirst();
    const tokens = { old: newToken(), new: newToken() };
    await tx
      .insertInto('address_change')
      .values({
        person_id: person,
        email_id: asked.id,
        replaces: Boolean(input.replaces),
        typed: input.address,
        address_key: key,
        old_token_hash: hashOf(tokens.old),
        new_token_hash: hashOf(tokens.new),
        created_at: now,
        expires_at: later(now, { hours: limits.hours }),
      })
      .execute();
    const { community, site } = await letterhead(tx as never);
    const write = (to: string, side: 'old' | 'new') =>
      post(tx, {
        to,
        personId: person,
        ...letter(asked.language, (t) => ({
          subject: t(`address.letter.${side}.subject`, { community }),
          body: t(`address.letter.${side}.body`, {
            community,
            name: actor.name,
            address: input.address,
            hours: limits.hours,
            link: `${site}/sign-in/address/${tokens[side]}`,
          }),
        })),
      });
    await write(asked.typed, 'old');
    await sql`savepoint letter`.execute(tx);
    await write(input.address, 'new');
    await sql.raw(taken ? 'rollback to savepoint letter' : 'release savepoint letter').execute(tx);
    return {};
  },
});

/** One of the two mailboxes says yes; with the second yes the address changes. */
export const confirmAddress = command({
  name: 'address.confirm',
  input: addressAnswer,
  subject: anyone,
  perform: async ({ tx, input, now, call }): Promise<{ done: boolean }> => {
    const hash = hashOf(input.token);
    const change = await tx
      .selectFrom('address_change')
      .selectAll()
      .where((row) => row.or([row('old_token_hash', '=', hash), row('new_token_hash', '=', hash)]))
      .where('done_at', 'is', null)
      .where('expires_at', '>', now)
      .forUpdate()
      .executeTakeFirst();
    if (!change) throw conflict('address.linkSpent');
    const said = change.old_token_hash === hash ? 'old_confirmed_at' : 'new_confirmed_at';
    const other = said === 'old_confirmed_at' ? change.new_confirmed_at : change.old_confirmed_at;
    await tx
      .updateTable('address_change')
      .set({ [said]: now, ...(other ? { done_at: now } : {}) })
      .where('id', '=', change.id)
      .execute();
    if (!other) return { done: false };
    await tellOwner(tx, 'addressChanged', change.person_id);
    await putInPlace(tx, change, { ...call, actor: system() });
    return { done: true };
  },
});

const putInPlace = async (
  tx: Transaction<Tables>,
  change: { person_id: number; email_id: number; replaces: boolean; typed: string },
  call: Call,
): Promise<void> => {
  const { id } = await also(tx, addEmail, { person: change.person_id, address: change.typed }, call).catch((fault: unknown) => {
    // Somebody was given this address meanwhile.
    throw fault instanceof Refusal && fault.kind === 'invalid' ? conflict('address.linkSpent') : fault;
  });
  await also(tx, confirmEmail, { email: id }, call);
  if (!change.replaces) return;
  const still = await tx
    .selectFrom('email')
    .select('id')
    .where('id', '=', change.email_id)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  if (still) await also(tx, removeEmail, { email: still.id }, call);
};

/** A new request takes the place of one that is still open; those of the last hour are counted. */
const holdToLimit = async (tx: Transaction<Tables>, person: number, now: Instant): Promise<void> => {
  await sql`select id from person where id = ${person} for update`.execute(tx);
  const { count } = await tx
    .selectFrom('address_change')
    .select(sql<number>`count(*)`.as('count'))
    .where('person_id', '=', person)
    .where('created_at', '>', later(now, { hours: -1 }))
    .executeTakeFirstOrThrow();
  if (count >= limits.perPersonAndHour) throw unavailable('address.tooMany');
  await tx
    .updateTable('address_change')
    .set({ expires_at: now })
    .where('person_id', '=', person)
    .where('done_at', 'is', null)
    .where('expires_at', '>', now)
    .execute();
};
