/**
 * A name that every file system takes: `fileName('Recommendations', 'csv', at)` gives `recommendations-2026-11-22-1405.csv`.
 * Accents fall away; a name with no Latin letter left becomes `export`. The time is that of `at`, to the minute, in its own zone.
 */
export const fileName = (base: string, extension: string, at: Temporal.ZonedDateTime | Temporal.PlainDateTime): string => {
  const two = (number: number) => String(number).padStart(2, '0');
  const stamp = `${String(at.year).padStart(4, '0')}-${two(at.month)}-${two(at.day)}-${two(at.hour)}${two(at.minute)}`;
  return `${slug(base) || 'export'}-${stamp}.${extension.replace(/[^a-z0-9]/gi, '').toLowerCase()}`;
};

const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/^-+|-+$/g, '');

/** The header `Content-Disposition` for a download (RFC 6266): an ASCII name for all, the true name for those who read RFC 5987. */
export const contentDisposition = (name: string, unicodeName?: string): string => {
  const ascii = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\/%;]/g, '_')
    .replace(/^(?=\.|$)/, 'export');
  const full = (unicodeName ?? name).replace(/[\p{Cc}/\\]/gu, '_');
  const plainName = `attachment; filename="${ascii}"`;
  return full === ascii ? plainName : `${plainName}; filename*=UTF-8''${extended(full)}`;
};

const extended = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
