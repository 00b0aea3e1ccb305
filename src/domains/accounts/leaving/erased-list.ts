import { sql } from 'kysely';
import { z } from 'zod';
import type { AnyDatabase } from '../../../platform/db/tables.ts';
import { madeAt } from '../../../platform/erasure/list.ts';

/** One person who was forgotten, without anything that leads to them: the number of the record, and the name that was left. */
export const erased = z.object({ person: z.int(), made: z.string(), pseudonym: z.string(), bySelf: z.boolean() });
export type Erased = z.output<typeof erased>;

/** Everybody whom this database has forgotten. */
export const erasedIn = async (db: AnyDatabase): Promise<Erased[]> =>
  db
    .selectFrom(
      sql<Erased>`(
        -- A record that was merged into theirs stands in older backups by itself, and is forgotten there under a name of its own.
        select person.id as person, ${madeAt('person.created_at')} as made,
          erasure.pseudonym || case when person.id = erasure.person_id then '' else ' · ' || person.id end as pseudonym,
          erasure.by_self as "bySelf"
        from erasure join person on erasure.person_id in (person.id, person.merged_into_id) where erasure.done_at is not null)`.as(
        'erased',
      ),
    )
    .select(['person', 'made', 'pseudonym', 'bySelf'])
    .$castTo<Erased>()
    .execute();
