import { z } from 'zod';
import { type ApiRow, changes } from '../../../platform/http/api.ts';
import { addErratum, answerQuestion, askQuestion, assignQuestion } from './commands.ts';

const ofReport = z.object({ ref: z.string() });
const numbered = ofReport.extend({ number: z.number() });

export const oversightApi: readonly ApiRow[] = [
  changes({
    method: 'post',
    path: '/reports/:ref/errata',
    summary: 'Adds a dated correction beside a submitted report.',
    command: addErratum,
    output: ofReport,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/reports/:ref/questions',
    summary: 'Asks a question about a submitted report.',
    command: askQuestion,
    output: numbered,
    answer: (given) => given,
  }),
  changes({
    method: 'patch',
    path: '/reports/:ref/questions/:number',
    summary: 'Says who answers a question, and by when.',
    command: assignQuestion,
    output: numbered,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/reports/:ref/questions/:number/answer',
    summary: 'Answers a question.',
    command: answerQuestion,
    output: numbered,
    answer: (given) => given,
  }),
];
