import { z } from 'zod';
import {
  choice,
  country,
  email,
  flexibleDay,
  issue,
  language,
  line,
  many,
  optional,
  reference,
  termKey,
  texts,
  url,
  version,
  whole,
} from '../../../platform/fields.ts';
import { likelyChoices } from '../../../platform/imports/may-be.ts';

/** A member of the community that is itself an association of people. */

export const organisationStates = ['underReview', 'accredited', 'noticeGiven', 'withdrawn', 'resigned', 'dissolved'] as const;
export type OrganisationState = (typeof organisationStates)[number];

/** The states in which an organisation is a member: until it has gone, notice changes nothing. */
export const memberStates: readonly OrganisationState[] = ['accredited', 'noticeGiven'];

/** The states in which it is no longer one. */
export const endedStates: readonly OrganisationState[] = ['withdrawn', 'resigned', 'dissolved'];

const words: Record<string, OrganisationState> = {
  active: 'accredited',
  member: 'accredited',
  certified: 'accredited',
  'in review': 'underReview',
  notice: 'noticeGiven',
  deregistered: 'withdrawn',
  decertified: 'withdrawn',
  left: 'resigned',
};

const facts = {
  name: line({ max: 200 }),
  nativeName: optional(line({ max: 200 })),
  acronym: optional(line({ max: 40 })),
  country: optional(country()),
  /** The region where it is not the one that follows from the country; then with its reason. */
  region: optional(line({ max: 40 })),
  regionReason: optional(line({ max: 500 })),
  /** The body of its region; without it the one that stands for the region. */
  body: optional(reference()),
  city: optional(line({ max: 120 })),
  type: optional(line({ max: 60 })),
  website: optional(url()),
  email: optional(email()),
  founded: optional(flexibleDay()),
  membersFrom: optional(whole(0, 1_000_000_000)),
  membersTo: optional(whole(0, 1_000_000_000)),
  languages: optional(many(language(), { commas: true })),
  mission: optional(texts({ max: 4000 })),
  state: choice(organisationStates, words),
  accredited: optional(flexibleDay()),
  withdrawn: optional(flexibleDay()),
  reasonClass: optional(termKey('organisation.reason')),
  voteUrl: optional(url()),
  aliases: optional(many(line({ max: 200 }))),
};

interface Range {
  membersFrom?: number | null | undefined;
  membersTo?: number | null | undefined;
}

const inOrder = ({ membersFrom, membersTo }: Range, context: z.RefinementCtx) => {
  if (membersFrom != null && membersTo != null && membersFrom > membersTo)
    context.addIssue({ ...issue('organisation.membersOrder', {}, ['membersTo']), input: membersTo });
};

export const newOrganisation = z
  .object({ ref: optional(reference()), ...facts, state: facts.state.default('accredited') })
  .superRefine(inOrder);

export const organisationChange = z
  .object({ ref: reference(), version: optional(version()), ...facts, name: optional(facts.name), state: optional(facts.state) })
  .superRefine(inOrder);

/** What is said of an organisation that comes back; without a day it is a member again from today on. */
const { state: _state, withdrawn: _withdrawn, reasonClass: _reason, ...ofReturn } = facts;
export const organisationReturn = z
  .object({ ref: reference(), version: optional(version()), ...ofReturn, name: optional(facts.name) })
  .superRefine(inOrder);

/** By what a line of a file is known to speak of an organisation that is here already. */
export const organisationMatches = ['reference', 'nameAndCountry', 'website'] as const;

export const organisationImport = z
  .object({
    ref: optional(reference()),
    match: choice(organisationMatches).default('reference'),
    /** What becomes of a line that names none by that rule and has the name and country of one that is here already. */
    likely: choice(likelyChoices).default('add'),
    ...facts,
    name: optional(facts.name),
    state: optional(facts.state),
  })
  .superRefine(inOrder);

/** The number of members as people write it: `100 – 499`, `500+`, `42`. */
export const readRange = (text: string): { membersFrom?: string; membersTo?: string } | undefined => {
  const [, from, more, to] = /^\s*(?:about\s+|~\s*)?(\d[\d\s.,]*?)\s*(?:(\+)|(?:-|–|—|to|à|a)\s*(\d[\d\s.,]*))?\s*$/i.exec(text) ?? [];
  if (!from) return undefined;
  return { membersFrom: from, ...(more ? {} : { membersTo: to ?? from }) };
};

export const writtenRange = (from: number | null, to: number | null): string =>
  from === null ? (to === null ? '' : `0 – ${to}`) : to === null ? `${from}+` : from === to ? String(from) : `${from} – ${to}`;
