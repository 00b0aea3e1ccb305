import { z } from 'zod';
import { choice, id, many, optional, reference, texts, version, whole } from '../../../platform/fields.ts';

/** One part of a report, in its order: prose, or a table or figure with prose beside it. */

export const sectionKinds = ['prose', 'overview', 'figure', 'issue', 'metrics', 'goals', 'nextSteps'] as const;
export type SectionKind = (typeof sectionKinds)[number];

/** What a first report consists of. `issues` stands for one section per issue; each title is a message key. */
export const standardSections: readonly { kind: SectionKind | 'issues'; title: string }[] = [
  { kind: 'prose', title: 'report.section.abstract' },
  { kind: 'prose', title: 'report.section.summary' },
  { kind: 'overview', title: 'report.section.overview' },
  { kind: 'figure', title: 'report.section.figure' },
  { kind: 'prose', title: 'report.section.issues' },
  { kind: 'issues', title: '' },
  { kind: 'metrics', title: 'report.section.metrics' },
  { kind: 'goals', title: 'report.section.goals' },
  { kind: 'nextSteps', title: 'report.section.nextSteps' },
  { kind: 'prose', title: 'report.section.improvement' },
  { kind: 'prose', title: 'report.section.conclusion' },
];

export const sectionText = z.object({
  id: id(),
  version: optional(version()),
  title: optional(texts({ max: 300 })),
  text: optional(texts({ max: 200_000 })),
  /** Of the next steps: those that stay, by reference. Sent with `proposed`, the others are left out. */
  kept: optional(many(reference())),
  proposed: optional(many(reference())),
});

export const newSection = z
  .object({
    report: reference(),
    kind: choice(sectionKinds).default('prose'),
    title: optional(texts({ max: 300 })),
    item: optional(reference()),
    /** Stands after this one; without it at the end. */
    after: optional(whole(0)),
  })
  .refine(({ kind, item }) => (kind === 'issue') === Boolean(item), { error: 'section.itemNeeded', path: ['item'] })
  .refine(({ kind, title }) => kind !== 'prose' || Boolean(title), { error: 'field.required', path: ['title'] });

export const sectionMove = z.object({ id: id(), to: choice(['up', 'down']) });
export const sectionNamed = z.object({ id: id() });
/** Adds a section for every issue that has none. */
export const sectionsForIssues = z.object({ report: reference() });
