import { sql, type Transaction } from 'kysely';
import { holdsEverywhere } from '../../platform/access/actor.ts';
import { addressKey } from '../../platform/addresses/email.ts';
import { commandsOver, existing } from '../../platform/command.ts';
import { conflict, forbidden, invalidField } from '../../platform/errors.ts';
import { newEmail, newPerson, oneEmail, personChange } from './person.ts';
import { mayEdit, mayEditAddresses, mayRead, mayReadAddresses, nobody } from './policy.ts';
import type { Tables } from './tables.ts';

const command = commandsOver<Tables>();

export const addPerson = command({
  name: 'person.add',
  input: newPerson,
  subject: async (_tx, _input, actor) => {
    if (!holdsEverywhere(actor, 'people.manage') && !holdsEverywhere(actor, 'accounts.manage')) throw forbidden();
  },
  perform: async ({ tx, input }) =>
    tx
      .insertInto('person')
      .values({
        display_name: input.name,
        given_name: input.givenName ?? null,
        family_name: input.familyName ?? null,
        native_name: input.nativeName ?? null,
        language: input.language ?? null,
        country_id: (await countryId(tx, input.country)) ?? null,
      })
      .returning('id')
      .executeTakeFirstOrThrow(),
});

export const changePerson = command({
  name: 'person.change',
  input: personChange,
  subject: existing<Tables, 'person'>('person')<{ person: number }>({
    by: (row, input) => row.and([row('person.id', '=', input.person)]),
    mayRead,
    may: mayEdit,
  }),
  perform: async ({ tx, input, subject }) => {
    const spoken = {
      display_name: input.name,
      given_name: input.givenName,
      family_name: input.familyName,
      native_name: input.nativeName,
      language: input.language,
      country_id: await countryId(tx, input.country),
    };
    const changed = Object.fromEntries(Object.entries(spoken).filter(([, value]) => value !== undefined));
    if (Object.keys(changed).length > 0) await tx.updateTable('person').set(changed).where('id', '=', subject.id).execute();
    return { id: subject.id };
  },
});

export const addEmail = command({
  name: 'email.add',
  input: newEmail,
  subject: existing<Tables, 'person'>('person')<{ person: number }>({
    by: (row, input) => row.and([row('person.id', '=', input.person)]),
    mayRead,
    may: (actor) => mayEditAddresses(actor, 'person.id'),
  }),
  perform: async ({ tx, input, subject }) => {
    const added = await tx
      .insertInto('email')
      .values({ person_id: subject.id, typed: input.address, address_key: addressKey(input.address) })
      .onConflict((clash) => clash.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!added) throw invalidField('address', 'email.taken');
    return added;
  },
});

const oneAddress = existing<Tables, 'email'>('email')<{ email: number }>;

/** Archives an address; the last one of a person with an account stays, or nobody could sign in. */
export const removeEmail = command({
  name: 'email.remove',
  input: oneEmail,
  subject: oneAddress({
    by: (row, input) => row.and([row('email.id', '=', input.email)]),
    mayRead: mayReadAddresses,
    may: (actor) => mayEditAddresses(actor, 'email.person_id'),
  }),
  perform: async ({ tx, subject, now, call }) => {
    await sql`select id from person where id = ${subject.person_id} for update`.execute(tx);
    const other = await tx
      .selectFrom('email')
      .select('id')
      .where('person_id', '=', subject.person_id)
      .where('id', '<>', subject.id)
      .where('archived_at', 'is', null)
      .executeTakeFirst();
    const account = await tx.selectFrom('account').select('id').where('person_id', '=', subject.person_id).executeTakeFirst();
    if (account && !other) throw conflict('email.last');
    await tx
      .updateTable('email')
      .set({ archived_at: now, archived_reason: call.reason ?? null })
      .where('id', '=', subject.id)
      .execute();
    return { id: subject.id };
  },
});

/** Somebody has read what was sent there. Only the program itself knows. */
export const confirmEmail = command({
  name: 'email.confirm',
  input: oneEmail,
  subject: oneAddress({ by: (row, input) => row.and([row('email.id', '=', input.email)]), mayRead: nobody, may: nobody }),
  perform: async ({ tx, subject, now }) => {
    if (!subject.confirmed_at) await tx.updateTable('email').set({ confirmed_at: now }).where('id', '=', subject.id).execute();
    return { id: subject.id };
  },
});

/** Undefined where no country is spoken of, null where it is cleared. */
const countryId = async (tx: Transaction<Tables>, code: string | null | undefined): Promise<number | null | undefined> => {
  if (code === undefined || code === null) return code;
  const found = await tx.selectFrom('country').select('id').where('code', '=', code).executeTakeFirst();
  if (!found) throw invalidField('country', 'field.country');
  return found.id;
};
