import { z } from 'zod';
import { parseEmail } from '../addresses/email.ts';
import { parseWebAddress } from '../addresses/url.ts';
import { countryCodes, countryFrom } from '../i18n/countries.ts';
import { languageFrom } from '../i18n/languages.ts';
import { type Field, field, textOf, wrong } from './field.ts';
import { line } from './lines.ts';

/** An e-mail address in any script, as typed with the domain in its own script; compare by `addressKey`. */
export const email = (): Field<string> =>
  field(z.string().meta({ format: 'idn-email', maxLength: 254 }), (raw) => {
    const read = parseEmail(textOf(raw) ?? '');
    return 'refused' in read ? wrong(read.refused) : read.shown;
  });

/** A web address, http or https only, kept in ASCII; show it with `shownWebAddress`. */
export const url = (): Field<string> =>
  field(z.string().meta({ format: 'uri', maxLength: 2_000 }), (raw) => {
    const address = parseWebAddress(textOf(raw) ?? '');
    return address && address.length <= 2_000 ? address : wrong('field.url');
  });

/** One of the words that a community has chosen, by its key. Which there are, only the database knows: the command refuses others. */
export const termKey = (scheme: string): Field<string> =>
  line({ max: 60 }).meta({ description: `Key of a term of the scheme “${scheme}”, as told by /terms` });

/** A language as BCP 47; names of languages are understood. */
export const language = (): Field<string> =>
  field(
    z.string().meta({ description: 'Language tag, BCP 47', examples: ['fr'] }),
    (raw) => languageFrom(textOf(raw) ?? '') ?? wrong('field.language'),
  );

/** A country as ISO 3166-1 alpha-2, or XK; alpha-3 codes and names of countries are understood. */
export const country = (): Field<string> =>
  field(
    z.string().meta({ description: 'Country, ISO 3166-1 alpha-2, or XK', pattern: '^[A-Z]{2}$', examples: [countryCodes[0]] }),
    (raw) => countryFrom(textOf(raw) ?? '') ?? wrong('field.country'),
  );
