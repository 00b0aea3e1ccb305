import { z } from 'zod';
import { textsSchema } from '../../../platform/i18n/texts.ts';

// What programs are promised of the plan.

const part = z.object({
  label: z.string(),
  title: z.string().nullable(),
  ends_on: z.string().nullable(),
  ends_precision: z.string(),
  status: z.string().nullable(),
  percent: z.number().nullable(),
});
const text = textsSchema.nullable();
export const listed = z.object({
  ref: z.string(),
  kind: z.string(),
  number: z.string().nullable(),
  title: textsSchema,
  startsOn: z.string().nullable(),
  parts: z.array(part),
  status: z.string(),
  percent: z.number().nullable(),
  health: z.string().nullable(),
  note: text,
  review: z.string().nullable(),
  workstream: z.string().nullable(),
  leads: z.array(z.object({ role: z.string(), name: z.string().nullable() })),
  recommendations: z.array(z.string()),
});

const progress = z.object({
  id: z.number(),
  happened_on: z.string(),
  text: textsSchema,
  percent: z.number().nullable(),
  status: z.string().nullable(),
  health: z.string().nullable(),
  part: z.string().nullable(),
  ended_before: z.string().nullable(),
  ended_after: z.string().nullable(),
  reason: z.string().nullable(),
  by_name: z.string().nullable(),
});
const evidence = z.object({
  id: z.number(),
  progress_id: z.number().nullable(),
  title: z.string(),
  url: z.string().nullable(),
  file_name: z.string().nullable(),
  media_type: z.string().nullable(),
  file_size: z.number().nullable(),
});
const closure = z.object({
  state: z.string(),
  claimed_on: z.string(),
  claimed_by: z.string().nullable(),
  note: z.string().nullable(),
  judged_on: z.string().nullable(),
  judged_by: z.string().nullable(),
  judgement: z.string().nullable(),
});
const dependency = z.object({
  id: z.number(),
  ref: z.string().nullable(),
  owner: z.string().nullable(),
  promise: z.string().nullable(),
  promised_on: z.string().nullable(),
  last_asked_on: z.string().nullable(),
  kept_on: z.string().nullable(),
  note: z.string().nullable(),
});
const statement = z.object({
  field: z.string(),
  part: z.string(),
  value: z.string(),
  source: z.string(),
  place: z.string().nullable(),
  stated_on: z.string().nullable(),
});

const beside = z.object({ ref: z.string(), title: textsSchema, status: z.string() });

/** What a promise from outside that comes too late would move, were it waited for; nothing is moved. */
const knockOn = z.object({
  owner: z.string(),
  promised: z.string(),
  end: z.string(),
  moves: z.array(z.object({ ref: z.string(), before: z.string(), after: z.string(), because: z.string() })),
});

export const wholeItem = z.object({
  ref: z.string(),
  version: z.number(),
  kind: z.string(),
  number: z.string().nullable(),
  title: textsSchema,
  goal: text,
  currentState: text,
  steps: text,
  metrics: text,
  method: text,
  outcome: text,
  note: text,
  phase: z.string().nullable(),
  startsOn: z.string().nullable(),
  endedOn: z.string().nullable(),
  percent: z.number().nullable(),
  status: z.string(),
  health: z.string().nullable(),
  state: z.string(),
  review: z.string().nullable(),
  workstream: z.string().nullable(),
  body: z.string().nullable(),
  aliases: z.array(z.string()),
  rollUp: z.boolean(),
  parent: z.string().nullable(),
  inside: z.array(beside.extend({ kind: z.string(), percent: z.number().nullable(), endsOn: z.string().nullable() })),
  recommendations: z.array(z.string()),
  archivedAt: z.string().nullable(),
  parts: z.array(part.extend({ baseline_on: z.string().nullable() })),
  leads: z.array(z.object({ role: z.string(), name: z.string().nullable() })),
  budget: z.array(
    z.object({
      year: z.string(),
      currency: z.string(),
      planned: z.number().nullable(),
      approved: z.number().nullable(),
      spent: z.number().nullable(),
    }),
  ),
  progress: z.array(progress),
  evidence: z.array(evidence),
  closures: z.array(closure),
  dependencies: z.array(dependency),
  dependents: z.array(beside),
  knockOn: knockOn.nullable(),
  statements: z.array(statement),
});

export const asAtItem = z.object({
  ref: z.string(),
  kind: z.string(),
  number: z.string().nullable(),
  title: textsSchema,
  startsOn: z.string().nullable(),
  endedOn: z.string().nullable(),
  percent: z.number().nullable(),
  status: z.string(),
  health: z.string().nullable(),
  claim: z.string().nullable(),
  parts: z.array(part),
});
const change = z.object({ field: z.string(), before: z.string(), after: z.string() });
export const asAtAnswer = z.object({
  on: z.string(),
  since: z.string().nullable(),
  items: z.array(asAtItem),
  changes: z.array(z.object({ kind: z.enum(['new', 'changed', 'gone']), ref: z.string(), title: textsSchema, fields: z.array(change) })),
});
