import { z } from 'zod';
import { choice, day, flexibleDay, line, optional, percent, reference, text, texts, url, version } from '../../../platform/fields.ts';
import { upload } from '../../../platform/files/keep.ts';
import { healths, type Status, statuses } from '../items/item.ts';

/** What happened, on a day, with what it changed: percent, status, health, an end. Evidence is a file, or an address where it can be seen. */

const evidence = {
  evidenceUrl: optional(url()),
  evidenceFile: optional(upload()),
  evidenceTitle: optional(line({ max: 200 })),
};

export const newProgress = z.object({
  ref: reference(),
  version: optional(version()),
  text: texts({ max: 20_000 }),
  happenedOn: optional(day()),
  percent: optional(percent()),
  status: optional(choice(statuses)),
  health: optional(choice(healths)),
  part: optional(line({ max: 3 })),
  /** A new end; needs a reason. */
  endsOn: optional(flexibleDay()),
  ...evidence,
});

export const newClaim = z.object({
  ref: reference(),
  version: optional(version()),
  claimedOn: optional(day()),
  percent: optional(percent()),
  note: optional(text({ max: 5000 })),
  ...evidence,
});

export const judgementOf = z.object({
  ref: reference(),
  verdict: choice(['verified', 'returned']),
  judgement: optional(text({ max: 5000 })),
});

export const newEvidence = z
  .object({ ref: reference(), title: optional(line({ max: 200 })), url: optional(url()), file: optional(upload()) })
  .refine(({ url, file }) => url || file, { error: 'evidence.fileOrUrl', path: ['url'] });

/** An item that is done or dropped does not come back through an update without saying so. */
export const completes = (status: Status | null | undefined): boolean => status === 'completed';

/** Days on which a lead is reminded of an end: 30, 14, 7 and 1 days before it, and every week after. */
export const remindedOn = (endsOn: string, today: string): boolean => {
  const left = Temporal.PlainDate.from(today).until(Temporal.PlainDate.from(endsOn), { largestUnit: 'days' }).days;
  return [30, 14, 7, 1].includes(left) || (left < 0 && left % 7 === 0);
};

export const linkLasts = { days: 7 } as const;
export const deeds = ['onTrack', 'atRisk'] as const;
export type Deed = (typeof deeds)[number];
