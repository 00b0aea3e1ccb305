import type { Messages } from './catalogue.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };

/** The words of fields and addresses, for `makeCatalogue`. */
export const fieldMessages: Messages = { en, fr, es, ar };
