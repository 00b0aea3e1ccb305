import { z } from 'zod';
import { choice, email, issue, line, optional, texts, url, whole, yesNo } from '../../../../platform/fields.ts';
import { kinds, type timed } from '../application/application.ts';

/**
 * A form is data, in editions: what is asked, what counts, what staff looks at, and the rules by which the answer is found. An application
 * is judged by the edition in which it was begun.
 */

export const controls = [
  'line',
  'text',
  'email',
  'url',
  'country',
  'whole',
  'day',
  'confirm',
  'yesNo',
  'choice',
  'several',
  'languages',
] as const;

/** What an answer is for the register; the name and the country are asked in every form. */
export const meanings = [
  'name',
  'nativeName',
  'acronym',
  'country',
  'city',
  'website',
  'email',
  'founded',
  'members',
  'languages',
  'mission',
  'contactName',
  'contactEmail',
  'secondName',
  'secondEmail',
] as const;
export type Meaning = (typeof meanings)[number];

const key = () => line({ max: 60 }).refine((typed) => /^[a-z][A-Za-z0-9]*$/.test(typed), { error: 'form.keyForm' });
const named = { key: key(), label: texts({ max: 500 }) };

export const questionSchema = z.object({
  ...named,
  help: optional(texts({ max: 1000 })),
  control: choice(controls),
  required: yesNo().default(false),
  means: optional(choice(meanings)),
  choices: optional(z.array(z.object(named)).max(60)),
});
export type Question = z.output<typeof questionSchema>;

const allowance = whole(1, 1000);

export const contentSchema = z
  .object({
    intro: optional(texts({ max: 4000 })),
    criteria: z.array(z.object(named)).max(30).default([]),
    questions: z.array(questionSchema).min(1).max(60),
    checklist: z.array(z.object(named)).max(40).default([]),
    reasons: z.array(z.object(named)).max(20).default([]),
    reviewRoutes: z
      .array(z.object({ ...named, text: texts({ max: 1000 }) }))
      .max(10)
      .default([]),
    rules: z.object({
      /** Days for each step. */
      days: z.object({
        received: allowance,
        incomplete: allowance,
        diligence: allowance,
        advice: allowance,
        vote: allowance,
      } satisfies Record<(typeof timed)[number], unknown>),
      /** After so many days without a word from the applicant, on hold is suggested. */
      silence: allowance,
      /** After so many months without a touch, an application that was not handed in is removed. */
      draftMonths: whole(1, 120).default(12),
      /** Where a committee votes: the share of the votes cast for yes or no that is needed, and how many must take part. */
      vote: optional(z.object({ numerator: whole(1, 100), denominator: whole(1, 100), quorum: whole(0, 1000) })),
    }),
    welcome: z
      .object({
        text: optional(texts({ max: 4000 })),
        /** Whether the representatives can sign in from now on, and the role that they are given for the body of their region. */
        account: yesNo().default(false),
        role: optional(line({ max: 60 })),
        lists: z
          .array(z.object({ name: line({ max: 120 }), keeper: email(), page: optional(url()) }))
          .max(20)
          .default([]),
        /** Mailing lists that are told of every acceptance. What the form of one kind names is told of the other kind too. */
        announce: z
          .array(z.object({ name: line({ max: 120 }), address: email() }))
          .max(10)
          .default([]),
      })
      .prefault({}),
  })
  .superRefine(({ questions, rules }, context) => {
    const keys = questions.map((question) => question.key);
    const twice = keys.find((one, at) => keys.indexOf(one) !== at);
    if (twice) context.addIssue(issue('form.keyTwice', { key: twice }, ['questions']));
    for (const needed of ['name', 'country'] as const)
      if (!questions.some((question) => question.means === needed && question.required))
        context.addIssue(issue('form.meaningMissing', { meaning: needed }, ['questions']));
    const choosing = questions.find(({ control, choices }) => (control === 'choice' || control === 'several') && !choices?.length);
    if (choosing) context.addIssue(issue('form.choicesMissing', { key: choosing.key }, ['questions']));
    if (rules.vote && rules.vote.numerator > rules.vote.denominator)
      context.addIssue(issue('form.shareTooLarge', {}, ['rules', 'vote', 'numerator']));
  });
export type FormContent = z.output<typeof contentSchema>;

export const formEdition = z.object({ kind: choice(kinds), content: contentSchema });

/** Where acceptances are announced: by one rule, whether an organisation was accepted or an individual. Of the forms in force. */
export const announcedIn = (forms: readonly { content: FormContent }[]): { name: string; address: string }[] => {
  // Editions that were made before there were announcements name none.
  const all = forms.flatMap(({ content }) => content.welcome.announce ?? []);
  return [...new Map(all.map((one) => [one.address, one])).values()];
};
