import { domainToASCII, domainToUnicode } from 'node:url';
import { fitDirections, isLabelOf2008 } from './idna.ts';

/** A domain name in its two spellings. */
export interface Domain {
  /** As people read it: `例子.广告`. */
  shown: string;
  /** As the DNS knows it, lower case: `xn--fsqu00a.xn--4rr70v`. Two names are the same where this is. */
  ascii: string;
}

export type DomainRefusal = 'address.domainInvalid' | 'address.domainSingleLabel' | 'address.domainIsNumber' | 'address.domainTooLong';

/**
 * Reads a domain name in any script: what is typed is mapped after UTS 46 (non-transitional, as browsers do), and what comes of it must be a
 * name that can be registered (IDNA 2008, with the rules for directions of RFC 5893 and for hyphens, letters and digits).
 * Top-level domains need not be known: new ones are the point. Single labels and IP addresses are refused.
 */
export const parseDomain = (text: string): Domain | { refused: DomainRefusal } => {
  if (text.length > 255) return readDomain(text);
  const known = read.get(text);
  if (known) return known;
  if (read.size >= mostRead) read.clear();
  const found = readDomain(text);
  read.set(text, found);
  return found;
};

/** A list of members names few domains many times, and each takes a hundred times as long to read as to look up. */
const read = new Map<string, Domain | { refused: DomainRefusal }>();
const mostRead = 1_000;

const readDomain = (text: string): Domain | { refused: DomainRefusal } => {
  const typed = text
    .trim()
    .normalize('NFC')
    .replace(/[.。．｡]$/u, '');
  if (/^\[.*\]$/.test(typed) || /^\d+([.。．｡]\d+)*$/u.test(typed) || /^[\da-f]*:[\da-f:.]*$/i.test(typed))
    return { refused: 'address.domainIsNumber' };
  // The host parser of URLs would cut at these, decode them or pass over what nobody sees; in a domain name they have no place.
  if (typed === '' || /[\s/\\?#@:%[\]<>]/u.test(typed) || unseen.test(typed)) return { refused: 'address.domainInvalid' };
  const ascii = domainToASCII(typed);
  if (ascii === '') return { refused: 'address.domainInvalid' };
  const labels = ascii.split('.');
  if (ascii.length > 253 || labels.some((label) => label.length > 63)) return { refused: 'address.domainTooLong' };
  if (!labels.every(isLabel)) return { refused: 'address.domainInvalid' };
  if (!fitDirections(domainToUnicode(ascii).split('.'))) return { refused: 'address.domainInvalid' };
  if (labels.length < 2) return { refused: 'address.domainSingleLabel' };
  if (/^(\d+|0x[\da-f]*)$/.test(labels.at(-1) ?? '')) return { refused: 'address.domainIsNumber' };
  return { ascii, shown: domainToUnicode(ascii) };
};

/** What nobody sees (soft hyphens, spaces of no width), but for the joiners that some scripts need. */
const unseen = /[\p{Default_Ignorable_Code_Point}--[\u200c\u200d]]/v;

/** Letters, digits and inner hyphens; hyphens in third and fourth place only where what follows decodes to a label of another script. */
const isLabel = (label: string): boolean => {
  if (!/^[a-z\d]([a-z\d-]*[a-z\d])?$/.test(label)) return false;
  if (label.slice(2, 4) !== '--') return true;
  const decoded = domainToUnicode(label);
  return label.startsWith('xn--') && /[^\p{ASCII}]/u.test(decoded) && domainToASCII(decoded) === label && isLabelOf2008(decoded);
};
