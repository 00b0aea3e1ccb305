import { commandsOver } from '../../../platform/command.ts';
import { reading, type Writes } from '../../../platform/db/tables.ts';
import { conflict } from '../../../platform/errors.ts';
import type { FlexibleDay } from '../../../platform/i18n/days.ts';
import { checksumOf } from '../content/canonical.ts';
import type { Content, End, Row } from '../content/content.ts';
import { beforeOf } from '../content/draw.ts';
import type { SectionKind } from '../sections/section.ts';
import type { Tables } from '../tables.ts';
import { earlierQuestion } from './queries.ts';
import { takenReport } from './report.ts';
import { insertReport, insertSections, type NewSection, noteStep } from './start.ts';
import { placeOf } from './subjects.ts';

const command = commandsOver<Tables>();

/** Takes in a report that was submitted elsewhere, with the figures that its document states and no others. Frozen from the first. */
export const takeInReport = command({
  name: 'report.takeIn',
  input: takenReport,
  subject: (tx, input, actor) => placeOf(tx, input, actor, 'report.submit'),
  perform: async ({ tx, input, subject, actor, now }) => {
    const { review, body_id } = subject;
    const known = await tx
      .selectFrom('report')
      .select('ref')
      .where('review_id', '=', review.id)
      .where('to_on', '=', input.to)
      .where('archived_at', 'is', null)
      .executeTakeFirst();
    if (known) throw conflict('report.periodTaken', { ref: known.ref });
    const { id, ref } = await insertReport(tx, review.prefix, {
      review_id: review.id,
      body_id,
      title: JSON.stringify(input.title),
      from_on: input.from,
      to_on: input.to,
      author_name: input.author,
      state: input.acknowledgedOn ? 'acknowledged' : 'submitted',
      source: input.source,
    });
    const earlier = (await earlierQuestion(reading(tx), review.id, input.to).execute()).toReversed();
    const said = earlier.map(({ items }) => new Map(items.map((row) => [row.ref, row])));
    const content: Content = {
      form: 1,
      report: {
        ref,
        title: input.title,
        from: input.from,
        to: input.to,
        author: input.author,
        body: body_id === null ? null : await nameOf(tx, body_id),
        review: { ref: review.ref, title: review.title },
        source: input.source,
      },
      asAt: input.to,
      periods: [...earlier.map((one) => ({ ref: one.ref, to: one.to_on })), { ref, to: input.to }],
      items: input.items.map(
        (item): Row => ({
          ...blank,
          ref: item.ref,
          number: item.number ?? null,
          title: item.title,
          startsOn: item.startsOn ?? null,
          ends: (item.parts ?? []).map(endOf),
          percent: item.percent ?? null,
          status: item.status ?? null,
          note: item.note ?? null,
          goal: item.goal ?? null,
          metrics: item.metrics ?? null,
          series: [...said.map((rows) => rows.get(item.ref)?.percent ?? null), item.percent ?? null],
          before: beforeOf(said.at(-1)?.get(item.ref)),
        }),
      ),
      gone: [],
      sections: [],
    };
    const sections = sectionsOf(input);
    content.sections = sections.map(({ kind, title, text, item }) => ({
      kind,
      title: title ?? null,
      text: text ?? null,
      item,
      leftOut: [],
    }));
    await insertSections(
      tx,
      id,
      sections.filter(({ kind }) => kind !== 'issue'),
    );
    await tx
      .insertInto('report_snapshot')
      .values({ report_id: id, taken_at: now, checksum: checksumOf(content), content: JSON.stringify(content) })
      .execute();
    const who = { personId: actor.personId, name: input.author };
    await noteStep(tx, id, 'submitted', input.submittedOn, who);
    if (input.acknowledgedOn) await noteStep(tx, id, 'acknowledged', input.acknowledgedOn, who);
    return { ref };
  },
});

const blank = {
  kind: 'issue',
  parent: null,
  workstream: null,
  endedOn: null,
  health: null,
  claim: null,
} as const;

/** Prose as the document has it, then what it says issue by issue, with the tables for which it states something. */
const sectionsOf = (input: {
  prose?: { title: NewSection['title'] & object; text: NewSection['text'] & object }[] | null | undefined;
  items: readonly { ref: string; text?: NewSection['text'] | undefined; metrics?: unknown; goal?: unknown }[];
}): (NewSection & { item: string | null })[] => {
  const plain = (kind: SectionKind) => ({ kind, item: null });
  const [first, ...others] = input.prose ?? [];
  return [
    ...(first ? [{ kind: 'prose' as const, item: null, ...first }] : []),
    plain('overview'),
    plain('figure'),
    ...input.items.flatMap((item) => (item.text ? [{ kind: 'issue' as const, item: item.ref, text: item.text }] : [])),
    ...(input.items.some((item) => item.metrics) ? [plain('metrics')] : []),
    ...(input.items.some((item) => item.goal) ? [plain('goals')] : []),
    ...others.map((one) => ({ kind: 'prose' as const, item: null, ...one })),
  ];
};

const endOf = (part: {
  label?: string | null | undefined;
  title?: string | null | undefined;
  endsOn?: FlexibleDay | null | undefined;
  status?: End['status'] | undefined;
  percent?: number | null | undefined;
}): End => ({
  label: part.label ?? '',
  title: part.title ?? null,
  endsOn: part.endsOn?.to ?? part.endsOn?.from ?? null,
  precision: !part.endsOn || part.endsOn.precision === 'unknown' ? 'day' : part.endsOn.precision,
  status: part.status ?? null,
  percent: part.percent ?? null,
});

const nameOf = async (tx: Writes<Tables>, bodyId: number) =>
  (await tx.selectFrom('body').select('name').where('id', '=', bodyId).executeTakeFirstOrThrow()).name;
