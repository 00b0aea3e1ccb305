import { z } from 'zod';
import { optional } from '../../../platform/fields.ts';

/** Who may see a personal field, from everybody to nobody else. Whoever belongs to one audience belongs to those before it. */
export const audiences = ['public', 'members', 'leaders', 'staff', 'self'] as const;
export type Audience = (typeof audiences)[number];

/** What a person can show or keep, each with the audience that sees it as long as the person has said nothing. */
export const standard = {
  name: 'staff',
  emails: 'staff',
  nativeName: 'self',
  country: 'self',
  languages: 'self',
  pronouns: 'self',
  phone: 'self',
  website: 'self',
  bio: 'self',
  affiliations: 'self',
  skills: 'self',
  photo: 'self',
} as const satisfies Record<string, Audience>;

export type PersonalField = keyof typeof standard;
export const personalFields = Object.keys(standard) as [PersonalField, ...PersonalField[]];

/** The audiences to choose from. Those who keep the records write to people, and so always know names and addresses. */
export const choicesFor = (field: PersonalField): readonly Audience[] =>
  audiences.filter((audience) => audience !== 'self' || standard[field] === 'self');

export type Consent = Partial<Record<PersonalField, Audience>>;

/** What is said about who sees what; null where it is no longer said. */
export type SaidConsent = Partial<Record<PersonalField, Audience | null>>;

/** Which field goes to which audience; fields that are not named stay as they are. */
export const consentSchema = z
  .partialRecord(z.enum(personalFields), optional(z.enum(audiences, { error: 'field.choice' })))
  .refine(
    (consent) => Object.entries(consent).every(([field, audience]) => !audience || choicesFor(field as PersonalField).includes(audience)),
    { error: 'consent.notSelf' },
  )
  .meta({ description: 'For each personal field the audience that may see it' }) as unknown as z.ZodType<SaidConsent>;
