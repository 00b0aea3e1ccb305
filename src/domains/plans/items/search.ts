import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import type { Hit } from '../../../platform/domain.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { mayReadItem } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** Items of the plan in which the words stand: an exact reference or former name first, then titles, then what is planned and noted. */
export const searchPlan = async (db: Reads<Tables>, actor: Actor, words: string, languages: readonly string[]): Promise<Hit[]> => {
  const pattern = `%${words.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const named = sql<boolean>`plan_item.id in (select alias.record_id from alias where alias.kind like 'plan\\_item/%' and alias.text_key = ${aliasKey(words)} and alias.archived_at is null)`;
  const rows = await db
    .selectFrom('plan_item')
    .select(['plan_item.ref', 'plan_item.title'])
    .select(
      sql<number>`case when plan_item.ref = upper(${words}) then 4 when ${named} then 3 when plan_item.words like (select lower(${`${pattern}\u001e%`})) then 2 else 1 end`.as(
        'rank',
      ),
    )
    .where('plan_item.archived_at', 'is', null)
    .where(mayReadItem(actor))
    .where(sql<boolean>`(plan_item.words like (select lower(${pattern})) or ${named})`)
    .orderBy('rank', 'desc')
    .orderBy('plan_item.ref')
    .limit(60)
    .execute();
  return rows.map(({ ref, title, rank }): Hit => {
    const shown = textIn(title, languages);
    return { kind: 'planItem', ref, title: shown.text, language: shown.language, href: `/plans/items/${ref}`, rank };
  });
};
