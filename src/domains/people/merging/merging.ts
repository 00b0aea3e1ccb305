import { z } from 'zod';
import { choice, id, optional, version, yesNo } from '../../../platform/fields.ts';
import { type ColumnsOf, fieldChoices, type Side, sides } from '../../../platform/merging/merging.ts';
import { type Audience, audiences, type Consent, type PersonalField, personalFields, standard } from '../../community/index.ts';

/** What can be chosen from either record. The country brings its region, and the reason for it, along. */
export const mergeFields = [
  'name',
  'givenName',
  'familyName',
  'nativeName',
  'pronouns',
  'country',
  'language',
  'languages',
  'phone',
  'website',
  'bio',
] as const;
export type MergeField = (typeof mergeFields)[number];

/** Two seats of one body at one time: both were held, or one was written down for the other. */
export const seatChoices = ['both', ...sides] as const;
export type SeatChoice = (typeof seatChoices)[number];

export const personMerge = z.object({
  /** The number that stays. */
  kept: id(),
  /** The number that goes; it leads to the other from then on. */
  gone: id(),
  version: optional(version()),
  goneVersion: optional(version()),
  fields: optional(fieldChoices(mergeFields)),
  /** For each pair of seats that overlap, by the numbers of the two terms, `12-7`: that of the record that goes first. */
  seats: optional(
    z
      .record(z.string().regex(/^\d{1,15}-\d{1,15}$/), choice(seatChoices))
      .meta({ description: 'For each pair of overlapping terms, `12-7`: both, kept or gone' }) as unknown as z.ZodType<
      Record<string, SeatChoice>
    >,
  ),
});

export const personUnmerge = z.object({ merge: id() });

export const personApart = z.object({ one: id(), other: id(), apart: yesNo().default(true) });

export const columnsOf = {
  name: ['display_name', 'name_key'],
  givenName: ['given_name'],
  familyName: ['family_name'],
  nativeName: ['native_name'],
  pronouns: ['pronouns'],
  country: ['country_id', 'region_id', 'region_reason'],
  language: ['language'],
  languages: ['languages'],
  phone: ['phone'],
  website: ['website'],
  bio: ['bio'],
} as const satisfies ColumnsOf<MergeField>;

/** What comes from both records and is shown or kept as one. */
export type Collected = 'emails' | 'affiliations' | 'skills' | 'photo';

/**
 * Who sees what afterwards. A value keeps the audience that it had, unless the other record said a narrower one for that field; what comes
 * from both is seen by those who might have seen either.
 */
export const consentMerged = (
  consent: Record<Side, Consent>,
  from: Record<MergeField, Side>,
  has: Record<Collected, Record<Side, boolean>>,
): Consent =>
  Object.fromEntries(
    personalFields.flatMap((field) => {
      const audience = audienceOf(field, consent, sourcesOf(field, from, has));
      return audience ? [[field, audience]] : [];
    }),
  );

/** The records whose values are shown under the field. */
const sourcesOf = (
  field: PersonalField,
  from: Record<MergeField, Side>,
  has: Record<Collected, Record<Side, boolean>>,
): readonly Side[] => {
  if (field === 'languages') return [...new Set([from.language, from.languages])];
  if (field in has) return sides.filter((side) => has[field as Collected][side]);
  return [from[field as MergeField]];
};

const audienceOf = (field: PersonalField, consent: Record<Side, Consent>, sources: readonly Side[]): Audience | undefined => {
  const [only, another] = sources;
  if (only && !another && consent[only][field] === undefined) return undefined;
  const said = sides.flatMap((side) => consent[side][field] ?? (sources.length > 1 ? [standard[field]] : []));
  return said.toSorted((one, other) => audiences.indexOf(other) - audiences.indexOf(one))[0];
};
