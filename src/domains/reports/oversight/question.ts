import { z } from 'zod';
import { day, line, optional, reference, texts, version, whole } from '../../../platform/fields.ts';

/** What follows a submission: dated corrections beside the frozen text, and the questions of the committee with their answers. */

export const newErratum = z.object({ ref: reference(), place: optional(line({ max: 200 })), text: texts({ max: 20_000 }) });

export const newQuestion = z.object({
  ref: reference(),
  text: texts({ max: 20_000 }),
  dueOn: optional(day()),
  /** Who answers, by name. */
  assigned: optional(line({ max: 200 })),
});

const named = { ref: reference(), number: whole(1), version: optional(version()) };

export const questionAnswer = z.object({ ...named, answer: texts({ max: 50_000 }) });
export const questionAssignment = z.object({ ...named, assigned: optional(line({ max: 200 })), dueOn: optional(day()) });
