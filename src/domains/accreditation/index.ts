import type { Domain } from '../../platform/domain.ts';
import { applications } from './applications/index.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };

export const accreditation: Domain = {
  ...applications,
  name: 'accreditation',
  messages: joined({ en, fr, es, ar }, applications.messages),
};

/** The words of the nouns of this domain as those of one domain. */
function joined(...parts: Domain['messages'][]): Domain['messages'] {
  const of = (language: 'en' | 'fr' | 'es' | 'ar') => Object.assign({}, ...parts.map((part) => part[language]));
  return { en: of('en'), fr: of('fr'), es: of('es'), ar: of('ar') };
}
