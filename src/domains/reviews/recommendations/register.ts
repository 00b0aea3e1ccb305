import { type SqlBool, sql } from 'kysely';
import type { Reads } from '../../../platform/db/tables.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { containing, list } from '../../../platform/lists/list.ts';
import { type Terms, termIn } from '../../../platform/terms/terms.ts';
import { mayReadReview } from '../policy.ts';
import { positionsOnIt } from '../positions/policy.ts';
import type { Tables } from '../tables.ts';
import { columnsOfRegister, type ListedRow } from './register-columns.ts';
import { filtersOfRegister } from './register-filters.ts';

/**
 * `Issue 9` finds what was called so, here as in the search over everything; `q-77`, `Q77` and `Q 77` are one name. Names that fit are few and
 * sought once, not for every row.
 */
const formerlyNamed = (word: string) => {
  const name = aliasKey(word).replaceAll(' ', '');
  if (name === '') return undefined;
  return sql<SqlBool>`('recommendation/' || recommendation.review_id, recommendation.id) in (
    select alias.kind, alias.record_id from alias
    where alias.kind like 'recommendation/%' and alias.archived_at is null and replace(alias.text_key, ' ', '') like ${containing(name)})`;
};

/** The register over all reviews. `terms` are the community's words, loaded once by the page. */
export const recommendationRegister = (terms: Terms) =>
  list<ListedRow>({
    name: 'recommendations',
    title: 'recommendation.register',
    path: '/recommendations',
    href: (row) => `/recommendations/${row.ref}`,
    empty: { title: 'recommendation.none', text: 'recommendation.noneHint' },
    order: ['review', 'number'],
    key: sql`recommendation.id`,
    words: () => [sql`recommendation.words`],
    alsoFound: formerlyNamed,
    wordsFolded: true,
    rows: (db: Reads<Tables>, { actor }) =>
      db
        .selectFrom('recommendation')
        .innerJoin('review', 'review.id', 'recommendation.review_id')
        .leftJoin('agreed_priority', (join) =>
          join.onRef('agreed_priority.recommendation_id', '=', 'recommendation.id').on('agreed_priority.archived_at', 'is', null),
        )
        .leftJoin('answer', (join) =>
          join.on(
            sql<boolean>`answer.id = (select latest.id from answer latest
              where latest.recommendation_id = recommendation.id and latest.archived_at is null
              order by latest.decided_on desc nulls last, latest.id desc limit 1)`,
          ),
        )
        .select([
          'recommendation.id',
          'recommendation.ref',
          'recommendation.number',
          'recommendation.title',
          'review.ref as review_ref',
          'recommendation.themes',
          'recommendation.owner_class',
          'recommendation.coordination_class',
          'recommendation.page',
          'agreed_priority.level as priority',
          'answer.answer',
          sql<ListedRow['stances']>`coalesce((select json_agg(per) from (
            select position.stance, count(*) as count, count(*) filter (where position.text_version < recommendation.text_version) as stale
            from position where ${positionsOnIt(actor)} group by 1) per), '[]')`.as('stances'),
        ])
        .where('recommendation.archived_at', 'is', null)
        .where('review.archived_at', 'is', null)
        .where(mayReadReview(actor)),
    columns: columnsOfRegister(terms),
    filters: filtersOfRegister(terms),
    groups: [
      { key: 'review', label: 'recommendation.review', by: () => sql`review.ref`, name: (row) => row.review_ref },
      {
        key: 'theme',
        label: 'recommendation.themes',
        by: () => sql`recommendation.themes[1]`,
        name: (row, reader) => termIn(terms, 'theme', row.themes[0] ?? null, reader.languages),
      },
      {
        key: 'coordination',
        label: 'recommendation.coordination',
        by: () => sql`recommendation.coordination_class`,
        name: (row, reader) => termIn(terms, 'coordination', row.coordination_class, reader.languages),
      },
      { key: 'priority', label: 'recommendation.priority', by: () => sql`agreed_priority.level`, name: (row) => row.priority ?? '' },
    ],
  });
