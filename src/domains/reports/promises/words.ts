import type { Visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { type Terms, termIn } from '../../../platform/terms/terms.ts';
import { dayOf } from '../../plans/index.ts';
import { type Asked, acceptingAnswers, type BodyNamed, type End, type Planned, type Stage, type Story, way } from './promise.ts';
import type { Happening } from './queries.ts';

// What a promise says, in words: the same on the page, in the document, in the feed and to those who link to it.

export const nameOf = (body: BodyNamed, v: Visit): string => body.acronym ?? textIn(body.name, v.languages).text;

/** How many bodies took each stance, in the order of the community's words. */
export const stanceCounts = (positions: Asked['positions'], terms: Terms): { stance: string; count: number }[] =>
  [...(terms.get('stance')?.keys() ?? [])]
    .map((stance) => ({ stance, count: positions.filter((one) => one.stance === stance).length }))
    .filter(({ count }) => count > 0);

/** One or two sentences for whoever links to the page: who asked, who stands where, how far it is. */
export const summaryOf = (v: Visit, terms: Terms, story: Story): string => {
  const { t } = v;
  const [asked] = story.asked;
  const counts = asked
    ? stanceCounts(asked.positions, terms).map(({ stance, count }) => `${termIn(terms, 'stance', stance, v.languages)} ${t.number(count)}`)
    : [];
  const answer = asked?.answers[0];
  return [
    asked ? t('promise.askedBy', { review: textIn(asked.review.title, v.languages).text }) : t('promise.ownPlan'),
    counts.length > 0 ? t('promise.stoodAs', { counts: t.list(counts) }) : '',
    answer ? t('promise.answeredAs', { body: nameOf(answer.body, v), answer: t(`answer.${answer.answer}`) }) : '',
    t('promise.nowAs', { stage: t(`promise.stage.${story.stage}`) }),
  ]
    .filter(Boolean)
    .join(' ');
};

/** Which steps of the way lie behind. What nobody asked for begins with its plan. */
export const stepsOf = (story: Story): { step: Stage; reached: boolean }[] => {
  const at = { planned: 2, inProgress: 3, completed: 4, verified: 5, dropped: 2, accepted: 1, declined: 0, asked: 0 }[story.stage];
  const accepted = story.asked.some((one) => one.answers[0] && acceptingAnswers.includes(one.answers[0].answer));
  const steps = story.asked.length > 0 || story.kind === 'recommendation' ? way : way.slice(2);
  return steps.map((step) => ({
    step,
    reached: step === 'accepted' ? accepted : way.indexOf(step) <= at && (step !== 'planned' || story.planned.length > 0),
  }));
};

/** An end and, where it was moved, the one that was promised first. */
export const endWords = (v: Visit, end: End): { now: string; first: string | null } => ({
  now: dayOf({ ends_on: end.endsOn, ends_precision: end.precision }, v.t),
  first: end.baselineOn && end.baselineOn !== end.endsOn ? v.t.day(end.baselineOn) : null,
});

/** `a) 30 Sep 2020` of a part, `AFRALO: Final` of a body. */
export const labelled = (label: string, text: string): string => (label ? `${label}${label.length > 3 ? ':' : ')'} ${text}` : text);

/** What a report said of it: its status with percent, or those of its parts. */
export const reportedWords = (v: Visit, one: Planned['reported'][number]): string => {
  const said = ({ status, percent }: { status: string | null; percent: number | null }) =>
    [status ? v.t(`plan.status.${status}`) : '', percent === null ? '' : v.t.percent(Number(percent))].filter(Boolean).join(' · ');
  const parts = one.ends.filter((end) => end.label && said(end)).map((end) => labelled(end.label, said(end)));
  return [said(one), ...parts].filter(Boolean).join('; ') || v.t('plan.notStated');
};

/** Who leads, as far as the reader may know: names where they are known, otherwise how many there are. */
export const leadWords = (v: Visit, leads: Planned['leads']): { role: string; who: string }[] =>
  [...Map.groupBy(leads, (lead) => lead.role)].map(([role, some]) => {
    const names = some.flatMap((lead) => lead.name ?? []);
    const unnamed = some.length - names.length;
    return {
      role: v.t(`plan.role.${role}`),
      who: v.t.list([...names, ...(unnamed > 0 ? [v.t('promise.unnamed', { count: unnamed })] : [])]),
    };
  });

/** Percents by day, each series one thing planned; empty where fewer than two are known. */
export const percentsOver = (v: Visit, planned: readonly Planned[]) => {
  const series = planned
    .map((item) => ({
      item,
      points: new Map(item.progress.flatMap((one) => (one.percent === null ? [] : [[one.on, Number(one.percent)] as const])).reverse()),
    }))
    .filter(({ points }) => points.size > 0);
  const days = [...new Set(series.flatMap(({ points }) => [...points.keys()]))].sort();
  if (days.length < 2) return undefined;
  return {
    days: days.map((day) => v.t.day(day)),
    series: series
      .slice(0, 6)
      .map(({ item, points }) => ({ key: item.ref, label: item.ref, values: days.map((day) => points.get(day) ?? null) })),
  };
};

/** Where it can be seen: what was shown of the work, and the decisions with an address; each address once. */
export const evidenceOf = (v: Visit, story: Story): { title: string; url: string | null; of: string }[] => {
  const decided = story.asked.flatMap((asked) =>
    [...asked.answers, ...asked.positions].flatMap((one) =>
      one.decidedLink ? [{ title: v.t('promise.decisionOf', { body: nameOf(one.body, v) }), url: one.decidedLink, of: asked.ref }] : [],
    ),
  );
  const all = [
    ...[...story.planned, ...story.inside].flatMap((item) => item.evidence.map((one) => ({ ...one, of: item.ref }))),
    ...decided,
  ];
  return all.filter((one, at) => one.url === null || all.findIndex((other) => other.url === one.url) === at);
};

/** A changed value in words. */
export const valueWords = (v: Visit, field: string, value: unknown): string => {
  const { t } = v;
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'object' && 'texts' in value) return shortened(textIn(value as Parameters<typeof textIn>[0], v.languages).text);
  if (field === 'percent') return t.percent(Number(value));
  if (field.endsWith('_on')) return t.day(String(value));
  if (field === 'archived_at') return t.day(String(value).slice(0, 10));
  for (const words of wordsFor[field] ?? []) if (t.has(`${words}.${value}`)) return t(`${words}.${value}`);
  return shortened(String(value));
};

const wordsFor: Readonly<Record<string, readonly string[]>> = {
  status: ['plan.status'],
  health: ['plan.health'],
  answer: ['answer'],
  state: ['closure.state', 'position.state'],
};

const shortened = (text: string): string => (text.length > 160 ? `${text.slice(0, 159).trimEnd()}…` : text);

export const fieldWords = (v: Visit, field: string): string =>
  v.t.has(`field.name.${field}`) ? v.t(`field.name.${field}`) : field.replaceAll('_', ' ');

/** What was done, as a phrase. */
export const deedWords = (v: Visit, { command }: Happening): string =>
  v.t.has(`command.${command}`) ? v.t(`command.${command}`) : v.t('promise.changed');

/** The address under which the promise stands for good, and under which it stands as it was that day. */
export const addressOf = (v: Visit, story: Story, on?: string): string =>
  `${v.services.baseUrl}/promises/${encodeURIComponent(story.ref)}${on ? `?asAt=${on}` : ''}`;
