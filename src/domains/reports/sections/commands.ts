import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { visitor } from '../../../platform/access/actor.ts';
import { changesSince } from '../../../platform/audit/entry.ts';
import { commandsOver } from '../../../platform/command.ts';
import { type AnyWrites, reading, type Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden, invalidField, notFound } from '../../../platform/errors.ts';
import { mergeTexts, type Texts } from '../../../platform/i18n/texts.ts';
import { planAsAt } from '../../plans/index.ts';
import { mayReadReport, mayWriteReport } from '../policy.ts';
import { isFrozen, type ReportState } from '../report/report.ts';
import { reportNamed } from '../report/subjects.ts';
import type { Tables } from '../tables.ts';
import { newSection, sectionMove, sectionNamed, sectionsForIssues, sectionText } from './section.ts';

const command = commandsOver<Tables>();

/** Writes the title and the text of a section; of next steps also which proposals stay. */
export const writeSection = command({
  name: 'section.write',
  input: sectionText,
  subject: (tx, input, actor) => sectionOf(tx, input, actor),
  perform: async ({ tx, input, subject }) => {
    const { section, report } = subject;
    const kept = new Set(input.kept ?? []);
    const written = {
      ...(input.title !== undefined ? { title: input.title ? JSON.stringify(mergeTexts(section.title, input.title)) : null } : {}),
      ...(input.text !== undefined ? { text: input.text ? JSON.stringify(mergeTexts(section.text, input.text)) : null } : {}),
      ...(input.proposed ? { left_out: JSON.stringify(input.proposed.filter((ref) => !kept.has(ref)).sort()) } : {}),
    };
    if (Object.keys(written).length > 0) await tx.updateTable('report_section').set(written).where('id', '=', section.id).execute();
    return { report: report.ref, id: section.id };
  },
});

export const addSection = command({
  name: 'section.add',
  input: newSection,
  subject: (tx, input, actor) => reportNamed()(tx, { ref: input.report }, actor),
  perform: async ({ tx, input, subject }) => {
    mustBeDrafting(subject.state);
    const item = input.item ? await issueNamed(tx, input.item, subject.review_id) : null;
    const { position } = await tx
      .selectFrom('report_section')
      .select(sql<number>`coalesce(max(position), 0) + 10`.as('position'))
      .where('report_id', '=', subject.id)
      .executeTakeFirstOrThrow();
    const after = input.after
      ? await tx
          .selectFrom('report_section')
          .select('position')
          .where('id', '=', input.after)
          .where('report_id', '=', subject.id)
          .executeTakeFirst()
      : undefined;
    if (after)
      await tx
        .updateTable('report_section')
        .set({ position: sql<number>`position + 10` })
        .where('report_id', '=', subject.id)
        .where('position', '>', after.position)
        .execute();
    const { id } = await tx
      .insertInto('report_section')
      .values({
        report_id: subject.id,
        kind: input.kind,
        position: after ? after.position + 10 : position,
        item_id: item,
        title: input.title ? JSON.stringify(input.title) : null,
        left_out: '[]',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { report: subject.ref, id };
  },
});

/** Adds, after the last section about an issue, one for every issue of the plan at the end of the period that has none. */
export const addIssueSections = command({
  name: 'section.addIssues',
  input: sectionsForIssues,
  subject: (tx, input, actor) => reportNamed()(tx, { ref: input.report }, actor),
  perform: async ({ tx, subject }) => {
    mustBeDrafting(subject.state);
    const known = await tx
      .selectFrom('report_section')
      .select(['item_id', 'position'])
      .where('report_id', '=', subject.id)
      .where('archived_at', 'is', null)
      .execute();
    const covered = new Set(known.map((section) => section.item_id));
    const items = await planAsAt(reading(tx), visitor, subject.to_on, { review: subject.review_id });
    const missing = items.filter((item) => item.kind === 'issue' && !covered.has(item.id));
    if (missing.length === 0) throw conflict('section.noneMissing');
    const issues = known.filter((section) => section.item_id !== null);
    const last = Math.max(0, ...(issues.length > 0 ? issues : known).map((section) => section.position));
    await tx
      .updateTable('report_section')
      .set({ position: sql<number>`position + ${missing.length * 10}` })
      .where('report_id', '=', subject.id)
      .where('position', '>', last)
      .execute();
    await tx
      .insertInto('report_section')
      .values(
        missing.map((item, at) => ({
          report_id: subject.id,
          kind: 'issue' as const,
          position: last + (at + 1) * 10,
          item_id: item.id,
          left_out: '[]',
        })),
      )
      .execute();
    return { report: subject.ref, added: missing.length };
  },
});

/** One place up or down. */
export const moveSection = command({
  name: 'section.move',
  input: sectionMove,
  subject: (tx, input, actor) => sectionOf(tx, input, actor),
  perform: async ({ tx, input, subject }) => {
    const { section, report } = subject;
    const up = input.to === 'up';
    const neighbour = await tx
      .selectFrom('report_section')
      .select(['id', 'position'])
      .where('report_id', '=', report.id)
      .where('archived_at', 'is', null)
      .where('position', up ? '<' : '>', section.position)
      .orderBy('position', up ? 'desc' : 'asc')
      .limit(1)
      .executeTakeFirst();
    if (neighbour) {
      await tx.updateTable('report_section').set({ position: neighbour.position }).where('id', '=', section.id).execute();
      await tx.updateTable('report_section').set({ position: section.position }).where('id', '=', neighbour.id).execute();
    }
    return { report: report.ref, id: section.id };
  },
});

export const removeSection = command({
  name: 'section.remove',
  input: sectionNamed,
  subject: (tx, input, actor) => sectionOf(tx, input, actor),
  perform: async ({ tx, subject, now, call }) => {
    await tx
      .updateTable('report_section')
      .set({ archived_at: now, archived_reason: call.reason ?? null })
      .where('id', '=', subject.section.id)
      .execute();
    return { report: subject.report.ref, id: subject.section.id };
  },
});

type SectionRow = Pick<Tables['report_section'], 'position' | 'kind'> & {
  id: number;
  version: number;
  title: Texts | null;
  text: Texts | null;
};

/** A section of a report that is being drafted, which the actor may write. Locks the report: what is submitted meanwhile is no longer written. */
const sectionOf = async (
  tx: AnyWrites,
  input: { id: number; version?: number | null | undefined },
  actor: Actor,
): Promise<{ section: SectionRow; report: { id: number; ref: string; state: ReportState } }> => {
  const db = tx as Writes<Tables>;
  const report = await db
    .selectFrom('report')
    .select(['report.id', 'report.ref', 'report.state', mayWriteReport(actor).as('may_it')])
    .where('report.id', 'in', (row) => row.selectFrom('report_section').select('report_id').where('id', '=', input.id))
    .where(mayReadReport(actor))
    .forUpdate('report')
    .executeTakeFirst();
  const section = await db
    .selectFrom('report_section')
    .selectAll()
    .where('id', '=', input.id)
    .where('archived_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!report || !section) throw notFound();
  if (!report.may_it) throw forbidden();
  mustBeDrafting(report.state);
  if (input.version != null && section.version !== input.version)
    throw conflict('record.changed', { version: section.version }, await changesSince(tx, 'report_section', section.id, input.version));
  return { section: section as SectionRow, report };
};

const mustBeDrafting = (state: ReportState): void => {
  if (state !== 'drafting') throw conflict(isFrozen(state) ? 'report.isFrozen' : 'report.notDrafting');
};

const issueNamed = async (tx: Writes<Tables>, ref: string, reviewId: number): Promise<number> => {
  const item = await tx
    .selectFrom('plan_item')
    .select('id')
    .where('ref', '=', ref)
    .where('review_id', '=', reviewId)
    .where('kind', '=', 'issue')
    .where('state', '<>', 'draft')
    .executeTakeFirst();
  if (!item) throw invalidField('item', 'section.unknownIssue', { ref });
  return item.id;
};
