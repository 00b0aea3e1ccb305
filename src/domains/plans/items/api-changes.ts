import { z } from 'zod';
import { type ApiRow, changes } from '../../../platform/http/api.ts';
import { changePromise, dependOn, endDependency, recordPromise } from '../dependencies/commands.ts';
import { addEvidence, addProgress, claimDone, judgeClaim } from '../progress/commands.ts';
import { addStatement } from '../statements/commands.ts';
import { addEach } from './add-each.ts';
import { addItem, addWorkstream, archiveItem, changeItem, reviveItem } from './commands.ts';

const named = z.object({ ref: z.string() });

/** What programs may change in the plan. */
export const changesOfPlan: readonly ApiRow[] = [
  changes({
    method: 'post',
    path: '/plans',
    summary: 'Adds an issue, action, milestone, pledge or task.',
    command: addItem,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/plans/from-recommendations',
    summary: 'Adds an issue for each of these recommendations, under its number and with its title.',
    command: addEach,
    output: z.object({ refs: z.array(z.string()) }),
    answer: (given) => given,
  }),
  changes({
    method: 'patch',
    path: '/plans/:ref',
    summary: 'Changes an item of the plan; fields that are absent stay as they are.',
    command: changeItem,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/plans/:ref',
    summary: 'Archives an item; needs a `reason`.',
    command: archiveItem,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/plans/:ref/revival',
    summary: 'Brings an archived item back.',
    command: reviveItem,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/plans/:ref/progress',
    summary: 'Says what happened; a new end needs a `reason`.',
    command: addProgress,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/plans/:ref/evidence',
    summary: 'Adds evidence: its address, or a file in base64.',
    command: addEvidence,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/plans/:ref/claim',
    summary: 'Claims that the item is done.',
    command: claimDone,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/plans/:ref/judgement',
    summary: 'Verifies a claim or returns it; nobody judges their own.',
    command: judgeClaim,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/plans/:ref/statements',
    summary: 'Records what a source says of the item.',
    command: addStatement,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/plans/:ref/dependencies',
    summary: 'Makes the item wait for another one.',
    command: dependOn,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/plans/:ref/promises',
    summary: 'Records what somebody outside has promised.',
    command: recordPromise,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'patch',
    path: '/dependencies/:id',
    summary: 'Changes a promise: its day, when it was last asked, when it was kept.',
    command: changePromise,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/dependencies/:id',
    summary: 'Ends a dependency.',
    command: endDependency,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/workstreams',
    summary: 'Adds a workstream.',
    command: addWorkstream,
    output: named,
    answer: ({ ref }) => ({ ref }),
  }),
];
