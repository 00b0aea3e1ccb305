import { sql } from 'kysely';
import type { Reads } from '../../platform/db/tables.ts';
import type { Search } from '../../platform/domain.ts';
import { type Texts, textIn } from '../../platform/i18n/texts.ts';
import { holdsAll } from '../../platform/search/holds.ts';
import { nameHolds, textHolds } from './name-words.ts';
import { mayReadOrganisation } from './organisations/policy.ts';
import { mayRead } from './policy.ts';
import type { Tables } from './tables.ts';

/** Bodies and organisations whose reference, short name or a name in any language or spelling holds every word. */
export const search: Search = {
  questions: (any, actor, words) => {
    const db = any as Reads<Tables>;
    const spelt = nameHolds('spelt.name_key', words, 'beginning') ?? sql<boolean>`false`;
    const also = textHolds('alias.text', words, 'beginning') ?? sql<boolean>`false`;
    return {
      bodies: db
        .selectFrom('body')
        .select(['ref', 'name'])
        .where('archived_at', 'is', null)
        .where(mayRead(actor))
        .where(holdsAll(sql`body.words`, words))
        .orderBy(sql`body.ref = upper(${words})`, 'desc')
        .orderBy('ref')
        .limit(20),
      organisations: db
        .selectFrom('organisation')
        .select(['ref', 'name'])
        .where('archived_at', 'is', null)
        .where(mayReadOrganisation(actor))
        .where(
          sql<boolean>`(${holdsAll(sql`organisation.words`, words)}
            or organisation.id in (select spelt.id from organisation spelt where ${spelt})
            or organisation.id in (select alias.record_id from alias where alias.kind = 'organisation' and alias.archived_at is null and ${also}))`,
        )
        .orderBy(sql`organisation.ref = upper(${words})`, 'desc')
        .orderBy('name')
        .limit(20),
    };
  },
  read: ({ bodies = [], organisations = [] }, languages) => [
    ...bodies.map(({ ref, name }) => {
      const { text, language } = textIn(name as Texts, languages);
      return { kind: 'body', ref: String(ref), title: text, language, href: `/bodies/${ref}`, rank: 2.2 };
    }),
    ...organisations.map(({ ref, name }) => ({
      kind: 'organisation',
      ref: String(ref),
      title: String(name),
      language: '',
      href: `/organisations/${ref}`,
      rank: 2,
    })),
  ],
};
