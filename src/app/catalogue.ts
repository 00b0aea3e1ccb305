import { makeCatalogue } from '../platform/i18n/catalogue.ts';
import { domains } from './domains.ts';

/** The words of the platform and of every domain, in every language of the interface. */
export const catalogue = makeCatalogue(domains.map((domain) => domain.messages as Record<string, Record<string, string>>));
