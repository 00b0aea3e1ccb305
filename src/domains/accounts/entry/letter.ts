import { makeCatalogue, translator } from '../../../platform/i18n/catalogue.ts';
import { chooseLanguage } from '../../../platform/i18n/languages.ts';
import { messages } from '../messages/index.ts';
import { limits } from './code.ts';

const words = makeCatalogue([messages]);

/** The letter that brings a code: the code stands in the subject too, where a telephone shows it. */
export const codeLetter = (code: string, community: string, wanted: string) => {
  const language = chooseLanguage({ person: wanted });
  const t = translator(words, language);
  return {
    language,
    subject: t('signIn.letter.subject', { code, community }),
    body: t('signIn.letter.body', { code, community, minutes: limits.minutes }),
  };
};
