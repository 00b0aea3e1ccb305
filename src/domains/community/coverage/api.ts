import { z } from 'zod';
import { day, optional } from '../../../platform/fields.ts';
import { type ApiRow, reads } from '../../../platform/http/api.ts';
import { coverageOn } from './queries.ts';

export const api: readonly ApiRow[] = [
  reads({
    path: '/coverage',
    summary: 'Every country that lies in a region, with the number of its member organisations on a day (`when`, otherwise today).',
    input: z.object({ when: optional(day()) }),
    output: z.object({ items: z.array(z.object({ code: z.string(), region: z.string(), organisations: z.number() })) }),
    ask: async (db, actor, { when }, v) => ({ items: await coverageOn(db, actor, when ?? v.today) }),
  }),
];
