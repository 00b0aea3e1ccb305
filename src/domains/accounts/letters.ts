import type { Transaction } from 'kysely';
import { makeCatalogue, translator } from '../../platform/i18n/catalogue.ts';
import { chooseLanguage } from '../../platform/i18n/languages.ts';
import { letterhead } from '../../platform/mail/letterhead.ts';
import { post } from '../../platform/mail/post.ts';
import { messages } from './messages/index.ts';
import type { Tables } from './tables.ts';

const words = makeCatalogue([messages]);

/** What changed about the ways into an account. */
export type Told = 'passkeyAdded' | 'providerAdded' | 'addressChanged' | 'erasureAsked';

/** Tells the owner of an account at all their addresses, so that whoever changed it in their name is noticed. */
export const tellOwner = async (tx: Transaction<Tables>, what: Told, person: number): Promise<void> => {
  const { community, site } = await letterhead(tx as never);
  const addresses = await tx
    .selectFrom('email')
    .innerJoin('person', 'person.id', 'email.person_id')
    .select(['email.typed', 'person.language'])
    .where('email.person_id', '=', person)
    .where('email.archived_at', 'is', null)
    .execute();
  for (const { typed, language } of addresses) {
    await post(tx, {
      to: typed,
      personId: person,
      ...letter(language, (t) => ({
        subject: t('account.letter.subject', { community }),
        body: t('account.letter.body', { what: t(`account.letter.${what}`), community, link: `${site}/account` }),
      })),
    });
  }
};

type Words = ReturnType<typeof translator>;

/** A letter in the language of its reader. */
export const letter = (wanted: string | null, say: (t: Words) => { subject: string; body: string }) => {
  const language = chooseLanguage(wanted ? { person: wanted } : {});
  return { language, ...say(translator(words, language)) };
};
