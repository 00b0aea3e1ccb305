import { sql, type Transaction } from 'kysely';
import type { z } from 'zod';
import { holdsEverywhere } from '../../platform/access/actor.ts';
import { addressKey } from '../../platform/addresses/email.ts';
import { commandsOver, existing } from '../../platform/command.ts';
import { conflict, forbidden, invalidField } from '../../platform/errors.ts';
import { type Atlas, atlasOn, type CommunityTables, type InRegion, inRegion, nameKey } from '../community/index.ts';
import { consentAfter, newEmail, newPerson, oneEmail, personChange } from './person.ts';
import { mayEdit, mayEditAddresses, mayRead, mayReadAddresses, nobody } from './policy.ts';
import type { Tables } from './tables.ts';

const command = commandsOver<Tables>();

export const addPerson = command({
  name: 'person.add',
  input: newPerson,
  subject: async (_tx, _input, actor) => {
    if (!holdsEverywhere(actor, 'people.manage') && !holdsEverywhere(actor, 'accounts.manage')) throw forbidden();
  },
  perform: async ({ tx, input, today }) => {
    const place = placeOf(input, undefined, await atlasOf(tx, today));
    return tx
      .insertInto('person')
      .values({
        languages: '[]',
        ...asJson(columnsOf(input)),
        ...place,
        display_name: input.name,
        name_key: nameKey(input.name),
        consent: JSON.stringify(consentAfter({}, input.consent, input, false)),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
  },
});

export const changePerson = command({
  name: 'person.change',
  input: personChange,
  subject: existing<Tables, 'person'>('person')<{ person: number }>({
    by: (row, input) => row.and([row('person.id', '=', input.person)]),
    mayRead,
    may: mayEdit,
  }),
  perform: async ({ tx, input, subject, actor, today }) => {
    const bySelf = actor.personId === subject.id;
    if (input.consent && !bySelf && actor.kind !== 'system') await onlyWithoutAccount(tx, subject.id);
    const place = placeOf(input, subject, await atlasOf(tx, today));
    await tx
      .updateTable('person')
      .set({
        ...asJson(columnsOf(input)),
        ...place,
        ...(input.name === undefined ? {} : { display_name: input.name, name_key: nameKey(input.name) }),
        consent: JSON.stringify(consentAfter(subject.consent, input.consent, input, bySelf)),
      })
      .where('id', '=', subject.id)
      .execute();
    return { id: subject.id };
  },
});

type Facts = Omit<z.output<typeof personChange>, 'person' | 'version' | 'name'>;

/** The columns of what is said; what is not spoken of is absent. */
export const columnsOf = (said: Partial<Facts>) => {
  const plain = {
    given_name: said.givenName,
    family_name: said.familyName,
    native_name: said.nativeName,
    language: said.language,
    pronouns: said.pronouns,
    phone: said.phone,
    website: said.website,
  };
  return {
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
    ...(said.languages === undefined ? {} : { languages: said.languages ?? [] }),
    ...(said.bio === undefined ? {} : { bio: said.bio }),
  };
};

/** The driver writes an array as one of the database; this column holds JSON. */
const asJson = <Columns extends { languages?: unknown }>(columns: Columns) =>
  columns.languages === undefined ? columns : { ...columns, languages: JSON.stringify(columns.languages) };

/** The country and, where it is not the one that follows from it, the region, which then needs a reason. */
export const placeOf = (said: Partial<Facts>, known: InRegion | undefined, atlas: Atlas): InRegion => {
  const { derived: _derived, ...place } = inRegion(said, known, atlas, 'person.regionNeedsReason');
  return place;
};

export const atlasOf = (tx: Transaction<Tables>, today: string): Promise<Atlas> =>
  atlasOn(tx as unknown as Transaction<CommunityTables>, today);

/** What somebody shows is theirs to say. Only of a person who cannot sign in others write down what they were told. */
const onlyWithoutAccount = async (tx: Transaction<Tables>, person: number): Promise<void> => {
  if (await tx.selectFrom('account').select('id').where('person_id', '=', person).executeTakeFirst()) throw forbidden('consent.notYours');
};

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
