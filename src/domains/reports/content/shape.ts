import { z } from 'zod';
import { textsSchema } from '../../../platform/i18n/texts.ts';

// The content of a report as programs receive it.

const text = textsSchema.nullable();
const end = z.object({
  label: z.string(),
  title: z.string().nullable(),
  endsOn: z.string().nullable(),
  precision: z.string(),
  status: z.string().nullable(),
  percent: z.number().nullable(),
});
const before = z.object({
  percent: z.number().nullable(),
  status: z.string().nullable(),
  startsOn: z.string().nullable(),
  ends: z.array(end),
});
export const contentShape = z.object({
  form: z.number(),
  report: z.object({
    ref: z.string(),
    title: textsSchema,
    from: z.string(),
    to: z.string(),
    author: z.string(),
    body: text,
    review: z.object({ ref: z.string(), title: textsSchema }),
    source: z.string().nullable(),
  }),
  asAt: z.string(),
  periods: z.array(z.object({ ref: z.string(), to: z.string() })),
  items: z.array(
    before.extend({
      ref: z.string(),
      kind: z.string(),
      number: z.string().nullable(),
      title: textsSchema,
      parent: z.string().nullable(),
      workstream: text,
      endedOn: z.string().nullable(),
      health: z.string().nullable(),
      claim: z.string().nullable(),
      note: text,
      goal: text,
      metrics: text,
      series: z.array(z.number().nullable()),
      before: before.nullable(),
    }),
  ),
  gone: z.array(z.object({ ref: z.string(), number: z.string().nullable(), title: textsSchema })),
  sections: z.array(z.object({ kind: z.string(), title: text, text, item: z.string().nullable(), leftOut: z.array(z.string()) })),
});
