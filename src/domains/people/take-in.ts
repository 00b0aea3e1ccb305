import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { addressKey } from '../../platform/addresses/email.ts';
import { also, type Call, commandsOver, holding } from '../../platform/command.ts';
import type { Writes } from '../../platform/db/tables.ts';
import { conflict, invalidField } from '../../platform/errors.ts';
import { countryIdOf, nameKey, takeInMembership } from '../community/index.ts';
import { addEmail, addPerson, changePerson } from './commands.ts';
import { type Consent, consentOf, personImport } from './person.ts';
import type { Tables } from './tables.ts';

const command = commandsOver<Tables>();

type Input = z.output<typeof personImport>;

/** One line of an import: a known person is brought up to date (and revived where archived), an unknown one is added; then addresses and one membership. */
export const takeInPerson = command({
  name: 'person.takeIn',
  input: personImport,
  subject: holding('people.manage'),
  perform: async ({ tx, input, call }) => {
    const { person, match, addresses, audience, organisation, body, role, from, to, ...said } = input;
    const known = await knownTo(tx, input);
    if (person && !known) throw invalidField('person', 'person.unknown');
    const consent = audience ? consentOf(said, audience, known?.consent) : {};
    const facts = { ...said, consent: { ...consent, ...said.consent } };
    const id = known ? await bringUpToDate(tx, known, facts, call) : await addNew(tx, facts, call);
    await keepAddresses(tx, id, addresses ?? [], call);
    if (organisation || body)
      await also(tx, takeInMembership, { person: id, organisation, body, ...(role ? { role } : {}), from, to }, call);
    return { id };
  },
});

type Known = { id: number; archived_at: string | null; consent: Consent };

const addNew = async (tx: Writes<Tables>, facts: Partial<Input>, call: Call): Promise<number> => {
  if (!facts.name) throw invalidField('name', 'field.required');
  return (await also(tx, addPerson, facts, call)).id;
};

const bringUpToDate = async (tx: Writes<Tables>, known: Known, facts: Partial<Input>, call: Call): Promise<number> => {
  if (known.archived_at)
    await tx.updateTable('person').set({ archived_at: null, archived_reason: null }).where('id', '=', known.id).execute();
  const { consent, ...rest } = facts;
  // What somebody with an account shows is theirs to say, not the file's.
  const account = await tx.selectFrom('account').select('id').where('person_id', '=', known.id).executeTakeFirst();
  await also(tx, changePerson, { person: known.id, ...rest, name: rest.name ?? undefined, ...(account ? {} : { consent }) }, call);
  return known.id;
};

const keepAddresses = async (tx: Writes<Tables>, person: number, typed: readonly string[], call: Call): Promise<void> => {
  for (const address of typed) {
    const taken = await tx
      .selectFrom('email')
      .select(['id', 'person_id', 'archived_at'])
      .where('address_key', '=', addressKey(address))
      .orderBy(sql`archived_at is not null`)
      .executeTakeFirst();
    if (taken && taken.person_id === person && !taken.archived_at) continue;
    await also(tx, addEmail, { person, address }, call);
  }
};

/** By number wherever the line gives one; otherwise by the chosen rule. A rule that finds two is asked about. A merged record is the one that it has become. */
const knownTo = async (tx: Writes<Tables>, input: Input): Promise<Known | undefined> => {
  const named = (which: RawBuilder<unknown>) =>
    tx
      .selectFrom('person')
      .select(['person.id', 'person.archived_at', 'person.consent'])
      .where(sql<boolean>`person.id in (select coalesce(named.merged_into_id, named.id) from person named where ${which})`)
      .orderBy('person.id')
      .limit(2)
      .execute();
  if (input.person) return (await named(sql`named.id = ${input.person}`))[0];
  const found = await foundBy(tx, input, named);
  if (found.length > 1) throw conflict('person.severalMatch', { one: found[0]?.id ?? 0, other: found[1]?.id ?? 0 });
  return found[0];
};

const foundBy = async (tx: Writes<Tables>, input: Input, named: (which: RawBuilder<unknown>) => Promise<Known[]>): Promise<Known[]> => {
  if (input.match === 'nameAndCountry') {
    if (!input.name || !input.country) return [];
    const country = await countryIdOf(tx as never, input.country);
    return named(sql`named.name_key = ${nameKey(input.name)} and named.country_id = ${country}`);
  }
  const keys = (input.addresses ?? []).map(addressKey);
  if (input.match !== 'address' || keys.length === 0) return [];
  return named(sql`named.id in (select email.person_id from email where email.address_key = any(${keys}) and email.archived_at is null)`);
};
