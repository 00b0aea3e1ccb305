import { type Selectable, sql } from 'kysely';
import type { z } from 'zod';
import { type Actor, holdsSomewhere } from '../../../platform/access/actor.ts';
import type { Day, Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden, invalid, invalidField } from '../../../platform/errors.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { type MayBe, mayBeProblems } from '../../../platform/imports/may-be.ts';
import { anyOf, type Moment, takingIn } from '../../../platform/imports/take-in.ts';
import { differing, type RowWrite } from '../../../platform/imports/write-rows.ts';
import { nameKey } from '../name-key.ts';
import { type Atlas, atlasOn } from '../regions.ts';
import type { Tables } from '../tables.ts';
import { columnsOf, holdersOf, namesToAdd, nextInSeries, onlyKeepers, placeOf, refIn, type Series } from './keep.ts';
import { organisationImport } from './organisation.ts';
import { mayReadOrganisation } from './policy.ts';

type Input = z.output<typeof organisationImport>;
type Said = Omit<Input, 'match' | 'likely'>;
type Organisation = Omit<Selectable<Tables['organisation']>, 'created_at' | 'version'> & {
  may_read: boolean;
  /** Added in this transaction, by a line of the same source. */
  fresh: boolean;
};

/** What lines about organisations touch. */
interface Known {
  organisations: Map<number, Organisation>;
  refs: Map<string, number>;
  /** By website and by the key of the name. */
  websites: Map<string, Set<number>>;
  keys: Map<string, Set<number>>;
  /** Those that have each name, each country with it, as `placed` writes them; former names count. */
  named: Map<string, Set<number>>;
  atlas: Atlas;
  /** By key, whose name it is. */
  aliases: Map<string, number>;
  series: Series;
  /** For the next organisation that is added. */
  number: number;
}

/** One line of an import: a known organisation is brought up to date (and revived where it was archived), an unknown one is added. */
export const takeInOrganisation = takingIn<Tables>()({
  name: 'organisation.takeIn',
  input: organisationImport,
  makes: 'organisation',
  ahead: async (tx, inputs: readonly Input[], actor, today): Promise<Known> => {
    const series = await nextInSeries(tx);
    const found = await organisationsOf(tx, inputs, series, actor);
    const known: Known = {
      organisations: new Map(),
      refs: new Map(),
      websites: new Map(),
      keys: new Map(),
      ...(await around(tx, inputs, found, today)),
      series,
      number: series.number,
    };
    for (const { former: _former, ...organisation } of found) noteIn(known, organisation);
    return known;
  },
  decide: ({ match, likely, ...said }, known, moment) => {
    if (!holdsSomewhere(moment.actor, 'organisation.manage')) throw forbidden();
    const rows: RowWrite<Tables>[] = [];
    const sure = meant(said, match, known);
    const mayBe = sure ? [] : likelyOf(said, known);
    // A reference of its own says that the line means none of them.
    const stored = sure ?? (said.ref ? undefined : likelyMeant(likely, mayBe));
    const names = [...(said.aliases ?? [])];
    const organisation = stored ? broughtUpToDate(stored, said, known, moment, rows) : added(said, known, moment, rows);
    const former = stored && organisation.name !== stored.name ? namesToAdd(stored.id, [stored.name], known.aliases, true) : [];
    const aliases = [...former, ...namesToAdd(organisation.id, names, new Map([...known.aliases, ...keysOf(former)]))];
    rows.push(...aliases.map((insert) => ({ table: 'alias' as const, insert })));
    noteIn(known, organisation);
    for (const [key, id] of keysOf(aliases)) known.aliases.set(key, id);
    nameIn(known.named, organisation, [organisation.name_key, ...aliases.map(({ text }) => exactly(text))]);
    if (!stored) known.number += 1;
    return { rows, output: { ref: organisation.ref, ...(stored || mayBe.length === 0 ? {} : { mayBe: mayBe.map(shown) }) } };
  },
});

const added = (said: Said, known: Known, { id, actor, today }: Moment, rows: RowWrite<Tables>[]): Organisation => {
  const { name } = said;
  if (!name) throw invalidField('name', 'field.required');
  const place = placeOf(said, undefined, known.atlas);
  onlyKeepers(actor, place.body_id);
  const ref = said.ref ?? refIn(known.series, known.number);
  if (known.refs.has(ref)) throw invalidField('ref', 'organisation.refTaken', { ref });
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
  return { ...row, may_read: true, fresh: true };
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
  if (said.ref) return presentOf([known.refs.get(said.ref) ?? 0], known)[0];
  const named =
    match === 'website' ? (known.websites.get(said.website ?? '') ?? []) : match === 'nameAndCountry' ? byName(said, known) : [];
  const fitting = presentOf(named, known);
  // What was archived, for example by an import that was taken back, is meant only where nothing else is.
  const living = fitting.filter(({ archived_at }) => !archived_at);
  const found = living.length > 0 ? living : fitting;
  if (found.length > 1) throw conflict('organisation.severalMatch', { one: found[0]?.ref ?? '', other: found[1]?.ref ?? '' });
  return found[0];
};

/** What these records have become, the oldest first. */
const presentOf = (ids: Iterable<number>, { organisations }: Known): Organisation[] => {
  const found = [...ids].sort((one, other) => one - other).flatMap((id) => organisations.get(id) ?? []);
  return [...new Set(found.map((one) => (one.merged_into_id === null ? one : (organisations.get(one.merged_into_id) ?? one))))];
};

const noteIn = (known: Known, organisation: Organisation): void => {
  const { id, ref, website, name_key } = organisation;
  known.organisations.set(id, organisation);
  known.refs.set(ref, id);
  if (website) known.websites.set(website, (known.websites.get(website) ?? new Set()).add(id));
  known.keys.set(name_key, (known.keys.get(name_key) ?? new Set()).add(id));
};

/** Of the same name, and not known to be of another country: those that the page of duplicates would suggest afterwards. */
const likelyOf = ({ name, country }: Said, known: Known): Organisation[] => {
  const lies = country ? known.atlas.countries.get(country)?.id : undefined;
  return presentOf((name && known.keys.get(nameKey(name))) || [], known).filter(
    (one) => one.may_read && !one.archived_at && (lies === undefined || one.country_id === null || one.country_id === lies),
  );
};

/** Which the line is then taken to mean, as was chosen for its source. */
const likelyMeant = (likely: Input['likely'], mayBe: readonly Organisation[]): Organisation | undefined => {
  const [one, other] = mayBe;
  if (!one || likely === 'add') return undefined;
  if (likely === 'leave') throw invalid(mayBeProblems(mayBe.map(shown)));
  if (other) throw conflict('organisation.severalMatch', { one: one.ref, other: other.ref });
  return one;
};

/** What the source itself has made a moment ago has no reference yet that anybody could name. */
const shown = ({ id, ref, name, fresh }: Organisation): MayBe => ({ is: `organisation/${id}`, name, ...(fresh ? {} : { ref }) });

const byName = ({ name, country }: Said, { named, atlas }: Known): Iterable<number> => {
  const id = country ? atlas.countries.get(country)?.id : undefined;
  if (name && country && id === undefined) throw invalidField('country', 'country.unknown', { code: country });
  if (!name || id === undefined) return [];
  return new Set([...(named.get(placed(nameKey(name), id)) ?? []), ...(named.get(placed(exactly(name), id)) ?? [])]);
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
const organisationsOf = async (tx: Writes<Tables>, inputs: readonly Input[], series: Series, actor: Actor): Promise<Found[]> => {
  const refs = inputs.flatMap((input, at) => [...(input.ref ? [input.ref] : []), refIn(series, series.number + at)]);
  const websites = inputs.flatMap(({ match, website }) => (match === 'website' && website ? [website] : []));
  const names = inputs.flatMap(({ match, name }) => (match === 'nameAndCountry' && name ? [name] : []));
  const keys = inputs.flatMap(({ name }) => (name ? [nameKey(name)] : []));
  // One question for each way to be meant, so that each takes its index.
  const ways = [
    sql`select id from organisation where ref = ${anyOf(refs)}`,
    sql`select id from organisation where name_key = ${anyOf(keys)}`,
    ...(websites.length > 0 ? [sql`select id from organisation where website = ${anyOf(websites)}`] : []),
    ...(names.length > 0
      ? [sql`select record_id from alias where kind = 'organisation' and archived_at is null and text_key = ${anyOf(names.map(aliasKey))}`]
      : []),
  ];
  const found = await asked(tx, actor)
    .where(sql<boolean>`organisation.id in (${sql.join(ways, sql` union all `)})`)
    .orderBy('id')
    .forUpdate('organisation')
    .execute();
  return [...found, ...(await becomeOf(tx, found, actor))];
};

const asked = (tx: Writes<Tables>, actor: Actor) =>
  tx
    .selectFrom('organisation')
    .selectAll()
    .select([
      former.as('former'),
      sql<boolean>`coalesce(${mayReadOrganisation(actor)}, false)`.as('may_read'),
      sql<boolean>`organisation.created_at = now()`.as('fresh'),
    ]);

/** What merged records have become, as far as it was not found already. */
const becomeOf = async (tx: Writes<Tables>, found: readonly Found[], actor: Actor): Promise<Found[]> => {
  const known = new Set(found.map(({ id }) => id));
  const ids = found.flatMap(({ merged_into_id }) => (merged_into_id === null || known.has(merged_into_id) ? [] : [merged_into_id]));
  if (ids.length === 0) return [];
  return asked(tx, actor).where('id', '=', anyOf(ids)).orderBy('id').forUpdate('organisation').execute();
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
