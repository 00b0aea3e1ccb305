import { z } from 'zod';
import { country, email, id, language, line, optional, version } from '../../platform/fields.ts';

const name = () => line({ max: 120 });

const names = {
  givenName: optional(name()),
  familyName: optional(name()),
  nativeName: optional(name()),
  language: optional(language()),
  country: optional(country()),
};

export const newPerson = z.object({ name: name(), ...names });

export const personChange = z.object({ person: id(), version: optional(version()), name: name().optional(), ...names });

export const newEmail = z.object({ person: id(), address: email() });

export const oneEmail = z.object({ email: id() });

/** An address as its owner recognises it and a stranger over the shoulder does not: `b•••@example.org`. */
export const masked = (address: string): string => {
  const at = address.lastIndexOf('@');
  const [first = ''] = [...address];
  return `${first}•••${address.slice(at)}`;
};
