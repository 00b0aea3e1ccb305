import { z } from 'zod';
import {
  choice,
  country,
  email,
  flexibleDay,
  id,
  language,
  line,
  many,
  optional,
  reference,
  texts,
  url,
  version,
} from '../../platform/fields.ts';
import { likelyChoices } from '../../platform/imports/may-be.ts';
import {
  type Audience,
  audiences,
  type Consent,
  choicesFor,
  consentSchema,
  type PersonalField,
  personalFields,
  type SaidConsent,
  standard,
} from '../community/index.ts';
import { spokenLanguages } from './spoken.ts';

const name = () => line({ max: 120 });

const facts = {
  givenName: optional(name()),
  familyName: optional(name()),
  nativeName: optional(name()),
  language: optional(language()),
  languages: optional(spokenLanguages()),
  country: optional(country()),
  /** The region where it is not the one that follows from the country; then with its reason. */
  region: optional(line({ max: 40 })),
  regionReason: optional(line({ max: 500 })),
  pronouns: optional(line({ max: 40 })),
  phone: optional(line({ max: 40 })),
  website: optional(url()),
  bio: optional(texts({ max: 2000 })),
  /** Which field is shown to which audience. */
  consent: optional(consentSchema),
};

export const newPerson = z.object({ name: name(), ...facts });

export const personChange = z.object({ person: id(), version: optional(version()), name: name().optional(), ...facts });

/** By what a line of a file is known to speak of a person who is here already. */
export const personMatches = ['address', 'number', 'nameAndCountry'] as const;

/** A person with addresses and, where it is said, one membership. */
export const personImport = z.object({
  person: optional(id()),
  match: choice(personMatches).default('address'),
  /** What becomes of a line that names nobody by that rule and has the name and country of somebody who is here already. */
  likely: choice(likelyChoices).default('add'),
  name: optional(name()),
  ...facts,
  addresses: optional(many(email(), { commas: true })),
  /** Who sees what the file says; without it, staff. */
  audience: optional(choice(audiences)),
  organisation: optional(reference()),
  body: optional(reference()),
  role: optional(line({ max: 60 })),
  from: optional(flexibleDay()),
  to: optional(flexibleDay()),
});

export const newEmail = z.object({ person: id(), address: email() });

export const oneEmail = z.object({ email: id() });

/** An address as its owner recognises it and a stranger over the shoulder does not: `b•••@example.org`. */
export const masked = (address: string): string => {
  const at = address.lastIndexOf('@');
  const [first = ''] = [...address];
  return `${first}•••${address.slice(at)}`;
};

/** For everything that a line says, and for the name and the affiliations, the audience that was chosen for the file, unless the person has said another. */
export const consentOf = (said: Record<string, unknown>, audience: Audience, known: Consent = {}): Consent =>
  Object.fromEntries(
    personalFields
      .filter(
        (field) => (said[field] != null || always.includes(field)) && known[field] === undefined && choicesFor(field).includes(audience),
      )
      .map((field) => [field, audience]),
  );

const always: readonly PersonalField[] = ['name', 'affiliations'];

type Given = Partial<Record<'nativeName' | 'country' | 'language' | 'languages' | 'pronouns' | 'phone' | 'website' | 'bio', unknown>>;

/**
 * The consent after a change. What the person writes stays theirs; what others write down for them, of which the person has said nothing,
 * is seen by those who keep the records, who know it anyway.
 */
export const consentAfter = (known: Consent, said: SaidConsent | null | undefined, given: Given, bySelf: boolean): Consent => {
  const after = Object.fromEntries(Object.entries({ ...known, ...said }).filter(([, audience]) => audience)) as Consent;
  if (bySelf) return after;
  for (const [field, value] of Object.entries(given)) {
    const personal = (field === 'language' ? 'languages' : field) as PersonalField;
    const says = Array.isArray(value) ? value.length > 0 : value != null;
    if (says && written.includes(personal) && after[personal] === undefined) after[personal] = 'staff';
  }
  return after;
};

/** What others can write down for somebody; the name is known to them as long as nothing else was said. */
const written: readonly PersonalField[] = personalFields.filter((field) => standard[field] === 'self');

export type { Consent };
