import type { Insertable } from 'kysely';
import { visitor } from '../../../platform/access/actor.ts';
import { commandsOver } from '../../../platform/command.ts';
import { reading, type Writes } from '../../../platform/db/tables.ts';
import { invalidField } from '../../../platform/errors.ts';
import { makeCatalogue, translator } from '../../../platform/i18n/catalogue.ts';
import { fallbackLanguage, offeredLanguages } from '../../../platform/i18n/languages.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { planAsAt } from '../../plans/index.ts';
import { nextPeriod } from '../calendar/calendar.ts';
import { messages } from '../messages/index.ts';
import { type SectionKind, standardSections } from '../sections/section.ts';
import type { Tables } from '../tables.ts';
import { lastReportOf } from './queries.ts';
import { daysAfter, monthsAfter, newReport, reportReference } from './report.ts';
import { personNamed, placeOf } from './subjects.ts';

const command = commandsOver<Tables>();
const words = makeCatalogue([messages]);

/** Begins the report of the next period with the structure of the last one, or the standard one, and a section for every issue of the plan. Gives also the first section. */
export const startReport = command({
  name: 'report.start',
  input: newReport,
  subject: placeOf,
  perform: async ({ tx, input, subject, actor, today }) => {
    const { review, body_id } = subject;
    const last = await lastReportOf(reading(tx), review.id);
    const period = await periodOf(tx, input, review.id, today);
    await mustBeFree(tx, review.id, period.to);
    const author = input.author ? await personNamed(tx, actor, 'author', input.author) : { id: actor.personId, display_name: actor.name };
    const { id, ref } = await insertReport(tx, review.prefix, {
      review_id: review.id,
      body_id,
      title: JSON.stringify(input.title ?? titleFor(period.to)),
      from_on: period.from,
      to_on: period.to,
      due_on: input.dueOn === undefined ? period.due : input.dueOn,
      author_id: author.id,
      author_name: author.display_name,
    });
    const issues = (await planAsAt(reading(tx), visitor, period.to, { review: review.id })).filter((item) => item.kind === 'issue');
    const structure = last
      ? await structureOf(tx, last.id)
      : standardSections.map(({ kind, title }) => ({ kind, title: title ? inAllLanguages(title) : null }));
    const [first] = await insertSections(
      tx,
      id,
      structure.flatMap(({ kind, title }): NewSection[] =>
        kind === 'issues' ? issues.map((issue) => ({ kind: 'issue', item_id: issue.id })) : [{ kind, title }],
      ),
    );
    await noteStep(tx, id, 'started', today, actor);
    return { ref, copiedFrom: last?.ref ?? null, first: first ?? null };
  },
});

export interface NewSection {
  kind: SectionKind;
  title?: Texts | null;
  item_id?: number | null;
  text?: Texts | null;
}

/** The period as asked for, or the next one of the calendar, or six months after the last report. */
const periodOf = async (
  tx: Writes<Tables>,
  input: { from?: string | null | undefined; to?: string | null | undefined },
  reviewId: number,
  today: string,
) => {
  const calendar = await tx
    .selectFrom('report_calendar')
    .select(['begins_on', 'months', 'due_after'])
    .where('review_id', '=', reviewId)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  const reported = await tx
    .selectFrom('report')
    .select((row) => row.fn.max('to_on').as('to_on'))
    .where('review_id', '=', reviewId)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  const until = reported?.to_on ?? null;
  if (input.to) {
    const from =
      input.from ?? (until && until < input.to ? daysAfter(until, 1) : daysAfter(monthsAfter(input.to, -(calendar?.months ?? 6)), 1));
    return { from, to: input.to, due: calendar ? daysAfter(input.to, calendar.due_after) : null };
  }
  if (calendar) return nextPeriod(calendar, until);
  const from = input.from ?? (until ? daysAfter(until, 1) : daysAfter(monthsAfter(today, -6), 1));
  return { from, to: daysAfter(monthsAfter(from, 6), -1), due: null };
};

const mustBeFree = async (tx: Writes<Tables>, reviewId: number, to: string): Promise<void> => {
  const other = await tx
    .selectFrom('report')
    .select('ref')
    .where('review_id', '=', reviewId)
    .where('to_on', '=', to)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  if (other) throw invalidField('to', 'report.periodTaken', { ref: other.ref });
};

/** A reference is never given twice: beside an archived draft of the same month stands a number. */
export const insertReport = async (
  tx: Writes<Tables>,
  prefix: string,
  values: Omit<Insertable<Tables['report']>, 'ref'>,
): Promise<{ id: number; ref: string }> => {
  const plain = reportReference(prefix, values.to_on);
  const taken = await tx.selectFrom('report').select('ref').where('ref', 'like', `${plain}%`).execute();
  const ref = taken.length === 0 ? plain : `${plain}-${taken.length + 1}`;
  const { id } = await tx
    .insertInto('report')
    .values({ ...values, ref })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, ref };
};

export const insertSections = async (tx: Writes<Tables>, reportId: number, sections: readonly NewSection[]): Promise<number[]> => {
  if (sections.length === 0) return [];
  const made = await tx
    .insertInto('report_section')
    .values(
      sections.map(({ kind, title, item_id, text }, at) => ({
        report_id: reportId,
        position: (at + 1) * 10,
        kind,
        item_id: item_id ?? null,
        title: title ? JSON.stringify(title) : null,
        text: text ? JSON.stringify(text) : null,
        left_out: '[]',
      })),
    )
    .returning('id')
    .execute();
  return made.map(({ id }) => id);
};

export const noteStep = (
  tx: Writes<Tables>,
  reportId: number,
  step: Tables['report_step']['step'],
  on: string,
  actor: { personId: number | null; name: string },
  more: { note?: string | null | undefined; link?: string | null | undefined } = {},
) =>
  tx
    .insertInto('report_step')
    .values({
      report_id: reportId,
      step,
      happened_on: on,
      by_name: actor.name,
      person_id: actor.personId,
      note: more.note ?? null,
      link: more.link ?? null,
    })
    .execute();

/** The sections of a report without their texts; those about single issues become one place for all. */
const structureOf = async (tx: Writes<Tables>, reportId: number): Promise<{ kind: SectionKind | 'issues'; title: Texts | null }[]> => {
  const sections = await tx
    .selectFrom('report_section')
    .select(['kind', 'title'])
    .where('report_id', '=', reportId)
    .where('archived_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const first = sections.findIndex(({ kind }) => kind === 'issue');
  const later = sections.findIndex(({ kind }) => kind === 'metrics' || kind === 'goals' || kind === 'nextSteps');
  // Where the last report spoke of no issue, they stand before what sums them up.
  const at = first >= 0 ? first : later >= 0 ? later : sections.length;
  const others = (some: typeof sections) => some.filter(({ kind }) => kind !== 'issue');
  return [...others(sections.slice(0, at)), { kind: 'issues', title: null }, ...others(sections.slice(at))];
};

/** A text of the interface in every language that it has. */
const inAllLanguages = (key: string, values: Record<string, (t: ReturnType<typeof translator>) => string> = {}): Texts => ({
  original: fallbackLanguage,
  texts: Object.fromEntries(
    offeredLanguages.map((language) => {
      const t = translator(words, language);
      return [language, t(key, Object.fromEntries(Object.entries(values).map(([name, say]) => [name, say(t)])))];
    }),
  ),
});

/** What a report is called that nobody named. */
export const titleFor = (to: string): Texts => inAllLanguages('report.titleOf', { day: (t) => t.day(to) });
