import { makeCatalogue, translator } from '../../../platform/i18n/catalogue.ts';
import { chooseLanguage } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { messages } from './messages/index.ts';

const words = makeCatalogue([messages]);

/** The letter that asks somebody to score, in their language as far as we have it. `site` is where the community stands on the web. */
export const invitationLetter = (
  round: { id: number; title: Texts; closesOn: string | null; recommendations: number },
  review: { title: Texts },
  person: { name: string; language: string | null },
  site: string,
) => {
  const language = chooseLanguage(person.language ? { person: person.language } : {});
  const t = translator(words, language);
  const [title, reviewTitle] = [round.title, review.title].map((texts) => textIn(texts, [language, 'en']).text) as [string, string];
  return {
    language,
    subject: t('priority.letter.subject', { review: reviewTitle }),
    body: [
      t('priority.letter.greeting', { name: person.name }),
      t('priority.letter.body', { round: title, review: reviewTitle, count: round.recommendations }),
      ...(round.closesOn ? [t('priority.letter.until', { day: t.day(round.closesOn) })] : []),
      `${site}/rounds/${round.id}`,
      t('priority.letter.how'),
    ].join('\n\n'),
  };
};
