import { z } from 'zod';
import { mergingRows } from '../../../../platform/merging/api.ts';
import { keepOrganisationsApart, mergeOrganisations, unmergeOrganisations } from './commands.ts';
import { mayMergeSome, reasons, suggestedQuestion } from './queries.ts';

export const mergingApi = mergingRows({
  path: '/organisations',
  field: 'organisation',
  key: 'reference',
  several: 'organisations',
  keySchema: z.string(),
  shown: z.object({
    ref: z.string(),
    name: z.string(),
    country: z.string().nullable(),
    city: z.string().nullable(),
    website: z.string().nullable(),
    state: z.string(),
  }),
  reasons,
  may: mayMergeSome,
  suggested: suggestedQuestion,
  commands: { merge: mergeOrganisations, unmerge: unmergeOrganisations, keepApart: keepOrganisationsApart },
});
