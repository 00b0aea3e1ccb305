import { z } from 'zod';
import { choice, day, longText, optional, reference, text, texts, url, version, whole } from '../../../platform/fields.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';

/** What a recommendation would take, what a body officially answered, and how recommendations hang together. */

export const supports = ['yes', 'no', 'inPart'] as const;

/**
 * The thirteen fields of the feasibility template in their order. `texts` are written in any number of languages, `line` and `choice` are
 * one value.
 */
export const templateFields = [
  { key: 'issueIdentified', column: 'issue_identified', kind: 'texts' },
  { key: 'support', column: 'support', kind: 'choice' },
  { key: 'reasoning', column: 'reasoning', kind: 'texts' },
  { key: 'alternative', column: 'alternative', kind: 'texts' },
  { key: 'prioritisation', column: 'prioritisation', kind: 'line' },
  { key: 'workingPartyComments', column: 'working_party_comments', kind: 'texts' },
  { key: 'committeeComments', column: 'committee_comments', kind: 'texts' },
  { key: 'dependencies', column: 'dependencies', kind: 'texts' },
  { key: 'implementer', column: 'implementer', kind: 'line' },
  { key: 'resources', column: 'resources', kind: 'texts' },
  { key: 'budgetEffects', column: 'budget_effects', kind: 'texts' },
  { key: 'timeline', column: 'timeline', kind: 'line' },
  { key: 'steps', column: 'steps', kind: 'texts' },
] as const;

export type TemplateColumn = (typeof templateFields)[number]['column'];
export type Template = { [Column in TemplateColumn]: Texts | string | null };

/** How many of the thirteen fields say something. */
export const filled = (template: Partial<Template> | null | undefined): number =>
  templateFields.filter(({ column }) => template?.[column] != null).length;

const long = optional(texts({ max: 20_000 }));
const short = optional(text({ max: 2000 }));

/** Fields that are absent stay as they are. `version` 0 says: the reader saw that there was no template yet. */
export const template = z.object({
  recommendation: reference(),
  version: optional(whole(0)),
  issueIdentified: long,
  support: optional(choice(supports)),
  reasoning: long,
  alternative: long,
  prioritisation: short,
  workingPartyComments: long,
  committeeComments: long,
  dependencies: long,
  implementer: short,
  resources: long,
  budgetEffects: long,
  timeline: short,
  steps: long,
});

export const answers = ['accepted', 'acceptedInPart', 'alternative', 'noted', 'rejected'] as const;
export type Answer = (typeof answers)[number];

export const officialAnswer = z
  .object({
    recommendation: reference(),
    body: reference(),
    version: optional(whole(0)),
    answer: choice(answers),
    explanation: optional(texts({ max: 20_000 })),
    alternativeWording: optional(texts({ max: 20_000 })),
    on: optional(day()),
    link: optional(url()),
  })
  .refine(({ answer, alternativeWording }) => answer !== 'alternative' || alternativeWording, {
    error: 'answer.wordingNeeded',
    path: ['alternativeWording'],
  });

export const answerWithdrawal = z.object({ recommendation: reference(), body: reference(), version: optional(version()) });

/** The wording that holds after an answer: the original where it was accepted, the body's own where it gave one, none where it was noted or rejected. */
export const adopted = (answer: { answer: Answer; alternative_wording: Texts | null }, original: Texts | null): Texts | null => {
  const wording: Record<Answer, Texts | null> = {
    accepted: answer.alternative_wording ?? original,
    acceptedInPart: answer.alternative_wording,
    alternative: answer.alternative_wording,
    noted: null,
    rejected: null,
  };
  return wording[answer.answer];
};

export const linkKinds = ['duplicateOf', 'supersedes', 'splitInto', 'dependsOn'] as const;
export type LinkKind = (typeof linkKinds)[number];

/** `why` belongs to the link; the `reason` of a call says why something is changed. */
export const newLink = z
  .object({ from: reference(), kind: choice(linkKinds), to: reference(), why: optional(longText({ max: 2000 })) })
  .refine(({ from, to }) => from !== to, { error: 'link.toItself', path: ['to'] });

export const linkRemoval = z.object({ from: reference(), kind: choice(linkKinds), to: reference() });
