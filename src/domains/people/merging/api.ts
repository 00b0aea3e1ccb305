import { z } from 'zod';
import { holdsEverywhere } from '../../../platform/access/actor.ts';
import { mergingRows } from '../../../platform/merging/api.ts';
import { keepPeopleApart, mergePeople, unmergePeople } from './commands.ts';
import { reasons, suggestedQuestion } from './queries.ts';

export const mergingApi = mergingRows({
  path: '/people',
  field: 'person',
  key: 'number',
  several: 'people',
  keySchema: z.number(),
  shown: z.object({
    id: z.number(),
    name: z.string(),
    nativeName: z.string().nullable(),
    country: z.string().nullable(),
    addresses: z.array(z.string()),
  }),
  reasons,
  may: (actor) => holdsEverywhere(actor, 'people.manage'),
  suggested: suggestedQuestion,
  commands: { merge: mergePeople, unmerge: unmergePeople, keepApart: keepPeopleApart },
});
