import { sql } from 'kysely';
import type { z } from 'zod';
import { type Actor, holdsEverywhere, holdsFor } from '../../../platform/access/actor.ts';
import type { Day, Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden, invalidField } from '../../../platform/errors.ts';
import { keptDay } from '../../../platform/i18n/flexible-words.ts';
import { overlayTexts } from '../../../platform/i18n/texts.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { nameKey } from '../name-key.ts';
import { bodyOfRegion, countryIdOf, idOfBody, regionIdOf, regionOfCountry } from '../regions.ts';
import type { Tables } from '../tables.ts';
import { endedStates, type organisationImport } from './organisation.ts';

type Facts = Partial<Omit<z.output<typeof organisationImport>, 'ref' | 'match'>>;

export interface Place {
  country_id: number | null;
  region_id: number | null;
  region_reason: string | null;
  body_id: number | null;
}

/**
 * Where an organisation belongs by what is said and what is known: its country, its region where that was set by hand, the body of its region.
 * A region other than the one that follows from the country needs a reason.
 */
export const placeOf = async (tx: Writes<Tables>, said: Facts, known: Place | undefined, today: Day): Promise<Place> => {
  const country = said.country === undefined ? (known?.country_id ?? null) : said.country ? await countryIdOf(tx, said.country) : null;
  const derived = await regionOfCountry(tx, country, today);
  const asked = said.region === undefined ? (known?.region_id ?? null) : said.region ? await regionIdOf(tx, said.region) : null;
  const byHand = asked === derived ? null : asked;
  const reason = byHand === null ? null : (said.regionReason ?? known?.region_reason ?? null);
  if (byHand !== null && !reason) throw invalidField('regionReason', 'organisation.regionNeedsReason');
  const moved = !known || country !== known.country_id || byHand !== known.region_id;
  const ofRegion = () => bodyOfRegion(tx, byHand ?? derived);
  const body = said.body
    ? await idOfBody(tx, said.body, 'body')
    : said.body === null || moved
      ? await ofRegion()
      : (known?.body_id ?? null);
  return { country_id: country, region_id: byHand, region_reason: reason, body_id: body };
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
    return { [`${name}_on`]: on, [`${name}_span`]: span && JSON.stringify(span) };
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
      : { mission: said.mission && JSON.stringify(overlayTexts(known?.mission as Parameters<typeof overlayTexts>[0], said.mission)) }),
    ...day('founded'),
    ...day('accredited'),
    // Whoever leaves without a day leaves today.
    ...(said.withdrawn === undefined && ends ? { withdrawn_on: today, withdrawn_span: null } : day('withdrawn', 'last')),
    ...(said.state && said.state !== known?.state ? { state: said.state, state_on: today } : {}),
  };
};

/** The next number of the register. Two at once come one after the other. */
export const nextNumber = async (tx: Writes<Tables>): Promise<number> => {
  await sql`select pg_advisory_xact_lock(hashtext('organisation.number'))`.execute(tx);
  const { next } = await tx
    .selectFrom('organisation')
    .select(sql<number>`coalesce(max(number), 0) + 1`.as('next'))
    .executeTakeFirstOrThrow();
  return next;
};

/** Other names of an organisation; one that names another already is refused, or with `former` left to that one. */
export const nameAlso = async (tx: Writes<Tables>, organisation: number, names: readonly string[], former = false): Promise<void> => {
  for (const text of names) {
    const text_key = aliasKey(text);
    if (!text_key) continue;
    const taken = await tx
      .selectFrom('alias')
      .select('record_id')
      .where('kind', '=', 'organisation')
      .where('text_key', '=', text_key)
      .where('archived_at', 'is', null)
      .executeTakeFirst();
    if (taken && taken.record_id !== organisation && !former) throw conflict('organisation.aliasTaken', { alias: text });
    if (!taken) await tx.insertInto('alias').values({ kind: 'organisation', record_id: organisation, text, text_key }).execute();
  }
};
