import { type Selectable, sql } from 'kysely';
import type { z } from 'zod';
import { holdsSomewhere } from '../../../platform/access/actor.ts';
import type { Day, Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden, invalidField } from '../../../platform/errors.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { anyOf, type Moment, takingIn } from '../../../platform/imports/take-in.ts';
import { differing, type RowWrite } from '../../../platform/imports/write-rows.ts';
import { nameKey } from '../name-key.ts';
import { type Atlas, atlasOn } from '../regions.ts';
import type { Tables } from '../tables.ts';
import { columnsOf, holdersOf, namesToAdd, nextNumber, onlyKeepers, placeOf, refOf } from './keep.ts';
import { organisationImport } from './organisation.ts';

type Input = z.output<typeof organisationImport>;
type Said = Omit<Input, 'match'>;
type Organisation = Omit<Selectable<Tables['organisation']>, 'created_at' | 'version'>;

/** What lines about organisations touch. */
interface Known {
  organisations: Map<number, Organisation>;
  /** Those that have each name, each country with it, as `placed` writes them; former names count. */
  named: Map<string, Set<number>>;
  atlas: Atlas;
  /** By key, whose name it is. */
  aliases: Map<string, number>;
  /** For the next organisation that is added. */
  number: number;
}

/** One line of an import: a known organisation is brought up to date (and revived where it was archived), an unknown one is added. */
export const takeInOrganisation = takingIn<Tables>()({
  name: 'organisation.takeIn',
  input: organisationImport,
  makes: 'organisation',
  ahead: async (tx, inputs: readonly Input[], _actor, today): Promise<Known> => {
    const number = await nextNumber(tx);
    const found = await organisationsOf(tx, inputs, number);
    return {
      organisations: new Map(found.map(({ former: _former, ...organisation }) => [organisation.id, organisation])),
      ...(await around(tx, inputs, found, today)),
      number,
    };
  },
  decide: ({ match, ...said }, known, moment) => {
    if (!holdsSomewhere(moment.actor, 'organisation.manage')) throw forbidden();
    const rows: RowWrite<Tables>[] = [];
    const stored = meant(said, match, known);
    const names = [...(said.aliases ?? [])];
    const organisation = stored ? broughtUpToDate(stored, said, known, moment, rows) : added(said, known, moment, rows);
    const former = stored && organisation.name !== stored.name ? namesToAdd(stored.id, [stored.name], known.aliases, true) : [];
    const aliases = [...former, ...namesToAdd(organisation.id, names, new Map([...known.aliases, ...keysOf(former)]))];
    rows.push(...aliases.map((insert) => ({ table: 'alias' as const, insert })));
    known.organisations.set(organisation.id, organisation);
    for (const [key, id] of keysOf(aliases)) known.aliases.set(key, id);
    nameIn(known.named, organisation, [organisation.name_key, ...aliases.map(({ text }) => exactly(text))]);
    if (!stored) known.number += 1;
    return { rows, output: { ref: organisation.ref } };
  },
});

const added = (said: Said, known: Known, { id, actor, today }: Moment, rows: RowWrite<Tables>[]): Organisation => {
  const { name } = said;
  if (!name) throw invalidField('name', 'field.required');
  const place = placeOf(said, undefined, known.atlas);
  onlyKeepers(actor, place.body_id);
  const ref = said.ref ?? refOf(known.number);
  if (known.organisations.values().some((one) => one.ref === ref)) throw invalidField('ref', 'organisation.refTaken', { ref });
  const state = said.state ?? 'accredited';
  const row = {
    ...blank,
    ...columnsOf({ ...said, state }, undefined, today),
    ...place,
    id,
    ref,
    name,
    name_key: nameKey(name),
    state,
    number: known.number,
  };
  rows.push({ table: 'organisation', insert: row });
  return row;
};

const blank = {
  native_name: null,
  acronym: null,
  city: null,
  type: null,
  website: null,
  email: null,
  founded_on: null,
  founded_span: null,
  members_from: null,
  members_to: null,
  languages: [],
  mission: null,
  state_on: null,
  accredited_on: null,
  accredited_span: null,
  withdrawn_on: null,
  withdrawn_span: null,
  reason_class: null,
  vote_url: null,
  archived_at: null,
  archived_reason: null,
  merged_into_id: null,
};

const broughtUpToDate = (
  stored: Organisation,
  said: Said,
  known: Known,
  { actor, today }: Moment,
  rows: RowWrite<Tables>[],
): Organisation => {
  onlyKeepers(actor, stored.body_id);
  const place = placeOf(said, stored, known.atlas);
  if (place.body_id !== stored.body_id) onlyKeepers(actor, place.body_id);
  const set = differing(stored, { ...columnsOf(said, stored, today), ...place, archived_at: null, archived_reason: null });
  if (Object.keys(set).length > 0) rows.push({ table: 'organisation', id: stored.id, set });
  return { ...stored, ...set };
};

/** By its reference wherever the line gives one; otherwise by the chosen rule. A rule that finds two is asked about. A merged record is the one that it has become. */
const meant = (said: Said, match: Input['match'], known: Known): Organisation | undefined => {
  const all = [...known.organisations.values()].sort((one, other) => one.id - other.id);
  const present = (one: Organisation) => (one.merged_into_id === null ? one : (known.organisations.get(one.merged_into_id) ?? one));
  if (said.ref) return all.filter(({ ref }) => ref === said.ref).map(present)[0];
  const named = match === 'website' ? byWebsite(said, all) : match === 'nameAndCountry' ? byName(said, all, known) : [];
  const found = [...new Set(named.map(present))];
  if (found.length > 1) throw conflict('organisation.severalMatch', { one: found[0]?.ref ?? '', other: found[1]?.ref ?? '' });
  return found[0];
};

const byWebsite = ({ website }: Said, all: readonly Organisation[]) => (website ? all.filter((one) => one.website === website) : []);

const byName = ({ name, country }: Said, all: readonly Organisation[], { named, atlas }: Known) => {
  const id = country ? atlas.countries.get(country)?.id : undefined;
  if (name && country && id === undefined) throw invalidField('country', 'country.unknown', { code: country });
  if (!name || id === undefined) return [];
  const having = new Set([...(named.get(placed(nameKey(name), id)) ?? []), ...(named.get(placed(exactly(name), id)) ?? [])]);
  return all.filter((one) => having.has(one.id));
};

const placed = (name: string, country: number | null): string => `${country} ${name}`;
/** Other names are compared as they are written; the sign keeps them apart from the keys of names. */
const exactly = (text: string): string => `=${text}`;

const nameIn = (named: Known['named'], { id, country_id }: Organisation, names: readonly string[]): void => {
  for (const name of names) named.set(placed(name, country_id), new Set([...(named.get(placed(name, country_id)) ?? []), id]));
};

const keysOf = (aliases: readonly { text_key: string; record_id: number }[]) =>
  aliases.map(({ text_key, record_id }) => [text_key, record_id] as const);

type Found = Organisation & { former: string[] };

const former = sql<string[]>`array(select alias.text from alias where alias.kind = 'organisation'
  and alias.record_id = organisation.id and alias.archived_at is null)`;

/** Every organisation that one of the lines could mean, and whatever stands under the references that they would take. */
const organisationsOf = async (tx: Writes<Tables>, inputs: readonly Input[], number: number): Promise<Found[]> => {
  const refs = inputs.flatMap((input, at) => [...(input.ref ? [input.ref] : []), refOf(number + at)]);
  const websites = inputs.flatMap(({ match, website }) => (match === 'website' && website ? [website] : []));
  const names = inputs.flatMap(({ match, name }) => (match === 'nameAndCountry' && name ? [name] : []));
  const found = await tx
    .selectFrom('organisation')
    .selectAll()
    .select(former.as('former'))
    .where((row) =>
      row.or([
        row('ref', '=', anyOf(refs)),
        row('website', '=', anyOf(websites)),
        row('name_key', '=', anyOf(names.map(nameKey))),
        sql<boolean>`id in (select alias.record_id from alias where alias.kind = 'organisation' and alias.archived_at is null
          and alias.text_key = ${anyOf(names.map(aliasKey))})`,
      ]),
    )
    .orderBy('id')
    .forUpdate('organisation')
    .execute();
  return [...found, ...(await becomeOf(tx, found))];
};

/** What merged records have become, as far as it was not found already. */
const becomeOf = async (tx: Writes<Tables>, found: readonly Found[]): Promise<Found[]> => {
  const known = new Set(found.map(({ id }) => id));
  const ids = found.flatMap(({ merged_into_id }) => (merged_into_id === null || known.has(merged_into_id) ? [] : [merged_into_id]));
  if (ids.length === 0) return [];
  return tx
    .selectFrom('organisation')
    .selectAll()
    .select(former.as('former'))
    .where('id', '=', anyOf(ids))
    .orderBy('id')
    .forUpdate('organisation')
    .execute();
};

const around = async (tx: Writes<Tables>, inputs: readonly Input[], found: readonly Found[], today: Day) => {
  const named: Known['named'] = new Map();
  for (const one of found) nameIn(named, one, [one.name_key, ...one.former.map(exactly)]);
  const keys = [...inputs.flatMap(({ aliases }) => aliases ?? []), ...found.map(({ name }) => name)].map(aliasKey);
  return {
    named,
    aliases: await holdersOf(tx, keys),
    atlas: await atlasOn(
      tx,
      today,
      inputs.flatMap(({ body }) => body ?? []),
    ),
  };
};
