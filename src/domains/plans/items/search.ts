import { sql } from 'kysely';
import type { Reads } from '../../../platform/db/tables.ts';
import type { Search } from '../../../platform/domain.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { holdsAll } from '../../../platform/search/holds.ts';
import { mayReadItem } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** Items of the plan in which every word stands: an exact reference or former name first, then titles, then what is planned and noted. */
export const search: Search = {
  questions: (any, actor, words) => {
    const db = any as Reads<Tables>;
    const named = sql<boolean>`plan_item.id in (select alias.record_id from alias where alias.kind like 'plan\\_item/%' and alias.text_key = ${aliasKey(words)} and alias.archived_at is null)`;
    const held = sql`plan_item.words`;
    const title = sql`split_part(plan_item.words, E'\\x1e', 1)`;
    return {
      items: db
        .selectFrom('plan_item')
        .select(['plan_item.ref', 'plan_item.title'])
        .select(
          sql<number>`case when plan_item.ref = upper(${words}) then 4 when ${named} then 3 when ${holdsAll(title, words)} then 2 else 1 end`.as(
            'rank',
          ),
        )
        .where('plan_item.archived_at', 'is', null)
        .where(mayReadItem(actor))
        .where(sql<boolean>`(${holdsAll(held, words)} or ${named})`)
        .orderBy('rank', 'desc')
        .orderBy('plan_item.ref')
        .limit(60),
    };
  },
  read: ({ items = [] }, languages) =>
    items.map(({ ref, title, rank }) => {
      const { text, language } = textIn(title as Texts, languages);
      return { kind: 'planItem', ref: String(ref), title: text, language, href: `/plans/items/${ref}`, rank: Number(rank) };
    }),
};
