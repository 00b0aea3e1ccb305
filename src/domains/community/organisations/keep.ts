import { sql } from 'kysely';
import type { z } from 'zod';
import { type Actor, holdsEverywhere, holdsFor } from '../../../platform/access/actor.ts';
import type { Day, Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden, invalidField } from '../../../platform/errors.ts';
import { keptDay } from '../../../platform/i18n/flexible-words.ts';
import { overlayTexts } from '../../../platform/i18n/texts.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { anyOf } from '../../../platform/imports/take-in.ts';
import { nameKey } from '../name-key.ts';
import { type Atlas, type InRegion, inRegion } from '../regions.ts';
import type { Tables } from '../tables.ts';
import { endedStates, type organisationImport } from './organisation.ts';

type Facts = Partial<Omit<z.output<typeof organisationImport>, 'ref' | 'match'>>;

export interface Place extends InRegion {
  body_id: number | null;
}

/**
 * Where an organisation belongs by what is said and what is known: its country, its region where that was set by hand, the body of its region.
 * A region other than the one that follows from the country needs a reason.
 */
export const placeOf = (said: Facts, known: Place | undefined, atlas: Atlas): Place => {
  const { derived, ...place } = inRegion(said, known, atlas, 'organisation.regionNeedsReason');
  const moved = !known || place.country_id !== known.country_id || place.region_id !== known.region_id;
  if (said.body) {
    const body = atlas.bodies.get(said.body);
    if (body === undefined) throw invalidField('body', 'body.unknown', { ref: said.body });
    return { ...place, body_id: body };
  }
  if (said.body === undefined && !moved) return { ...place, body_id: known.body_id };
  return { ...place, body_id: atlas.bodyOf.get(place.region_id ?? derived ?? 0) ?? null };
};

/** Refuses those who do not keep the organisations of this body. */
export const onlyKeepers = (actor: Actor, body: number | null): void => {
  const may = body === null ? holdsEverywhere(actor, 'organisation.manage') : holdsFor(actor, 'organisation.manage', body);
  if (!may) throw forbidden();
};

/** The columns of what is said; what is not spoken of is absent. */
export const columnsOf = (said: Facts, known: { state?: string; mission?: unknown } | undefined, today: Day) => {
  const day = (name: 'founded' | 'accredited' | 'withdrawn', which: 'first' | 'last' = 'first') => {
    if (said[name] === undefined) return {};
    const { on, span } = keptDay(said[name], which);
    return { [`${name}_on`]: on, [`${name}_span`]: span };
  };
  const plain = {
    native_name: said.nativeName,
    acronym: said.acronym,
    city: said.city,
    type: said.type,
    website: said.website,
    email: said.email,
    members_from: said.membersFrom,
    members_to: said.membersTo,
    languages: said.languages ?? undefined,
    reason_class: said.reasonClass,
    vote_url: said.voteUrl,
  };
  const ends = said.state && endedStates.includes(said.state) && !endedStates.some((state) => state === known?.state);
  return {
    ...(said.name ? { name: said.name, name_key: nameKey(said.name) } : {}),
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
    ...(said.mission === undefined
      ? {}
      : { mission: said.mission && overlayTexts(known?.mission as Parameters<typeof overlayTexts>[0], said.mission) }),
    ...day('founded'),
    ...day('accredited'),
    // Whoever leaves without a day leaves today.
    ...(said.withdrawn === undefined && ends ? { withdrawn_on: today, withdrawn_span: null } : day('withdrawn', 'last')),
    ...(said.state && said.state !== known?.state ? { state: said.state, state_on: today } : {}),
  };
};

/** How the register counts: `ALS-0250` is followed by `ALS-0251`. */
export interface Series {
  prefix: string;
  /** Digits at least. */
  width: number;
  /** The next that is free. */
  number: number;
}

/** The reference of an organisation that is given none. */
export const refIn = ({ prefix, width }: Series, number: number): string => `${prefix}-${String(number).padStart(width, '0')}`;

/** The register goes on as its newest reference of that form was written. Two at once come one after the other. */
export const nextInSeries = async (tx: Writes<Tables>): Promise<Series> => {
  await sql`select pg_advisory_xact_lock(hashtext('organisation.number'))`.execute(tx);
  const newest = await tx
    .selectFrom('organisation')
    .select('ref')
    .where('ref', '~', '^[A-Z][A-Z0-9.]*-[0-9]{1,9}$')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const [prefix = 'ORG', digits = '0000'] = newest?.ref.split('-') ?? [];
  const { next } = await tx
    .selectFrom('organisation')
    .select(
      sql<number>`greatest(coalesce(max(number), 0), coalesce(max(substring(ref from ${`^${prefix.replaceAll('.', '\\.')}-([0-9]{1,9})$`})::integer), 0)) + 1`.as(
        'next',
      ),
    )
    .executeTakeFirstOrThrow();
  return { prefix, width: digits.length, number: next };
};

/** Other names of an organisation; one that names another already is refused, or with `former` left to that one. */
export const nameAlso = async (tx: Writes<Tables>, organisation: number, names: readonly string[], former = false): Promise<void> => {
  const taken = await holdersOf(tx, names.map(aliasKey));
  for (const alias of namesToAdd(organisation, names, taken, former)) await tx.insertInto('alias').values(alias).execute();
};

/** Which organisations these names name already, by key. */
export const holdersOf = async (tx: Writes<Tables>, keys: readonly string[]): Promise<Map<string, number>> => {
  if (keys.length === 0) return new Map();
  const rows = await tx
    .selectFrom('alias')
    .select(['text_key', 'record_id'])
    .where('kind', '=', 'organisation')
    .where('text_key', '=', anyOf(keys))
    .where('archived_at', 'is', null)
    .execute();
  return new Map(rows.map(({ text_key, record_id }) => [text_key, record_id]));
};

/** Those of the names that are yet to be written down. */
export const namesToAdd = (organisation: number, names: readonly string[], taken: ReadonlyMap<string, number>, former = false) => {
  const byKey = new Map(names.map((text) => [aliasKey(text), text] as const).toReversed());
  return [...byKey].toReversed().flatMap(([text_key, text]) => {
    const holder = taken.get(text_key);
    if (holder !== undefined && holder !== organisation && !former) throw conflict('organisation.aliasTaken', { alias: text });
    return text_key && holder === undefined ? [{ kind: 'organisation', record_id: organisation, text, text_key }] : [];
  });
};
