import { z } from 'zod';
import { type ApiRow, changes, reads } from '../http/api.ts';
import { textsSchema } from '../i18n/texts.ts';
import { setTerm, termsOf } from './terms.ts';

const schemes = ['stance', 'theme', 'owner', 'coordination', 'body.kind', 'organisation.type', 'organisation.reason'] as const;

const term = z.object({
  scheme: z.string(),
  key: z.string(),
  label: textsSchema,
  tone: z.string().nullable(),
  shape: z.string().nullable(),
});

export const termApi: readonly ApiRow[] = [
  reads({
    path: '/terms',
    summary: 'The words that the community chose for itself, scheme by scheme in their order.',
    output: z.object({ items: z.array(term) }),
    ask: async (db) => {
      const terms = await termsOf(db, schemes);
      return { items: [...terms].flatMap(([scheme, ofScheme]) => [...ofScheme.values()].map((one) => ({ scheme, ...one }))) };
    },
  }),
  changes({
    method: 'put',
    path: '/terms/:scheme/:key',
    summary: 'Adds a word or changes the known one.',
    command: setTerm,
    output: z.object({ scheme: z.string(), key: z.string() }),
    answer: (given) => given,
  }),
];
