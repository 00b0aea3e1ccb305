import { z } from 'zod';
import { email, language, line, optional } from '../../../platform/fields.ts';

/** How long the link counts that the first start prints. */
export const firstLinkHours = 24;

export const firstAdministrator = z.object({
  token: line(),
  name: line({ max: 120 }),
  address: email(),
  language: language(),
  agent: optional(line({ max: 1000 })),
});

/** The name of the role in the languages of the interface; a community may change it. */
export const administratorTitle = {
  original: 'en',
  texts: { en: 'Administrator', fr: 'Administration', es: 'Administración', ar: 'إدارة المنصة' },
};
