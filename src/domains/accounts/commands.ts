import { sql } from 'kysely';
import { also, commandsOver, existing, holding } from '../../platform/command.ts';
import { conflict } from '../../platform/errors.ts';
import { personNamed } from '../community/index.ts';
import { addEmail, addPerson } from '../people/index.ts';
import { newAccount, oneAccount } from './account.ts';
import { mayManage, right } from './policy.ts';
import { giveGrant, keepAnAdministrator } from './roles/commands.ts';
import type { Tables } from './tables.ts';

const command = commandsOver<Tables>();

/** Lets a known person sign in. */
export const addAccount = command({
  name: 'account.add',
  input: oneAccount,
  subject: holding(right),
  perform: async ({ tx, input, actor }) => {
    const person = await personNamed(tx, actor, input.person);
    const reachable = await tx
      .selectFrom('email')
      .select('id')
      .where('person_id', '=', person.id)
      .where('archived_at', 'is', null)
      .executeTakeFirst();
    if (!reachable) throw conflict('account.noAddress');
    const added = await tx
      .insertInto('account')
      .values({ person_id: person.id })
      .onConflict((clash) => clash.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!added) throw conflict('account.exists');
    return { id: added.id, person: person.id };
  },
});

/** Person, address, account and role in one step: all of it or nothing. */
export const openAccount = command({
  name: 'account.open',
  input: newAccount,
  subject: holding(right),
  perform: async ({ tx, input, call }) => {
    const { id: person } = await also(tx, addPerson, { name: input.name, language: input.language }, call);
    await also(tx, addEmail, { person, address: input.address }, call);
    const { id: account } = await also(tx, addAccount, { person }, call);
    if (input.role) await also(tx, giveGrant, { person, role: input.role, body: input.body, from: input.from, to: input.to }, call);
    return { person, account };
  },
});

const accountOfPerson = existing<Tables, 'account'>('account')<{ person: number }>({
  by: (row, input) => row.and([row('account.person_id', '=', input.person)]),
  mayRead: mayManage,
  may: mayManage,
});

/** Closes the door: no session, token, code or link of the account counts until it is resumed. */
export const suspendAccount = command({
  name: 'account.suspend',
  input: oneAccount,
  subject: accountOfPerson,
  perform: async ({ tx, subject, now, today }) => {
    if (subject.suspended_at) throw conflict('account.alreadySuspended');
    await keepAnAdministrator(tx, today, sql<boolean>`role_grant.person_id <> ${subject.person_id}`);
    await tx.updateTable('account').set({ suspended_at: now }).where('id', '=', subject.id).execute();
    await tx.deleteFrom('session').where('account_id', '=', subject.id).execute();
    return { person: subject.person_id };
  },
});

export const resumeAccount = command({
  name: 'account.resume',
  input: oneAccount,
  subject: accountOfPerson,
  perform: async ({ tx, subject }) => {
    await tx.updateTable('account').set({ suspended_at: null }).where('id', '=', subject.id).execute();
    return { person: subject.person_id };
  },
});
