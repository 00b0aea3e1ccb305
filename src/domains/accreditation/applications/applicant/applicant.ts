import { z } from 'zod';
import { choice, email, language, line } from '../../../../platform/fields.ts';
import { upload } from '../../../../platform/files/keep.ts';
import { kinds, tokenOf } from '../application/application.ts';
import { answersSchema } from '../form/answers.ts';

/** The one who applies has no account: a link in a mail is the key. */

/** How long a link opens an application, and how many may be asked for, as for signing in. */
export const links = { days: 30, perAddressAndHour: 5, perClientAndHour: 20 };

/** Files of one application. */
export const mostFiles = 10;

export const beginning = z.object({
  kind: choice(kinds),
  address: email(),
  language: language(),
  /** Where the request came from, for counting. */
  client: line({ max: 200 }),
});

export const renewal = z.object({ token: tokenOf(), client: line({ max: 200 }) });

export const saving = z.object({ token: tokenOf(), answers: answersSchema.prefault({}) });

export const submission = saving;

export const byToken = z.object({ token: tokenOf() });

export const attachment = z.object({ token: tokenOf(), file: upload() });
