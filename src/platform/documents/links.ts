/** The only addresses a document may link to: http, https and mailto. Anything else becomes plain text. */
export const safeHref = (href: string | undefined): string | undefined => {
  if (href === undefined) return undefined;
  const trimmed = href.trim();
  return /^(https?:\/\/|mailto:)/i.test(trimmed) && URL.canParse(trimmed) ? trimmed : undefined;
};
