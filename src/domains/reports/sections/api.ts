import { z } from 'zod';
import { type ApiRow, changes } from '../../../platform/http/api.ts';
import { addIssueSections, addSection, moveSection, removeSection, writeSection } from './commands.ts';

const inReport = z.object({ report: z.string() });

export const sectionApi: readonly ApiRow[] = [
  changes({
    method: 'post',
    path: '/reports/:report/sections',
    summary: 'Adds a section to a draft.',
    command: addSection,
    output: inReport.extend({ id: z.number() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/reports/:report/sections/issues',
    summary: 'Adds a section for every issue that has none.',
    command: addIssueSections,
    output: inReport.extend({ added: z.number() }),
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/report-sections/:id',
    summary: 'Writes title and text of a section of a draft.',
    command: writeSection,
    output: inReport,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/report-sections/:id/place',
    summary: 'Moves a section of a draft one place up or down.',
    command: moveSection,
    output: inReport,
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/report-sections/:id',
    summary: 'Takes a section out of a draft.',
    command: removeSection,
    output: inReport,
    answer: (given) => given,
  }),
];
