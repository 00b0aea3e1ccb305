import { type Answers, type AnyQuestion, together } from '../../../platform/db/together.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { saidOfBodies } from '../body-facts.ts';
import { whenOf } from '../memberships/membership.ts';
import { howManyQuestion, membershipsQuestion } from '../memberships/queries.ts';
import { organisationsFact, organisationsOfBody } from '../organisations/body-fact.tsx';
import { seatsOn, type WholeBody } from '../queries.ts';
import { membersByRegionQuestion, requestsQuestion } from './queries.ts';

/** Everything about the people of a body, on the day that the address names, in one round trip. Facts are those of today. */
export const groupOf = async (v: Visit, body: WholeBody, asked: string | undefined) => {
  const when = whenOf(asked, v.today);
  const day = when.day ?? v.today;
  const past: Record<string, AnyQuestion> = day === v.today ? {} : { past: organisationsOfBody(v.db, v.actor, body, day) };
  const { seats, members, total, now, regions, requests, ...others } = await together(v.db, {
    seats: seatsOn(v.db, day).where('seat.body_id', '=', body.id),
    members: membershipsQuestion(v.db, v.actor, { body: body.id }, when.day),
    total: howManyQuestion(v.db, { body: body.id }, when.day),
    now: organisationsOfBody(v.db, v.actor, body, v.today),
    ...past,
    regions: membersByRegionQuestion(v.db, v.actor, body.id, when.day, v.today),
    requests: requestsQuestion(v.db, v.actor, body.id),
    ...saidOfBodies.questions(v, body),
  });
  const answers: Answers = others;
  const { facts, sections } = await saidOfBodies.told(v, body, answers);
  return {
    when,
    seats,
    members,
    total: total[0]?.count ?? 0,
    organisations: Number((answers.past ?? now)[0]?.count ?? 0),
    regions,
    requests,
    facts: [organisationsFact(v, body, now[0]?.count ?? 0), ...facts],
    sections,
  };
};

export type GroupParts = Awaited<ReturnType<typeof groupOf>>;
