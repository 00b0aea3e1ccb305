import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { ListFilter } from '../../../platform/lists/list.ts';
import { type Terms, termOptions } from '../../../platform/terms/terms.ts';
import { positionsOnIt } from '../positions/policy.ts';

export const filtersOfRegister = (terms: Terms): ListFilter[] => [
  {
    key: 'review',
    label: 'recommendation.review',
    many: true,
    where: (values) => sql`review.ref = any(${values})`,
    facet: sql`review.ref`,
    choices: 'found',
  },
  {
    key: 'theme',
    label: 'recommendation.themes',
    where: (values) => sql`recommendation.themes && ${values}`,
    choices: (_db, reader) => termOptions(terms, 'theme', reader.languages),
  },
  {
    key: 'owner',
    label: 'recommendation.owner',
    where: (values) => sql`recommendation.owner_class = any(${values})`,
    facet: sql`recommendation.owner_class`,
    choices: (_db, reader) => termOptions(terms, 'owner', reader.languages),
  },
  {
    key: 'coordination',
    label: 'recommendation.coordination',
    where: (values) => sql`recommendation.coordination_class = any(${values})`,
    facet: sql`recommendation.coordination_class`,
    choices: (_db, reader) => termOptions(terms, 'coordination', reader.languages),
  },
  {
    key: 'stance',
    label: 'recommendation.anyStance',
    where: (values, { actor }) => sql`exists (select from position where ${positionsOnIt(actor)} and position.stance = any(${values}))`,
    choices: (_db, reader) => termOptions(terms, 'stance', reader.languages),
  },
  {
    key: 'positions',
    label: 'recommendation.positions',
    where: (values, { actor }) =>
      sql.join(
        values.map((value) =>
          Object.hasOwn(positionConditions, value) ? positionConditions[value as keyof typeof positionConditions](actor) : sql`true`,
        ),
        sql` and `,
      ),
    choices: Object.keys(positionConditions).map((value) => ({ value, label: `recommendation.positions.${value}` })),
  },
  {
    key: 'priority',
    label: 'recommendation.priority',
    where: (values) => sql`coalesce(agreed_priority.level, 'none') = any(${values})`,
    facet: sql`coalesce(agreed_priority.level, 'none')`,
    choices: [
      ...['P1', 'P2', 'P3', 'P4'].map((level) => ({ value: level, label: `priority.${level}` })),
      { value: 'none', label: 'priority.none' },
    ],
  },
];

/** What the filter `positions` of the register asks of a recommendation. */
export const positionConditions = {
  disagree: (actor: Actor) => sql`(select count(distinct position.stance) from position where ${positionsOnIt(actor)}) > 1`,
  unanswered: (actor: Actor) => sql`not exists (select from position where ${positionsOnIt(actor)} and position.stance is not null)`,
  stale: (actor: Actor) =>
    sql`exists (select from position where ${positionsOnIt(actor)} and position.text_version < recommendation.text_version)`,
};
