import { z } from 'zod';
import { choice, line, many, yesNo } from '../../../platform/fields.ts';
import { kinds } from '../mailing/mailing.ts';

/** Which messages somebody wants. Whoever has said nothing gets them; what was said is kept with its day. */

/** All kinds that are wanted; of the others nothing more is sent. */
export const newChoices = z.object({ wanted: many(choice(kinds)) });

/** What the link of a message does: ends messages of its kind, with `all` of every kind, with `again` neither. */
export const unsubscription = z.object({
  token: line({ max: 100 }),
  all: yesNo().default(false),
  again: yesNo().default(false),
});
