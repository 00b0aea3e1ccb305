import { parseDomain } from './domain.ts';

/**
 * Reads a web address: http or https, at a domain name in any script, without a password in it. `www.example.org` becomes https.
 * Answers the address as the net knows it (ASCII), or undefined.
 */
export const parseWebAddress = (text: string): string | undefined => {
  const typed = text.trim().normalize('NFC');
  const full = /^[a-z][a-z\d+.-]*:/i.test(typed) && !/^[^/:]+\.[^/:]+:\d+(\/|$)/.test(typed) ? typed : `https://${typed}`;
  if (/\s/u.test(typed) || !URL.canParse(full)) return undefined;
  const url = new URL(full);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (url.username || url.password || 'refused' in parseDomain(url.hostname)) return undefined;
  return url.href;
};

/** A web address as people read it: the domain in its own script, the path decoded, no `https://` and no lone slash at the end. */
export const shownWebAddress = (href: string): string => {
  if (!URL.canParse(href)) return href;
  const url = new URL(href);
  const domain = parseDomain(url.hostname);
  const host = 'refused' in domain ? url.hostname : domain.shown;
  return `${host}${url.port ? `:${url.port}` : ''}${decoded(url.pathname)}${url.search}${url.hash}`.replace(/^([^/]*)\/$/, '$1');
};

const decoded = (path: string): string => {
  try {
    // Encoded spaces, controls and reserved signs stay encoded, so that the address can be copied back.
    return decodeURI(path).replace(/[\s\p{C}]/gu, encodeURIComponent);
  } catch {
    return path;
  }
};
