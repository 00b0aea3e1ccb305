import { type Selectable, sql } from 'kysely';
import type { z } from 'zod';
import { type Actor, holdsEverywhere } from '../../platform/access/actor.ts';
import { addressKey } from '../../platform/addresses/email.ts';
import type { Writes } from '../../platform/db/tables.ts';
import { conflict, forbidden, invalid, invalidField, notFound } from '../../platform/errors.ts';
import { type MayBe, mayBeProblems } from '../../platform/imports/may-be.ts';
import { anyOf, type Moment, takingIn } from '../../platform/imports/take-in.ts';
import { differing, type RowWrite } from '../../platform/imports/write-rows.ts';
import { type Atlas, type KnownMemberships, knownMemberships, membershipOf, membershipTaken, nameKey } from '../community/index.ts';
import { atlasOf, columnsOf, placeOf } from './commands.ts';
import { consentAfter, consentOf, personImport } from './person.ts';
import { mayEdit, mayEditAddresses, mayRead } from './policy.ts';
import type { Tables } from './tables.ts';

type Input = z.output<typeof personImport>;
type Person = Omit<Selectable<Tables['person']>, 'created_at' | 'version' | 'merged_into_id'> & {
  may_read: boolean;
  may_edit: boolean;
  may_address: boolean;
  has_account: boolean;
  /** Added in this transaction, by a line of the same source. */
  fresh: boolean;
};

/** What lines about people touch. A merged record is the one that it has become. */
interface Known {
  people: Map<number, Person>;
  become: Map<number, number>;
  byAddress: Map<string, number>;
  /** By the key of their name: who bears it, with their country. */
  byName: Map<string, Map<number, number | null>>;
  atlas: Atlas;
  memberships: KnownMemberships;
}

/** One line of an import: a known person is brought up to date (and revived where archived), an unknown one is added; then addresses and one membership. */
export const takeInPerson = takingIn<Tables>()({
  name: 'person.takeIn',
  input: personImport,
  makes: 'person',
  ahead: async (tx, inputs: readonly Input[], actor, today): Promise<Known> => {
    const byAddress = await holdersOf(tx, inputs);
    const found = await meantBy(tx, inputs, [...byAddress.values()]);
    const become = new Map(found.map(({ id, merged_into_id }) => [id, merged_into_id ?? id]));
    const people = await peopleOf(tx, [...new Set(become.values())], actor);
    const byName: Known['byName'] = new Map();
    for (const { id, name_key, country_id } of found) nameIn(byName, name_key ?? '', country_id, become.get(id) ?? id);
    return {
      people: new Map(people.map((person) => [person.id, person])),
      become,
      byAddress,
      byName,
      atlas: await atlasOf(tx, today),
      memberships: await knownMemberships(
        tx as never,
        inputs,
        people.map(({ id }) => id),
        actor,
      ),
    };
  },
  decide: (input, known, moment) => {
    if (!holdsEverywhere(moment.actor, 'people.manage')) throw forbidden();
    const named = meant(input, known);
    if (input.person && !named) throw invalidField('person', 'person.unknown');
    const mayBe = named ? [] : likelyOf(input, known);
    const stored = named ?? likelyMeant(input, mayBe);
    const rows: RowWrite<Tables>[] = [];
    const person = stored ? broughtUpToDate(stored, input, known, moment.actor, rows) : added(input, known, moment, rows);
    const addresses = addressesOf(person, input, known);
    rows.push(...addresses.map((insert) => ({ table: 'email' as const, insert })));
    const { organisation, body, role, from, to } = input;
    const belongs =
      organisation || body
        ? membershipTaken(membershipOf({ person: person.id, organisation, body, ...(role ? { role } : {}), from, to }), known.memberships)
        : undefined;
    rows.push(...((belongs?.rows ?? []) as RowWrite<Tables>[]));
    known.people.set(person.id, person);
    known.become.set(person.id, person.id);
    for (const { address_key } of addresses) known.byAddress.set(address_key, person.id);
    nameIn(known.byName, person.name_key ?? '', person.country_id, person.id);
    if (belongs) known.memberships.of.set(person.id, belongs.membership);
    return { rows, output: { id: person.id, ...(stored || mayBe.length === 0 ? {} : { mayBe: mayBe.map(shown) }) } };
  },
});

/** What a line says of the person, with the audience that was chosen for its file. */
const factsOf = (input: Input, stored: Person | undefined) => {
  const {
    person: _person,
    match: _match,
    likely: _likely,
    addresses: _addresses,
    audience,
    organisation: _o,
    body: _b,
    role: _r,
    from: _f,
    to: _t,
    ...said
  } = input;
  const consent = audience ? consentOf(said, audience, stored?.consent) : {};
  return { ...said, consent: { ...consent, ...said.consent } };
};

const added = (input: Input, known: Known, { id }: Moment, rows: RowWrite<Tables>[]): Person => {
  const said = factsOf(input, undefined);
  if (!said.name) throw invalidField('name', 'field.required');
  const row = {
    ...blank,
    ...columnsOf(said),
    ...placeOf(said, undefined, known.atlas),
    id,
    display_name: said.name,
    name_key: nameKey(said.name),
    consent: consentAfter({}, said.consent, said, false),
  };
  rows.push({ table: 'person', insert: row });
  return { ...row, ...ownLine };
};

const blank = {
  given_name: null,
  family_name: null,
  native_name: null,
  language: null,
  languages: [],
  pronouns: null,
  phone: null,
  website: null,
  bio: null,
  archived_at: null,
  archived_reason: null,
};

/** Whoever may add people may say more of one whom they have just added. */
const ownLine = { may_read: true, may_edit: true, may_address: true, has_account: false, fresh: true };

const broughtUpToDate = (stored: Person, input: Input, known: Known, actor: Actor, rows: RowWrite<Tables>[]): Person => {
  if (!stored.may_read) throw notFound();
  if (!stored.may_edit) throw forbidden();
  const { consent, ...said } = factsOf(input, stored);
  const set = differing(stored, {
    ...columnsOf(said),
    ...placeOf(said, stored, known.atlas),
    ...(said.name ? { display_name: said.name, name_key: nameKey(said.name) } : {}),
    // What somebody with an account shows is theirs to say, not the file's.
    consent: consentAfter(stored.consent, stored.has_account ? undefined : consent, said, actor.personId === stored.id),
    archived_at: null,
    archived_reason: null,
  });
  if (Object.keys(set).length > 0) rows.push({ table: 'person', id: stored.id, set });
  return { ...stored, ...set } as Person;
};

/** The addresses that the person does not have yet. */
const addressesOf = (person: Person, { addresses }: Input, known: Known) => {
  const typed = new Map((addresses ?? []).map((address) => [addressKey(address), address]));
  return [...typed].flatMap(([address_key, address]) => {
    const holder = known.byAddress.get(address_key);
    if (holder === person.id) return [];
    if (!person.may_address) throw forbidden();
    if (holder !== undefined) throw invalidField('address', 'email.taken');
    return [{ person_id: person.id, typed: address, address_key }];
  });
};

/** By number wherever the line gives one; otherwise by the chosen rule. A rule that finds two is asked about. */
const meant = (input: Input, known: Known): Person | undefined => {
  if (input.person) return known.people.get(known.become.get(input.person) ?? 0);
  const fitting = [...new Set(foundBy(input, known))].sort((one, other) => one - other);
  // Who was archived, for example by an import that was taken back, is meant only where nobody else is.
  const living = fitting.filter((id) => !known.people.get(id)?.archived_at);
  const found = living.length > 0 ? living : fitting;
  if (found.length > 1) throw conflict('person.severalMatch', { one: found[0] ?? 0, other: found[1] ?? 0 });
  return known.people.get(found[0] ?? 0);
};

const foundBy = ({ match, name, country, addresses }: Input, known: Known): number[] => {
  if (match === 'nameAndCountry') {
    if (!name || !country) return [];
    const found = known.atlas.countries.get(country);
    if (!found) throw invalidField('country', 'country.unknown', { code: country });
    return [...(known.byName.get(nameKey(name)) ?? [])].flatMap(([id, lives]) => (lives === found.id ? [id] : []));
  }
  if (match !== 'address') return [];
  return (addresses ?? []).flatMap((address) => {
    const holder = known.byAddress.get(addressKey(address));
    return holder === undefined ? [] : [known.become.get(holder) ?? holder];
  });
};

const nameIn = (byName: Known['byName'], key: string, country: number | null, id: number): void => {
  byName.set(key, (byName.get(key) ?? new Map<number, number | null>()).set(id, country));
};

/** Of the same name, and not known to be of another country: those whom the page of duplicates would suggest afterwards. */
const likelyOf = ({ name, country }: Input, known: Known): Person[] => {
  const lives = country ? known.atlas.countries.get(country)?.id : undefined;
  return [...((name && known.byName.get(nameKey(name))) || [])].flatMap(([id, other]) => {
    const person = known.people.get(id);
    if (!person?.may_read || person.archived_at || (lives !== undefined && other !== null && other !== lives)) return [];
    return [person];
  });
};

/** Whom the line is then taken to mean, as was chosen for its source. */
const likelyMeant = ({ likely }: Input, mayBe: readonly Person[]): Person | undefined => {
  const [one, other] = mayBe;
  if (!one || likely === 'add') return undefined;
  if (likely === 'leave') throw invalid(mayBeProblems(mayBe.map(shown)));
  if (other) throw conflict('person.severalMatch', { one: one.id, other: other.id });
  return one;
};

/** Whom the source itself has made a moment ago has no number yet that anybody could name. */
const shown = ({ id, display_name, fresh }: Person): MayBe => ({
  is: `person/${id}`,
  name: display_name,
  ...(fresh ? {} : { ref: String(id) }),
});

/** Whose these addresses are, by their keys. */
const holdersOf = async (tx: Writes<Tables>, inputs: readonly Input[]): Promise<Map<string, number>> => {
  const rows = await tx
    .selectFrom('email')
    .select(['address_key', 'person_id'])
    .where('address_key', '=', anyOf(inputs.flatMap(({ addresses }) => (addresses ?? []).map(addressKey))))
    .where('archived_at', 'is', null)
    .execute();
  return new Map(rows.map(({ address_key, person_id }) => [address_key, person_id]));
};

/** Everybody whom a line could mean: by number, by address, by name. */
const meantBy = (tx: Writes<Tables>, inputs: readonly Input[], holders: readonly number[]) =>
  tx
    .selectFrom('person')
    .select(['id', 'merged_into_id', 'name_key', 'country_id'])
    .where((row) =>
      row.or([
        row('id', '=', anyOf([...inputs.flatMap(({ person }) => person ?? []), ...holders])),
        row('name_key', '=', anyOf(inputs.flatMap(({ person, name }) => (!person && name ? [nameKey(name)] : [])))),
      ]),
    )
    .execute();

const peopleOf = (tx: Writes<Tables>, ids: readonly number[], actor: Actor): Promise<Person[]> =>
  tx
    .selectFrom('person')
    .selectAll()
    .select([
      sql<boolean>`coalesce(${mayRead(actor)}, false)`.as('may_read'),
      sql<boolean>`coalesce(${mayEdit(actor)}, false)`.as('may_edit'),
      sql<boolean>`coalesce(${mayEditAddresses(actor, 'person.id')}, false)`.as('may_address'),
      sql<boolean>`exists (select from account where account.person_id = person.id)`.as('has_account'),
      sql<boolean>`person.created_at = now()`.as('fresh'),
    ])
    .where('id', '=', anyOf(ids))
    .orderBy('id')
    .forUpdate('person')
    .execute();
