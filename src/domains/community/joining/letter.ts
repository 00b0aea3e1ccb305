import { sql } from 'kysely';
import type { Writes } from '../../../platform/db/tables.ts';
import { makeCatalogue, translator } from '../../../platform/i18n/catalogue.ts';
import { chooseLanguage } from '../../../platform/i18n/languages.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { letterhead } from '../../../platform/mail/letterhead.ts';
import { post } from '../../../platform/mail/post.ts';
import { messages } from '../organisations/messages/index.ts';
import type { Tables } from '../tables.ts';

/** Tells whoever asked to join what the chairs decided, with their words, in the reader's language. Somebody without an address is told nothing. */
export const tellDecision = async (
  tx: Writes<Tables>,
  { person_id, body_id }: { person_id: number; body_id: number },
  state: 'accepted' | 'declined',
  answer: string | null,
): Promise<void> => {
  const reader = await tx
    .selectFrom('email')
    .innerJoin('person', 'person.id', 'email.person_id')
    .select(['email.typed', 'person.display_name as name', 'person.language'])
    .where('person.id', '=', person_id)
    .where('email.archived_at', 'is', null)
    .orderBy(sql`email.confirmed_at is null`)
    .orderBy('email.id')
    .executeTakeFirst();
  if (!reader) return;
  const body = await tx.selectFrom('body').select(['ref', 'name']).where('id', '=', body_id).executeTakeFirstOrThrow();
  const { site, community } = await letterhead(tx as never);
  const language = chooseLanguage(reader.language ? { person: reader.language } : {});
  const t = translator(words, language);
  const values = { name: reader.name, body: textIn(body.name, [language]).text, community };
  await post(tx, {
    to: reader.typed,
    personId: person_id,
    language,
    subject: t(`join.letter.${state}.subject`, values),
    body: [
      t('join.letter.begins', values),
      `${t(`join.letter.${state}`, values)}\n${site}/bodies/${encodeURIComponent(body.ref)}`,
      ...(answer ? [answer] : []),
      community,
    ].join('\n\n'),
  });
};

const words = makeCatalogue([messages]);
