import { z } from 'zod';
import { type ApiRow, changes } from '../../../platform/http/api.ts';
import { acceptRequest, askToJoin, declineRequest } from './commands.ts';

const named = z.object({ ref: z.string() });
const onBody = (given: { ref: string }) => ({ ref: given.ref });

export const api: readonly ApiRow[] = [
  changes({
    method: 'post',
    path: '/bodies/:body/join-requests',
    summary: 'Asks to join a body; where it is open, joins it.',
    command: askToJoin,
    output: named,
    answer: onBody,
  }),
  changes({
    method: 'post',
    path: '/join-requests/:request/acceptance',
    summary: 'Takes somebody who asked into the body.',
    command: acceptRequest,
    output: named,
    answer: onBody,
  }),
  changes({
    method: 'post',
    path: '/join-requests/:request/refusal',
    summary: 'Declines a request, with an answer.',
    command: declineRequest,
    output: named,
    answer: onBody,
  }),
];
