import { z } from 'zod';
import { email, language, line, optional } from '../../../platform/fields.ts';
import { latinDigits } from '../../../platform/i18n/days.ts';

/** What bounds a code: how long it counts, how often it may be tried, how many may be asked for. */
export const limits = { minutes: 10, tries: 5, perAddressAndHour: 5, perClientAndHour: 20 };

/** An operator's link counts for an hour. */
export const linkHours = 1;

/** `client` is where the request came from, `language` the one of the page. */
export const codeRequest = z.object({
  address: email(),
  language: language(),
  client: line({ max: 200 }),
});

const browser = { agent: optional(line({ max: 1000 })), earlier: optional(line()) };

/** Six digits of any script, spaces and hyphens between them allowed. `earlier` is the session that the browser carries already. */
export const codeAnswer = z.object({
  code: z.preprocess(
    (typed) => (typeof typed === 'string' ? latinDigits(typed).replace(/[\s\p{Cf}-]/gu, '') : typed),
    z
      .string({ error: 'field.required' })
      .min(1, { error: 'field.required' })
      .regex(/^\d{6}$/, { error: 'signIn.codeForm' }),
  ),
  challenge: line(),
  ...browser,
});

export const linkRequest = z.object({ address: email() });

export const linkAnswer = z.object({ token: line(), ...browser });

/** The page to return to after signing in: one of our own, or the home page. */
export const ownPath = (path: unknown): string => {
  if (typeof path !== 'string' || !path.startsWith('/') || !URL.canParse(path, 'http://own.invalid')) return '/';
  const address = new URL(path, 'http://own.invalid');
  const own = address.origin === 'http://own.invalid' && !address.pathname.startsWith('//') && !address.pathname.startsWith('/sign-in');
  return own ? address.pathname + address.search : '/';
};
