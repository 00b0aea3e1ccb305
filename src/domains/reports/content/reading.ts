import { makeCatalogue, translator } from '../../../platform/i18n/catalogue.ts';
import { plans } from '../../plans/index.ts';
import { messages } from '../messages/index.ts';
import type { Reading } from './words.ts';

const words = makeCatalogue([messages, plans.messages]);

/** A reader in a language of the interface, whoever asks: for files that name their language, and for the command line. */
export const readingIn = (language: string): Reading => ({ t: translator(words, language), language, languages: [language, 'en'] });
