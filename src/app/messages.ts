import type { Domain } from '../platform/domain.ts';
import { fieldMessages } from '../platform/i18n/field-messages.ts';
import readAr from '../platform/imports/read/messages/ar.json' with { type: 'json' };
import readEn from '../platform/imports/read/messages/en.json' with { type: 'json' };
import readEs from '../platform/imports/read/messages/es.json' with { type: 'json' };
import readFr from '../platform/imports/read/messages/fr.json' with { type: 'json' };
import ar from '../platform/messages/ar.json' with { type: 'json' };
import en from '../platform/messages/en.json' with { type: 'json' };
import es from '../platform/messages/es.json' with { type: 'json' };
import fr from '../platform/messages/fr.json' with { type: 'json' };
import uiAr from '../platform/ui/messages/ar.json' with { type: 'json' };
import uiEn from '../platform/ui/messages/en.json' with { type: 'json' };
import uiEs from '../platform/ui/messages/es.json' with { type: 'json' };
import uiFr from '../platform/ui/messages/fr.json' with { type: 'json' };

/** The words of the platform as a domain without anything else, so that all words come from one list. */
export const platformMessages: Domain = {
  name: 'platform',
  tables: [],
  messages: {
    en: { ...fieldMessages.en, ...uiEn, ...readEn, ...en },
    fr: { ...fieldMessages.fr, ...uiFr, ...readFr, ...fr },
    es: { ...fieldMessages.es, ...uiEs, ...readEs, ...es },
    ar: { ...fieldMessages.ar, ...uiAr, ...readAr, ...ar },
  },
};
