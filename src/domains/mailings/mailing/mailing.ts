import { z } from 'zod';
import { choice, email, id, issue, optional, reference, texts, version } from '../../../platform/fields.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';

/** A message to those whom a saved view shows. What concerns one person alone, such as a decision about them, is no mailing. */

/** What a message is for; everybody chooses for each of these whether to get it. */
export const kinds = ['news', 'invitation', 'request'] as const;
export type Kind = (typeof kinds)[number];

export const states = ['draft', 'sending', 'sent', 'stopped'] as const;
export type State = (typeof states)[number];

/** What came of it for one of those who were meant. `posted` waits for the mail server. */
export const outcomes = ['waiting', 'posted', 'sent', 'failed', 'optedOut', 'noAddress', 'stopped'] as const;
export type Outcome = (typeof outcomes)[number];

/** Mails that all messages together hand over in a minute, so that a letter to one person never waits for thousands. */
export const perMinute = 240;

const content = {
  /** The saved view; who is in it is found out when the message is sent. */
  view: id(),
  /** The body in whose name it is written: it then goes only to those who belong to that body. */
  body: optional(reference()),
  kind: choice(kinds),
  subject: texts({ max: 200 }),
  /** Markdown; `{name}` stands for the name of whoever reads it. */
  text: texts({ max: 50_000 }),
  /** Where answers go. */
  replyTo: optional(email()),
};

const languagesOf = ({ texts: all }: Texts) => Object.keys(all).sort().join();

const wholeInEachLanguage = (given: { subject: Texts; text: Texts }, context: z.RefinementCtx): void => {
  if (languagesOf(given.subject) !== languagesOf(given.text)) context.addIssue(issue('mailing.sameLanguages', {}, ['text']));
};

export const newMailing = z.object(content).superRefine(wholeInEachLanguage);

export const mailingChange = z.object({ mailing: id(), version: optional(version()), ...content }).superRefine(wholeInEachLanguage);

export const oneMailing = z.object({ mailing: id(), version: optional(version()) });
