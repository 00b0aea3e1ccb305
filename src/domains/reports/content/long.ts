import { type Content, issuesOf, type Part, type Row } from './content.ts';

// A report on many issues would be a page of many kilobytes. Its page shows the beginning of each long part, and each part has a page of its
// own on which it is whole. The files hold the report in one piece, whatever its length.

const most = 30;

/** So many rows and issues stand on the page of a long report. */
export const atOnce = 20;

export const isLong = (content: Content): boolean => issuesOf(content).length > most;

/** The sections on issues as they stand on one of their pages; `page` counts from 1. */
export const issuesOn = (content: Content, page: number): { part: Part; place: number }[] =>
  sectionsOnIssues(content).slice((page - 1) * atOnce, page * atOnce);

export const sectionsOnIssues = (content: Content): { part: Part; place: number }[] =>
  content.sections.flatMap((part, place) => (part.kind === 'issue' ? [{ part, place }] : []));

/** To the issue's own section where it has one, otherwise to its row. */
export const doorOf = (content: Content, row: Row, base: string): string => {
  const at = sectionsOnIssues(content).findIndex(({ part }) => part.item === row.ref);
  if (at < 0) return `${base}/rows?item=${row.ref}`;
  return `${base}${isLong(content) && at >= atOnce ? `/issues?page=${1 + Math.floor(at / atOnce)}` : ''}#${row.ref}`;
};
