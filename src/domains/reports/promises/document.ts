import { lines } from '../../../platform/charts/charts.ts';
import { type Block, type DocumentOut, says } from '../../../platform/documents/document.ts';
import { linkedSpans } from '../../../platform/documents/links.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { languageName } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { type Terms, termIn } from '../../../platform/terms/terms.ts';
import { proseBlocks } from '../content/prose.ts';
import type { Asked, Planned, Story } from './promise.ts';
import type { Happening } from './queries.ts';
import {
  addressOf,
  deedWords,
  endWords,
  evidenceOf,
  fieldWords,
  labelled,
  leadWords,
  nameOf,
  percentsOver,
  reportedWords,
  summaryOf,
  valueWords,
} from './words.ts';

/** The promise on paper: the same chapters as its page. */
export const promiseDocument = (v: Visit, terms: Terms, story: Story, happenings: readonly Happening[]): DocumentOut => {
  const { t } = v;
  const day = story.past?.day ?? v.today;
  const heading = (chapter: string): Block => ({ kind: 'heading', level: 1, text: t(`promise.chapter.${chapter}`) });
  const nothing = (key: string): Block[] => [paragraph(t(key))];
  return {
    title: textIn(story.title, v.languages).text,
    subtitle: [story.ref, story.past ? t('promise.asAt', { day: t.day(day) }) : ''].filter(Boolean).join(' · '),
    language: v.language,
    author: v.communityName,
    date: day,
    runningHead: `${v.communityName} · ${story.ref}`,
    blocks: [
      paragraph(summaryOf(v, terms, story)),
      ...(story.past?.from === 'days' ? [paragraph(t('promise.fromDays', { day: t.day(day) }))] : []),
      heading('asked'),
      ...(story.asked.length > 0 ? story.asked.flatMap((asked) => askedBlocks(v, asked)) : nothing('promise.nobodyAsked')),
      heading('stood'),
      ...(story.asked.length > 0 ? story.asked.flatMap((asked) => stoodBlocks(v, terms, asked)) : nothing('promise.nothingToStandOn')),
      heading('planned'),
      ...(story.planned.length > 0 ? story.planned.flatMap((item) => plannedBlocks(v, item)) : nothing('promise.nothingPlanned')),
      ...insideBlocks(v, story),
      heading('done'),
      ...chart(v, story),
      ...(story.planned.length > 0 ? story.planned.flatMap((item) => doneBlocks(v, item)) : nothing('promise.nothingDone')),
      heading('evidence'),
      ...evidenceBlocks(v, story),
      heading('history'),
      ...(happenings.length > 0
        ? [{ kind: 'facts' as const, facts: happenings.map((one) => happened(v, one)) }]
        : nothing('promise.noHistory')),
      heading('cite'),
      paragraph(addressOf(v, story, day)),
    ],
  };
};

const paragraph = (text: string): Block => ({ kind: 'paragraph', spans: says(text) });

const texted = (v: Visit, text: Texts, kind: 'paragraph' | 'quote' = 'paragraph'): Block[] => {
  const shown = textIn(text, v.languages);
  return [
    ...proseBlocks(shown.text).map(
      (part): Block =>
        typeof part === 'string'
          ? { kind, spans: linkedSpans(part), language: shown.language }
          : { kind: 'list', ordered: false, items: part.map((item) => ({ spans: linkedSpans(item) })), language: shown.language },
    ),
    ...(shown.language === v.language ? [] : [paragraph(t(v, shown.language))]),
  ];
};
const t = (v: Visit, language: string): string => v.t('promise.originalIn', { language: languageName(language, v.language) });

const askedBlocks = (v: Visit, asked: Asked): Block[] => [
  { kind: 'heading', level: 2, text: `${asked.ref} ${textIn(asked.title, v.languages).text}` },
  ...(asked.text ? texted(v, asked.text, 'quote') : [paragraph(v.t('promise.noText'))]),
  {
    kind: 'facts',
    facts: [
      { name: v.t('promise.review'), value: textIn(asked.review.title, v.languages).text },
      { name: v.t('promise.examiner'), value: asked.review.examiner ?? '' },
      { name: v.t('promise.publishedOn'), value: asked.review.publishedOn ? v.t.day(asked.review.publishedOn) : '' },
      { name: v.t('promise.source'), value: asked.page ? v.t('promise.onPage', { page: asked.page }) : '' },
    ].filter((fact) => fact.value),
  },
];

const stoodBlocks = (v: Visit, terms: Terms, asked: Asked): Block[] => [
  ...(asked.positions.length > 0
    ? [
        {
          kind: 'table' as const,
          caption: v.t('promise.bodiesDecided', { count: asked.positions.length }),
          header: ['promise.body', 'position.stance', 'position.decidedOn'].map((key) => ({ text: v.t(key) })),
          rows: asked.positions.map((one) =>
            [
              nameOf(one.body, v),
              one.stance ? termIn(terms, 'stance', one.stance, v.languages) : v.t('position.noneYet'),
              one.decidedOn ? v.t.day(one.decidedOn) : '–',
            ].map((text) => ({ text })),
          ),
        },
      ]
    : [paragraph(v.t('promise.nobodyStands'))]),
  ...asked.positions.flatMap((one): Block[] =>
    one.comment ? [{ kind: 'paragraph', spans: [{ text: nameOf(one.body, v), strong: true }] }, ...texted(v, one.comment, 'quote')] : [],
  ),
  ...asked.answers.flatMap((one): Block[] => [
    {
      kind: 'paragraph',
      spans: [
        { text: `${nameOf(one.body, v)}: ${v.t(`answer.${one.answer}`)}`, strong: true },
        { text: one.decidedOn ? `, ${v.t.day(one.decidedOn)}` : '' },
      ],
    },
    ...(one.explanation ? texted(v, one.explanation) : []),
    ...(one.alternativeWording ? [paragraph(v.t('answer.alternativeWording')), ...texted(v, one.alternativeWording, 'quote')] : []),
  ]),
];

const named = (v: Visit, item: Planned): Block => ({
  kind: 'heading',
  level: 2,
  text: `${item.ref} ${textIn(item.title, v.languages).text}`,
});

const plannedBlocks = (v: Visit, item: Planned): Block[] => [
  named(v, item),
  ...(['goal', 'steps', 'metrics', 'method'] as const).flatMap((name) => {
    const text = item[name];
    return text ? [strong(v.t(`plan.${name}`)), ...texted(v, text)] : [];
  }),
  {
    kind: 'facts',
    facts: [
      { name: v.t('plan.startsOn'), value: item.startsOn ? v.t.day(item.startsOn) : '' },
      ...item.ends.map((end) => {
        const { now, first } = endWords(v, end);
        return {
          name: [v.t('plan.proposedEnd'), end.label && `${end.label})`, end.title].filter(Boolean).join(' '),
          value: first ? `${now} (${v.t('promise.firstEnd', { day: first })})` : now,
        };
      }),
      ...leadWords(v, item.leads).map(({ role, who }) => ({ name: role, value: who })),
      { name: v.t('plan.body'), value: item.body ? nameOf(item.body, v) : '' },
      { name: v.t('plan.phase'), value: item.phase ?? '' },
      ...item.outside.map((one) => ({
        name: one.owner,
        value: [one.promise, one.promisedOn && v.t.day(one.promisedOn)].filter(Boolean).join(', '),
      })),
    ].filter((fact) => fact.value),
  },
];

/** The parts of the work, each with how far it is. */
const insideBlocks = (v: Visit, { inside }: Story): Block[] =>
  inside.length === 0
    ? []
    : [
        { kind: 'heading', level: 2, text: v.t('promise.inside', { count: inside.length }) },
        {
          kind: 'list',
          ordered: false,
          items: inside.map((item) => ({
            spans: says(
              [
                textIn(item.title, v.languages).text,
                item.status ? v.t(`plan.status.${item.status}`) : '',
                item.percent === null ? '' : v.t.percent(Number(item.percent)),
                item.late ? v.t('promise.late') : '',
              ]
                .filter(Boolean)
                .join(' · '),
            ),
          })),
        },
      ];

const strong = (text: string): Block => ({ kind: 'paragraph', spans: [{ text, strong: true }] });

const chart = (v: Visit, story: Story): Block[] => {
  const over = percentsOver(v, story.planned);
  return over
    ? [
        lines({
          title: v.t('promise.percentOver'),
          language: v.language,
          rowTitle: v.t('promise.day'),
          periods: over.days,
          series: over.series,
        }),
      ]
    : [];
};

const doneBlocks = (v: Visit, item: Planned): Block[] => {
  const status = item.status ? v.t(`plan.status.${item.status}`) : v.t('promise.statusUnknown');
  return [
    named(v, item),
    paragraph(
      [status, item.percent === null ? '' : v.t.percent(Number(item.percent)), item.late ? v.t('promise.late') : '']
        .filter(Boolean)
        .join(' · '),
    ),
    ...item.ends.flatMap((end): Block[] =>
      end.label && end.status
        ? [
            paragraph(
              labelled(
                end.label,
                [v.t(`plan.status.${end.status}`), end.percent === null ? '' : v.t.percent(Number(end.percent))]
                  .filter(Boolean)
                  .join(' · '),
              ),
            ),
          ]
        : [],
    ),
    ...(item.outcome ? texted(v, item.outcome) : []),
    ...(item.note ? texted(v, item.note) : []),
    ...item.closures.map((one) =>
      paragraph(
        [
          v.t('promise.claimedOn', { day: v.t.day(one.claimedOn) }),
          one.judgedOn
            ? v.t(one.state === 'returned' ? 'promise.returnedOn' : 'promise.verifiedOn', { day: v.t.day(one.judgedOn) })
            : v.t('promise.notVerified'),
        ].join(' '),
      ),
    ),
    ...item.progress.flatMap((one): Block[] => [
      {
        kind: 'paragraph',
        spans: [
          {
            text: [v.t.day(one.on), one.percent === null ? '' : v.t.percent(Number(one.percent))].filter(Boolean).join(' · '),
            strong: true,
          },
        ],
      },
      ...texted(v, one.text),
    ]),
    ...(item.reported.length > 0
      ? [
          {
            kind: 'table' as const,
            caption: v.t('promise.reported'),
            header: ['promise.report', 'promise.day', 'statement.value'].map((key) => ({ text: v.t(key) })),
            rows: item.reported.map((one) =>
              [textIn(one.title, v.languages).text, v.t.day(one.on), reportedWords(v, one)].map((text) => ({ text })),
            ),
          },
        ]
      : []),
    ...(item.statements.length > 0
      ? [
          {
            kind: 'table' as const,
            caption: v.t('statement.title'),
            header: ['statement.about', 'statement.value', 'statement.source'].map((key) => ({ text: v.t(key) })),
            rows: item.statements.map((one) =>
              [
                labelled(one.part, v.t(`statement.field.${one.field}`)),
                one.value,
                [one.source, one.place, one.statedOn && v.t.day(one.statedOn)].filter(Boolean).join(' · '),
              ].map((text) => ({ text })),
            ),
          },
        ]
      : []),
  ];
};

const evidenceBlocks = (v: Visit, story: Story): Block[] => {
  const links = evidenceOf(v, story);
  if (links.length === 0) return [paragraph(v.t('promise.noEvidence'))];
  return [
    {
      kind: 'list',
      ordered: false,
      items: links.map((one) => ({
        spans: [{ text: one.title, ...(one.url && /^https?:/.test(one.url) ? { href: one.url } : {}) }, { text: ` (${one.of})` }],
      })),
    },
  ];
};

const happened = (v: Visit, one: Happening): { name: string; value: string } => ({
  name: v.t.day(one.at.slice(0, 10)),
  value: `${one.ref} · ${deedWords(v, one)}: ${one.changes
    .slice(0, 4)
    .map((change) => `${labelled(change.part, fieldWords(v, change.field))} ${valueWords(v, change.field, change.after)}`)
    .join('; ')}`,
});
