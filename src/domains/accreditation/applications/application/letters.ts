import type { AnyWrites } from '../../../../platform/db/tables.ts';
import { makeCatalogue, type T, translator } from '../../../../platform/i18n/catalogue.ts';
import { chooseLanguage } from '../../../../platform/i18n/languages.ts';
import { letterhead } from '../../../../platform/mail/letterhead.ts';
import { post } from '../../../../platform/mail/post.ts';
import { messages } from '../messages/index.ts';

const words = makeCatalogue([messages]);

interface Reader {
  address: string;
  language: string;
}

/** Where whoever applied was forgotten, a name stands instead of the address. */
export const reachable = (address: string): boolean => address.includes('@');

/**
 * A letter to an applicant in the language in which the application was begun; `say` receives the words and who writes. Nothing is written
 * where nobody can be written to.
 */
export const write = async (
  tx: AnyWrites,
  { address, language: wanted }: Reader,
  say: (t: T, head: { community: string; site: string }) => { subject: string; body: string },
): Promise<void> => {
  if (!reachable(address)) return;
  const language = chooseLanguage({ person: wanted });
  const head = await letterhead(tx);
  await post(tx, { to: address, language, ...say(translator(words, language), head) });
};

/** The address of an application for whoever holds its link, in the applicant's language. */
export const linkTo = (site: string, token: string, language: string): string =>
  `${site}/apply/${token}?lang=${chooseLanguage({ person: language })}`;
