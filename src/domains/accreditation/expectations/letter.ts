import { hashOf, newToken } from '../../../platform/access/tokens.ts';
import type { AnyWrites, Day, Writes } from '../../../platform/db/tables.ts';
import { makeCatalogue, translator } from '../../../platform/i18n/catalogue.ts';
import { chooseLanguage } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { letterhead } from '../../../platform/mail/letterhead.ts';
import { post } from '../../../platform/mail/post.ts';
import { readersOf } from '../leaving/letters.ts';
import { messages } from './messages/index.ts';
import type { Tables } from './tables.ts';

/** A letter with a link of its own to each reader; the links of earlier letters keep working until they end. Gives how many letters there are. */
export const ask = async (
  tx: AnyWrites,
  report: number,
  organisation: { id: number; name: string; email: string | null },
  campaign: { title: Texts; due_on: Day; lasts: Day },
  today: Day,
  kind: 'asked' | 'reminded' | 'again',
): Promise<number> => {
  const readers = await readersOf(tx, organisation, today);
  const { site, community } = await letterhead(tx);
  const before = await (tx as Writes<Tables>)
    .selectFrom('member_report')
    .select('id')
    .where('organisation_id', '=', organisation.id)
    .where('id', '<>', report)
    .where('answered_on', 'is not', null)
    .executeTakeFirst();
  for (const { id, name, language: wish, address } of readers) {
    const token = newToken();
    await (tx as Writes<Tables>)
      .insertInto('member_report_link')
      .values({ report_id: report, name, token_hash: hashOf(token), expires_on: campaign.lasts })
      .execute();
    const language = chooseLanguage(wish ? { person: wish } : {});
    const t = translator(words, language);
    const values = {
      name,
      organisation: organisation.name,
      title: textIn(campaign.title, [language]).text,
      day: t.day(campaign.due_on),
      lasts: t.day(campaign.lasts),
      link: `${site}/member-report/${token}`,
      community,
      /** Only who said something before can say that nothing changed. */
      said: before !== undefined,
    };
    await post(tx, {
      to: address,
      language,
      subject: t(`campaign.letter.${kind}.subject`, values),
      body: `${t(`campaign.letter.${kind}.body`, values)}\n\n${t('campaign.letter.link', values)}`,
      ...(id === null ? {} : { personId: id }),
    });
  }
  return readers.length;
};

const words = makeCatalogue([messages]);
