import { sql } from 'kysely';
import type { Actor } from '../../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../../platform/db/tables.ts';
import type { Texts } from '../../../../platform/i18n/texts.ts';
import { mayManageSet, mayReadSet } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** Every version of what is expected, by region, the newest first; drafts for those who write them. `ends_on` is when the next one begins. */
export const setsQuestion = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('expectation_set')
    .leftJoin('body', 'body.id', 'expectation_set.body_id')
    .select([
      'expectation_set.id',
      'expectation_set.version',
      'expectation_set.body_id',
      'expectation_set.starts_on',
      'expectation_set.items',
    ])
    .select(['body.ref as body_ref', 'body.acronym as body_acronym', sql<Texts | null>`body.name`.as('body_name')])
    .select(
      sql<Day | null>`(select min(later.starts_on) from expectation_set later where later.body_id is not distinct from expectation_set.body_id
        and later.starts_on > expectation_set.starts_on and later.archived_at is null)`.as('ends_on'),
    )
    .select(mayManageSet(actor).as('may_manage'))
    .where('expectation_set.archived_at', 'is', null)
    .where(mayReadSet(actor))
    .orderBy(sql`expectation_set.body_id is not null`)
    .orderBy('body.position')
    .orderBy('body.id')
    .orderBy(sql`expectation_set.starts_on desc nulls first`)
    .limit(200);

export type ListedSet = Awaited<ReturnType<ReturnType<typeof setsQuestion>['execute']>>[number];
