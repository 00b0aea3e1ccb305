import { type DomainRefusal, parseDomain } from './domain.ts';

/** An e-mail address in any script (RFC 6531). */
export interface Email {
  /** As people read it and as it is stored: what was typed, in Unicode NFC, the domain in its own script. */
  shown: string;
  local: string;
  /** The domain in its own script and as the DNS knows it. */
  domain: string;
  asciiDomain: string;
  /** For unique indexes and look-ups: equal for two spellings of one address. Write mail to `shown`, never to the key. */
  key: string;
}

export type EmailRefusal =
  | DomainRefusal
  | 'address.noAt'
  | 'address.twoAts'
  | 'address.wrapped'
  | 'address.localMissing'
  | 'address.localInvalid'
  | 'address.localTooLong'
  | 'address.domainMissing'
  | 'address.tooLong';

/**
 * Reads an e-mail address: any script on both sides of the @, lengths after RFC 5321 (local part 64 octets, whole address 254), quoted
 * local parts. Only white space around it is taken off; for what tables wrap it in, see `bareAddresses`.
 */
export const parseEmail = (text: string): Email | { refused: EmailRefusal } => {
  const typed = text.normalize('NFC').trim();
  if (/^mailto:|^<|>$/i.test(typed)) return { refused: 'address.wrapped' };
  const ats = atsOf(typed);
  if (ats.length === 0) return { refused: 'address.noAt' };
  if (ats.length > 1) return { refused: 'address.twoAts' };
  const at = ats[0] ?? 0;
  const local = unquoted(typed.slice(0, at));
  const host = typed.slice(at + 1);
  if (local === '') return { refused: 'address.localMissing' };
  if (host === '') return { refused: 'address.domainMissing' };
  if (Buffer.byteLength(local) > 64) return { refused: 'address.localTooLong' };
  if (!dotAtom.test(local) && !quotedString.test(local)) return { refused: 'address.localInvalid' };
  if (/[.。．｡]$/u.test(host)) return { refused: 'address.domainInvalid' };
  const domain = parseDomain(host);
  if ('refused' in domain) return domain;
  if (Buffer.byteLength(local) + 1 + domain.ascii.length > 254) return { refused: 'address.tooLong' };
  return {
    shown: `${local}@${domain.shown}`,
    local,
    domain: domain.shown,
    asciiDomain: domain.ascii,
    key: `${foldedLocal(local)}@${domain.ascii}`,
  };
};

/** The addresses of a cell without what mail programs and sheets put around them: `mailto:`, angle brackets, a name before those. */
export const bareAddresses = (cell: string): string =>
  cell
    .split(/([;؛,،、\n])/u)
    .map((part) => /^[^<>@]*<([^<>]+)>\s*$/.exec(part)?.[1] ?? part)
    .map((part) => part.replace(/^\s*mailto:/i, ''))
    .join('');

/** The form of an address that is equal for all its spellings; text that is no address is only folded, so that a search may still use it. */
export const addressKey = (address: string): string => {
  const email = parseEmail(address);
  return 'refused' in email ? foldedLocal(address.trim().normalize('NFC')) : email.key;
};

/** Whether mail to the one reaches the other, as far as can be said without asking the server. */
export const sameAddress = (one: string, other: string): boolean => addressKey(one) === addressKey(other);

/** An address with its domain in ASCII, for a mail server that does not speak SMTPUTF8; null where the local part needs it. */
export const asciiAddress = (email: Email): string | null =>
  /^\p{ASCII}*$/u.test(email.local) ? `${email.local}@${email.asciiDomain}` : null;

/**
 * Letter case in local parts is the receiving server's affair, and no server in use tells Anna from anna. Folding it keeps one person from
 * having two accounts; mail still goes to what the person typed.
 */
const foldedLocal = (local: string): string => local.toLowerCase().normalize('NFC');

// Beyond ASCII everything goes that is visible; of the format characters only the joiners, which Persian and Indic scripts need.
const beyond = '(?:[^\\p{ASCII}\\p{C}\\p{Z}＠]|[\\u200c\\u200d])';
const atom = `(?:[A-Za-z\\d!#$%&'*+/=?^_\`{|}~-]|${beyond})+`;
const dotAtom = new RegExp(`^${atom}(?:\\.${atom})*$`, 'u');
const quotedString = new RegExp(`^"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\x20-\\x7e]|${beyond})*"$`, 'u');

/** Where the @ signs are, leaving out those in quotes. The wide ＠ of Chinese and Japanese keyboards counts where there is no other. */
const atsOf = (typed: string): number[] => {
  const quoteEnd = /^"(?:[^"\\]|\\.)*"/u.exec(typed)?.[0].length ?? 0;
  const places = (sign: string) =>
    [...typed.matchAll(new RegExp(sign, 'g'))].map((found) => found.index).filter((index) => index >= quoteEnd);
  const plain = places('@');
  return plain.length > 0 ? plain : places('＠');
};

/** Quotes around what needs none say nothing, and neither does a backslash before what is plain anyway (RFC 5321, 4.1.2). */
const unquoted = (local: string): string => {
  if (!quotedString.test(local)) return local;
  const inner = local.slice(1, -1).replace(/\\(.)/gu, '$1');
  return dotAtom.test(inner) ? inner : `"${inner.replace(/["\\]/g, '\\$&')}"`;
};
