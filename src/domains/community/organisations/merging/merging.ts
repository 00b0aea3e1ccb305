import { z } from 'zod';
import { optional, reference, version, yesNo } from '../../../../platform/fields.ts';
import { fieldChoices } from '../../../../platform/merging/merging.ts';
import type { OrganisationTable } from '../../tables.ts';

/** What can be chosen from either record, with the columns that go together. The reference that stays is that of the kept record. */
export const columnsOf = {
  name: ['name', 'name_key'],
  nativeName: ['native_name'],
  acronym: ['acronym'],
  country: ['country_id', 'region_id', 'region_reason'],
  body: ['body_id'],
  city: ['city'],
  type: ['type'],
  members: ['members_from', 'members_to'],
  languages: ['languages'],
  founded: ['founded_on', 'founded_span'],
  state: ['state', 'state_on'],
  accredited: ['accredited_on', 'accredited_span'],
  withdrawn: ['withdrawn_on', 'withdrawn_span'],
  reasonClass: ['reason_class'],
  website: ['website'],
  email: ['email'],
  voteUrl: ['vote_url'],
  mission: ['mission'],
} as const satisfies Record<string, readonly (keyof OrganisationTable)[]>;
export type MergeField = keyof typeof columnsOf;
export const mergeFields = Object.keys(columnsOf) as [MergeField, ...MergeField[]];

export const organisationMerge = z.object({
  /** The reference that stays. */
  kept: reference(),
  /** The reference that goes; it leads to the other from then on. */
  gone: reference(),
  version: optional(version()),
  goneVersion: optional(version()),
  fields: optional(fieldChoices(mergeFields)),
});

export const organisationApart = z.object({ one: reference(), other: reference(), apart: yesNo().default(true) });
