import { type Block, type Cell, type DocumentOut, plain, type Span, says } from '../../../platform/documents/document.ts';
import { evenHeadings } from '../../../platform/documents/headings.ts';
import { linkedSpans } from '../../../platform/documents/links.ts';
import { languageName } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { typedBlocks } from '../../../platform/imports/read/typed.ts';
import type { Erratum, Question, Step } from '../report/queries.ts';
import {
  byWorkstream,
  type Content,
  doneInside,
  goalRows,
  isShown,
  issuesOf,
  languagesOf,
  nextSteps,
  type Part,
  type Row,
} from './content.ts';
import { progressFigures } from './figure.ts';
import { proseBlocks } from './prose.ts';
import { type Removal, removalWords } from './removals.ts';
import { changeWords, endsOf, nameOf, type Reading, said, statusLines, titleOf } from './words.ts';

/** What stands beside the content: how far the report is, and what was added after submission. */
export interface Around {
  /** Under which a report was submitted; a draft has none. */
  checksum: string | null;
  /** Oldest first; the content fits the checksum of the last. */
  removals: readonly Removal[];
  /** Its permanent address. */
  address: string;
  steps: readonly Step[];
  errata: readonly Erratum[];
  questions: readonly Question[];
}

/** The report as one document for PDF, Word and other files. The same content gives the same document. */
export const documentOf = (reading: Reading, content: Content, around: Around): DocumentOut => {
  const { t } = reading;
  const { report } = content;
  const submitted = around.steps.find(({ step }) => step === 'submitted');
  return {
    title: said(reading, report.title),
    subtitle: said(reading, report.review.title),
    language: reading.language,
    author: report.author,
    runningHead: around.checksum ? report.ref : `${report.ref} · ${submitted ? t.day(content.asAt) : t('report.draft')}`,
    date: (around.checksum ? submitted?.happened_on : null) ?? content.asAt,
    blocks: [
      ...notice(reading, content, around),
      {
        kind: 'facts',
        facts: [
          { name: t('report.review'), value: `${said(reading, report.review.title)} (${report.review.ref})` },
          ...(report.body ? [{ name: t('report.body'), value: said(reading, report.body) }] : []),
          { name: t('report.period'), value: t('report.fromTo', { from: t.day(report.from), to: t.day(report.to) }) },
          { name: t('report.asAt'), value: t.day(content.asAt) },
          ...lastSteps(around.steps).map(({ step, happened_on, by_name }) => ({
            name: t(`report.step.${step}`),
            value: t('report.onBy', { day: t.day(happened_on), who: by_name }),
          })),
          ...(report.source ? [{ name: t('report.source'), value: report.source }] : []),
          { name: t('report.address'), value: around.address },
        ],
      },
      ...content.sections.filter(isShown).flatMap((part) => blocksOf(reading, content, part)),
      ...gone(reading, content),
      ...errata(reading, around),
      ...questions(reading, around),
      ...(around.checksum
        ? [
            heading(1, t('report.checksum')),
            { kind: 'paragraph', spans: says(t('report.checksumHint')), leads: true } as const,
            // A command is typed from left to right in every language.
            { kind: 'paragraph', spans: says(`plenary report ${report.ref} --verify`), language: 'en' } as const,
            paragraph(inGroups(around.checksum)),
            ...around.removals.flatMap((removal) => [paragraph(removalWords(reading, removal)), paragraph(inGroups(removal.checksum))]),
          ]
        : []),
    ],
  };
};

/** Each step once, as it was taken last: what was returned in between is history. */
const lastSteps = (steps: Around['steps']): Step[] =>
  steps.filter(({ step }, at) => step !== 'started' && step !== 'returned' && !steps.slice(at + 1).some((later) => later.step === step));

const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text });
const paragraph = (text: string): Block => ({ kind: 'paragraph', spans: says(text) });

/** A word of 64 signs breaks no line. */
const inGroups = (checksum: string): string => (checksum.match(/.{1,8}/g) ?? []).join(' ');

/** That it is a draft, or drawn for another day than it was submitted for, and that it is read in another language than it was written in. */
const notice = ({ t, language }: Reading, content: Content, { checksum, steps }: Around): Block[] => {
  const own = languagesOf(content);
  return [
    ...(checksum ? [] : [emphasised(t(isSubmitted(steps) ? 'report.otherDay' : 'report.draftNotice', { day: t.day(content.asAt) }))]),
    ...(own.includes(language) ? [] : [emphasised(t('report.languageNotice', { language: languageName(own[0] ?? 'en', language) }))]),
  ];
};
const isSubmitted = (steps: Around['steps']): boolean => steps.some(({ step }) => step === 'submitted');
const emphasised = (text: string): Block => ({ kind: 'paragraph', spans: [{ text, emphasis: true }] });

const blocksOf = (reading: Reading, content: Content, part: Part): Block[] => [
  heading(part.kind === 'issue' ? 2 : 1, titleOf(reading, part, content)),
  ...before[part.kind](reading, content, part),
  ...(part.text ? prose(reading, part.text) : []),
];

const before: Record<Part['kind'], (reading: Reading, content: Content, part: Part) => Block[]> = {
  prose: () => [],
  overview: (reading, content) => [overview(reading, content)],
  figure: progressFigures,
  issue: (reading, content, part) => issue(reading, content, part),
  metrics: (reading, content) => [metrics(reading, content)],
  goals: (reading, content) => [orSaid(goals(reading, content), reading.t('report.noGoals'))],
  nextSteps: (reading, content, part) => [orSaid(steps(reading, content, part), reading.t('report.nothingNext'))],
};

/** A table without a row says why. */
const orSaid = (block: Block, nothing: string): Block => (block.kind === 'table' && block.rows.length === 0 ? paragraph(nothing) : block);

/** Headings in it stand under the one above it. */
export const prose = (reading: Reading, text: Texts): Block[] => {
  const shown = textIn(text, reading.languages);
  const language = shown.language === reading.language ? {} : { language: shown.language };
  return evenHeadings(typedBlocks(shown.text)).map(
    (block): Block => (block.kind === 'heading' ? { ...block, level: block.level === 1 ? 3 : 4 } : { ...block, ...language }),
  );
};

const cell = (text: string): Cell => ({ text });
const cells = (lines: readonly string[]): Cell => ({ text: lines.join('\n') });
const head = (...titles: string[]): Cell[] => titles.map(cell);
/** A text in a cell: its list, or its lines. */
const inCell = (reading: Reading, text: Texts | null): Cell => {
  if (!text) return cell('–');
  // A cell holds words alone: of a link those that are read.
  const words = plain(linkedSpans(said(reading, text)));
  const [first, ...others] = proseBlocks(words);
  return Array.isArray(first) && others.length === 0 ? { text: first.join('\n'), items: first } : cell(words);
};

const overview = (reading: Reading, content: Content): Block => {
  const { t } = reading;
  return {
    kind: 'table',
    caption: t('report.overviewTitle', { day: t.day(content.asAt) }),
    header: head(t('report.issue'), t('plan.startsOn'), t('plan.proposedEnd'), t('plan.status'), t('plan.note')),
    rows: issuesOf(content).map((row) => [
      cell(nameOf(reading, row)),
      cell(row.startsOn ? t.day(row.startsOn) : '–'),
      cells(endsOf(reading, row).length > 0 ? endsOf(reading, row) : ['–']),
      cells([...statusLines(reading, row).map(({ text }) => text), ...changes(reading, row, content).map((text) => `▲ ${text}`)]),
      inCell(reading, row.note),
    ]),
  };
};

const changes = (reading: Reading, row: Row, content: Content): string[] => changeWords(reading, row, content).map(({ text }) => text);

const issue = (reading: Reading, content: Content, part: Part): Block[] => {
  const { t } = reading;
  const row = content.items.find(({ ref }) => ref === part.item);
  if (!row) return [];
  const spans: Span[] = [
    {
      text: statusLines(reading, row)
        .map(({ text }) => text)
        .join('; '),
      strong: true,
    },
    ...(row.claim === 'claimed' || row.claim === 'verified' ? [{ text: ` · ${t(`closure.state.${row.claim}`)}` }] : []),
    ...(row.ends.length > 0 ? [{ text: ` · ${t('plan.proposedEnd')}: ${endsOf(reading, row).join('; ')}` }] : []),
    ...changes(reading, row, content).map((text) => ({ text: ` · ▲ ${text}`, emphasis: true })),
  ];
  return [{ kind: 'paragraph', spans, leads: part.text !== null }];
};

const metrics = (reading: Reading, content: Content): Block => {
  const { t } = reading;
  return {
    kind: 'table',
    caption: t('report.metricsTitle'),
    header: head(t('report.issue'), t('report.activitiesDone'), t('plan.metrics')),
    rows: issuesOf(content).map((row) => {
      const done = doneInside(content, row).map((one) => said(reading, one.title));
      return [
        cell(nameOf(reading, row)),
        done.length > 0 ? { text: done.join('\n'), items: done } : cell('–'),
        inCell(reading, row.metrics),
      ];
    }),
  };
};

const goals = (reading: Reading, content: Content): Block => {
  const { t } = reading;
  return {
    kind: 'table',
    caption: t('report.goalsTitle'),
    header: head(t(byWorkstream(content) ? 'plan.workstream' : 'report.issue'), t('plan.goal'), t('plan.status')),
    rows: goalRows(content).map((row) => [
      cell(row.workstream ? said(reading, row.workstream) : nameOf(reading, row)),
      row.goal ? inCell(reading, row.goal) : cell(nameOf(reading, row)),
      cells(statusLines(reading, row).map(({ text }) => text)),
    ]),
  };
};

const steps = (reading: Reading, content: Content, part: Part): Block => {
  const { t } = reading;
  return {
    kind: 'table',
    caption: t('report.nextTitle'),
    header: head(t('report.what'), t('report.by'), t('plan.status')),
    rows: nextSteps(content)
      .filter(({ row }) => !part.leftOut.includes(row.ref))
      .map(({ row, due }) => [
        cell(nameOf(reading, row)),
        cell(due ? t.day(due) : t('report.noDay')),
        cells(statusLines(reading, row).map(({ text }) => text)),
      ]),
  };
};

const gone = (reading: Reading, content: Content): Block[] =>
  content.gone.length === 0
    ? []
    : [
        heading(1, reading.t('report.gone')),
        { kind: 'list', ordered: false, items: content.gone.map((row) => ({ spans: says(nameOf(reading, row)) })) },
      ];

const errata = (reading: Reading, { errata }: Around): Block[] =>
  errata.length === 0
    ? []
    : [
        heading(1, reading.t('report.errata')),
        ...errata.flatMap((one) => [
          {
            kind: 'paragraph' as const,
            spans: [{ text: [reading.t.day(one.happened_on), one.place].filter(Boolean).join(' · '), strong: true }],
            leads: true,
          },
          ...prose(reading, one.text),
        ]),
      ];

const questions = (reading: Reading, { questions }: Around): Block[] => {
  const { t } = reading;
  if (questions.length === 0) return [];
  return [
    heading(1, t('report.questions')),
    ...questions.flatMap((one) => [
      heading(2, t('report.questionOf', { number: one.number, who: one.by_name, day: t.day(one.asked_on) })),
      ...prose(reading, one.text),
      ...(one.answer
        ? [
            {
              kind: 'paragraph' as const,
              spans: [{ text: t('report.answered', { who: one.answered_by ?? '', day: t.day(one.answered_on ?? '') }), strong: true }],
              leads: true,
            },
            ...prose(reading, one.answer),
          ]
        : [emphasised(t('report.unanswered'))]),
    ]),
  ];
};
