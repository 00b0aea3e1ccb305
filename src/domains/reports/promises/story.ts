import { leadRoles } from '../../plans/index.ts';
import { type Asked, type BodyNamed, isLate, type Planned, type Story, stageOf } from './promise.ts';
import type { Around } from './rows/around.ts';
import type { Rows } from './rows/columns.ts';
import type { Found } from './rows/scope.ts';
import type { Known } from './rows/then.ts';

/** What the reader may know beside the rows, and of which day it is told. */
export interface Telling {
  /** The day on which it stands: late is what should have ended before it. */
  day: string;
  past: Story['past'];
  everybody: boolean;
}

/** The story that the rows tell; undefined where the promise itself is not among them. */
export const tell = (found: Found, rows: Rows, around: Around, telling: Telling): Story | undefined => {
  const bodies = new Map(around.bodies.map((body) => [body.id, body]));
  const subject = (found.kind === 'recommendation' ? rows.recommendation : rows.plan_item).find((one) => one.id === found.id);
  if (!subject) return undefined;
  const links = new Set(rows.plan_recommendation.map((link) => `${link.item_id}/${link.recommendation_id}`));
  const isPlanned = (id: number) => (found.kind === 'item' ? id === found.id : links.has(`${id}/${found.id}`));
  const isAsked = (id: number) => (found.kind === 'recommendation' ? id === found.id : links.has(`${found.id}/${id}`));
  const items = [...rows.plan_item].sort((one, other) => one.position - other.position || one.id - other.id);
  const planned = items.filter((item) => isPlanned(item.id)).map((item) => plannedOf(item, rows, around, bodies, telling));
  const asked = [...rows.recommendation]
    .filter((one) => isAsked(one.id))
    .sort((one, other) => one.position - other.position)
    .flatMap((one) => askedOf(one, rows, bodies) ?? []);
  const answers = asked.flatMap((one) => one.answers);
  const isDraft =
    found.kind === 'item'
      ? rows.plan_item.some((item) => item.id === found.id && item.state === 'draft')
      : rows.review.some((review) => review.state === 'draft');
  return {
    ref: found.ref,
    kind: found.kind,
    title: subject.title,
    aliases: around.aliases.map((alias) => alias.text),
    archived: subject.archived_at !== null,
    draft: isDraft,
    past: telling.past,
    asked,
    planned,
    inside: items.filter((item) => !isPlanned(item.id)).map((item) => plannedOf(item, rows, around, bodies, telling)),
    stage: stageOf(answers, planned),
    late: planned.some((item) => item.late),
  };
};

type Bodies = ReadonlyMap<number, Around['bodies'][number]>;

const named = (bodies: Bodies, id: number | null): BodyNamed | null => {
  const body = id === null ? undefined : bodies.get(id);
  return body ? { ref: body.ref, name: body.name, acronym: body.acronym } : null;
};

const inOrderOfBodies = <Row extends { body_id: number }>(rows: readonly Row[], bodies: Bodies): (Row & { body: BodyNamed })[] =>
  rows
    .flatMap((row) => {
      const body = named(bodies, row.body_id);
      return body ? [{ ...row, body }] : [];
    })
    .sort((one, other) => placeIn(bodies, one) - placeIn(bodies, other) || (one.body.ref < other.body.ref ? -1 : 1));

const placeIn = (bodies: Bodies, { body_id }: { body_id: number }): number => bodies.get(body_id)?.position ?? 0;

const askedOf = (recommendation: Rows['recommendation'][number], rows: Rows, bodies: Bodies): Asked | undefined => {
  const review = rows.review.find((one) => one.id === recommendation.review_id);
  if (!review) return undefined;
  const of = <Row extends { recommendation_id: number }>(some: readonly Row[]) =>
    some.filter((one) => one.recommendation_id === recommendation.id);
  return {
    ref: recommendation.ref,
    number: recommendation.number,
    title: recommendation.title,
    text: recommendation.text,
    page: recommendation.page,
    themes: recommendation.themes ?? [],
    review: {
      ref: review.ref,
      title: review.title,
      examiner: review.examiner,
      publishedOn: review.published_on,
      sourceUrl: review.source_url,
    },
    addressees: inOrderOfBodies(of(rows.addressee), bodies).map((one) => one.body),
    positions: inOrderOfBodies(of(rows.position), bodies).map((one) => ({
      body: one.body,
      stance: one.stance,
      comment: one.comment,
      decidedHow: one.decided_how,
      decidedOn: one.decided_on,
      decidedLink: one.decided_link,
      stale: one.text_version < recommendation.text_version,
    })),
    answers: inOrderOfBodies(of(rows.answer), bodies)
      .sort((one, other) => latest(one.decided_on, other.decided_on) || other.id - one.id)
      .map((one) => ({
        body: one.body,
        answer: one.answer,
        explanation: one.explanation,
        alternativeWording: one.alternative_wording,
        decidedOn: one.decided_on,
        decidedLink: one.decided_link,
      })),
  };
};

const latest = (one: string | null, other: string | null): number => (one === other ? 0 : (one ?? '') > (other ?? '') ? -1 : 1);

const plannedOf = (item: Rows['plan_item'][number], rows: Rows, around: Around, bodies: Bodies, telling: Telling): Planned => {
  const of = <Row extends { item_id: number }>(some: readonly Row[]) => some.filter((one) => one.item_id === item.id);
  const people = new Map(around.people.map((person) => [person.id, person.name]));
  const called = (personId: number | null) => (personId === null ? null : (people.get(personId) ?? null));
  const knowsNames = telling.everybody || around.managed.some((one) => one.id === item.id);
  const closures = of(rows.plan_closure).sort((one, other) => other.id - one.id);
  const ends = of(rows.plan_part)
    .sort((one, other) => (one.label < other.label ? -1 : 1))
    .map((part) => ({
      label: part.label,
      title: part.title,
      endsOn: part.ends_on,
      precision: part.ends_precision,
      baselineOn: part.baseline_on,
      status: part.status,
      percent: part.percent,
    }));
  return {
    ref: item.ref,
    kind: item.kind,
    number: item.number,
    title: item.title,
    goal: item.goal,
    currentState: item.current_state,
    steps: item.steps,
    metrics: item.metrics,
    method: item.method,
    outcome: item.outcome,
    note: item.note,
    phase: item.phase,
    startsOn: item.starts_on,
    endedOn: item.ended_on,
    percent: item.percent,
    status: item.status,
    health: item.health,
    body: named(bodies, item.body_id),
    late: isLate({ status: item.status, ends }, telling.day),
    verified: closures.some((closure) => closure.state === 'verified'),
    ends,
    leads: of(rows.plan_lead)
      .sort((one, other) => leadRoles.indexOf(one.role) - leadRoles.indexOf(other.role))
      .map((lead) => ({ role: lead.role, name: called(lead.person_id) ?? (lead.person_id === null && knowsNames ? lead.name : null) })),
    budget: of(rows.plan_budget)
      .sort((one, other) => (one.year < other.year ? -1 : 1))
      .map(({ year, currency, planned, approved, spent }) => ({ year, currency, planned, approved, spent })),
    progress: of(rows.plan_progress)
      .sort((one, other) => latest(one.happened_on, other.happened_on) || other.id - one.id)
      .map((one) => ({
        on: one.happened_on,
        text: one.text,
        percent: one.percent,
        status: one.status,
        health: one.health,
        part: one.part,
        endedBefore: one.ended_before,
        endedAfter: one.ended_after,
        reason: one.reason,
        by: called(one.person_id),
      })),
    evidence: of(rows.plan_evidence)
      .sort((one, other) => one.id - other.id)
      .map(({ title, url }) => ({ title, url })),
    closures: closures.map((one) => ({
      state: one.state,
      claimedOn: one.claimed_on,
      claimedBy: called(one.claimed_person_id),
      note: one.note,
      judgedOn: one.judged_on,
      judgedBy: telling.everybody ? one.judged_by : null,
      judgement: one.judgement,
    })),
    outside: of(rows.plan_dependency)
      .sort((one, other) => one.id - other.id)
      .flatMap(({ owner, promise, promised_on, promised_precision, last_asked_on, kept_on }) =>
        owner === null
          ? []
          : [{ owner, promise, promisedOn: promised_on, precision: promised_precision, lastAskedOn: last_asked_on, keptOn: kept_on }],
      ),
    reported: around.reported
      .filter((one) => one.item === item.ref && one.submitted <= telling.day)
      .map(({ report, title, on, percent, status, ends }) => ({
        report,
        title,
        on,
        percent,
        status,
        ends: ends.map((end) => ({ label: end.label, status: end.status, percent: end.percent })),
      })),
    // A source that says who leads says names.
    statements: of(rows.plan_statement)
      .filter((one) => one.field !== 'leads' || knowsNames)
      .sort((one, other) => (`${one.field} ${one.part}` < `${other.field} ${other.part}` ? -1 : 1) || one.id - other.id)
      .map((one) => ({
        field: one.field,
        part: one.part,
        value: one.value,
        source: one.source,
        place: one.place,
        statedOn: one.stated_on,
      })),
  };
};

/** The rows of a past day, and of what our records did not hold then, what carries a day up to it. */
export const withDated = (past: Rows, dated: Rows, known: Known): Rows => {
  const newItem = (id: number) => !known.items.has(id);
  const newAsked = (id: number) => !known.recommendations.has(id);
  const joined = Object.fromEntries(
    Object.entries(dated).map(([table, some]) => {
      const added = (some as { id: number; item_id?: number; recommendation_id?: number }[]).filter((row) => {
        if (table === 'review') return !known.reviews.has(row.id);
        if (table === 'recommendation') return newAsked(row.id);
        if (table === 'plan_item') return newItem(row.id);
        return (
          (row.item_id !== undefined && newItem(row.item_id)) || (row.recommendation_id !== undefined && newAsked(row.recommendation_id))
        );
      });
      return [table, [...past[table as keyof Rows], ...added]];
    }),
  );
  return joined as unknown as Rows;
};

/** Of the rows as they are now, what carries a day up to this one: for days on which our records had not begun. */
export const upTo = (rows: Rows, day: string): Rows => {
  const by = (on: string | null): boolean => on !== null && on <= day;
  const reviews = rows.review.filter((one) => by(one.published_on));
  const recommendations = rows.recommendation.filter((one) => reviews.some((review) => review.id === one.review_id));
  const progress = rows.plan_progress.filter((one) => by(one.happened_on));
  const statements = rows.plan_statement.filter((one) => by(one.stated_on));
  const closures = rows.plan_closure
    .filter((one) => by(one.claimed_on))
    .map((one) => (by(one.judged_on) ? one : { ...one, state: 'claimed' as const, judged_on: null, judged_by: null, judgement: null }));
  const dated = [...progress, ...statements, ...closures];
  const items = rows.plan_item
    .filter((item) => by(item.starts_on) || dated.some((one) => one.item_id === item.id))
    .map((item) => {
      const own = progress
        .filter((one) => one.item_id === item.id)
        .sort((one, other) => latest(one.happened_on, other.happened_on) || other.id - one.id);
      const done = closures.some((one) => one.item_id === item.id && one.state !== 'returned');
      return {
        ...item,
        goal: null,
        current_state: null,
        steps: null,
        metrics: null,
        method: null,
        outcome: null,
        note: null,
        phase: null,
        health: own.find((one) => one.health)?.health ?? null,
        percent: own.find((one) => one.percent !== null)?.percent ?? null,
        status: done || by(item.ended_on) ? ('completed' as const) : (own.find((one) => one.status)?.status ?? null),
        ended_on: by(item.ended_on) ? item.ended_on : null,
      } as Rows['plan_item'][number];
    });
  const kept = new Set(items.map((item) => item.id));
  const ofKept = <Row extends { item_id: number }>(some: readonly Row[]): Row[] => some.filter((one) => kept.has(one.item_id));
  return {
    ...rows,
    review: reviews,
    recommendation: recommendations,
    position: rows.position.filter((one) => by(one.decided_on)),
    answer: rows.answer.filter((one) => by(one.decided_on)),
    plan_item: items,
    plan_part: ofKept(rows.plan_part).map((part) => ({ ...part, ends_on: part.baseline_on, status: null, percent: null })),
    plan_lead: [],
    plan_budget: [],
    plan_evidence: [],
    plan_dependency: [],
    plan_progress: ofKept(progress),
    plan_closure: ofKept(closures),
    plan_statement: ofKept(statements),
  };
};
