import type { DocumentOut } from './document.ts';
import { escaped, toHtml } from './html.ts';
import { directionOf } from './language.ts';

/** The document as a whole page that needs nothing beside it: to keep, to send on, to read without a line, to print. */
export const toHtmlFile = (document: DocumentOut): string => `<!doctype html>
<html lang="${escaped(document.language)}" dir="${directionOf(document.language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(document.title)}</title>
<style>${style}</style></head>
<body>
${toHtml(document)}
</body>
</html>
`;

const style = `
:root { color-scheme: light; }
body { margin: 0; padding: 2rem 1rem; color: #1d2126; background: #fff; font: 1.05rem/1.55 "Source Serif 4", Cambria, Georgia, serif; }
article { max-inline-size: 46rem; margin-inline: auto; }
h1 { font-size: 2rem; line-height: 1.2; margin-block: 0 .3em; }
h2 { font-size: 1.4rem; margin-block: 2em .5em; }
h3 { font-size: 1.15rem; margin-block: 1.6em .4em; }
.document-subtitle { font-size: 1.2rem; color: #5b646d; margin-block: 0; }
.document-meta, figcaption, caption, dt, table, summary { font-family: "Source Sans 3", Calibri, sans-serif; font-size: .9rem; }
.document-meta, dt { color: #5b646d; }
header { border-block-end: 2px solid; padding-block-end: 1rem; margin-block-end: 1.5rem; }
dl > div { display: grid; grid-template-columns: 9rem 1fr; gap: 1rem; border-block-start: 1px solid #cfd4d9; padding-block: .3rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.table-scroll { overflow-x: auto; margin-block: 1.5rem; }
table { border-collapse: collapse; inline-size: 100%; border-block: 2px solid; line-height: 1.4; }
caption, figcaption { text-align: start; font-weight: 600; margin-block-end: .5rem; }
th, td { text-align: start; vertical-align: top; padding: .45rem .7rem .45rem 0; border-block-start: 1px solid #cfd4d9; }
[dir=rtl] :is(th, td) { padding: .45rem 0 .45rem .7rem; }
thead th { vertical-align: bottom; border-block: 0 1px solid; }
.number { text-align: end; }
td ul { margin: 0; padding-inline-start: 1.1em; }
figure { margin: 1.5rem 0; }
figure svg { max-inline-size: 100%; block-size: auto; }
blockquote { margin-inline: 0; padding-inline-start: 1rem; border-inline-start: 2px solid #cfd4d9; color: #5b646d; }
a { color: #1f4e79; overflow-wrap: anywhere; }
@media (max-width: 40rem) { dl > div { grid-template-columns: 1fr; gap: 0; } }
@page { size: A4; margin: 20mm; }
@media print {
  body { padding: 0; font-size: 10.5pt; }
  thead { display: table-header-group; }
  tr, figure, li { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  .table-scroll { overflow: visible; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
