import { createHash } from 'node:crypto';

/**
 * JSON in exactly one way: keys sorted by code unit, no spaces, what is undefined left out (as RFC 8785 has it for what we store: texts,
 * numbers, lists and objects). The same content gives the same text wherever and whenever it is written.
 */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one ?? null)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
};

/** SHA-256 over the canonical JSON in UTF-8, as 64 hexadecimal digits. */
export const checksumOf = (content: unknown): string => createHash('sha256').update(canonical(content), 'utf8').digest('hex');
