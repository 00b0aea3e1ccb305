import { sql } from 'kysely';
import type { Reads } from '../../../platform/db/tables.ts';
import type { Search } from '../../../platform/domain.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { holdsAll } from '../../../platform/search/holds.ts';
import { mayReadReport } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** Reports whose reference or title holds every word, the newest period first. */
export const search: Search = {
  questions: (any, actor, words) => ({
    reports: (any as Reads<Tables>)
      .selectFrom('report')
      .select(['report.ref', 'report.title', sql<boolean>`report.ref = upper(${words})`.as('exact')])
      .where('report.archived_at', 'is', null)
      .where(mayReadReport(actor))
      .where(holdsAll(sql`folded(concat_ws(' ', report.ref, words_in(report.title)))`, words))
      .orderBy('exact', 'desc')
      .orderBy('report.to_on', 'desc')
      .orderBy('report.ref')
      .limit(20),
  }),
  read: ({ reports = [] }, languages) =>
    reports.map(({ ref, title, exact }) => {
      const { text, language } = textIn(title as Texts, languages);
      return { kind: 'report', ref: String(ref), title: text, language, href: `/reports/${ref}`, rank: exact ? 4 : 2.1 };
    }),
};
