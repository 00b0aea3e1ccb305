import type { DocumentOut } from './document.ts';
import { toHtml } from './html.ts';
import { toMarkdown } from './markdown.ts';
import { toText } from './text.ts';

export interface DocumentFormat {
  mediaType: string;
  extension: string;
  write: (document: DocumentOut) => Promise<string | Uint8Array<ArrayBuffer>>;
}

/** Every way a document can leave; callers pick by name. `html` is the fragment of a body, not a page. */
export const formats = {
  html: { mediaType: 'text/html; charset=utf-8', extension: 'html', write: async (document: DocumentOut) => toHtml(document) },
  pdf: {
    mediaType: 'application/pdf',
    extension: 'pdf',
    write: async (document: DocumentOut) => (await import('./pdf/pdf.ts')).toPdf(document),
  },
  docx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    extension: 'docx',
    write: async (document: DocumentOut) => (await import('./docx/docx.ts')).toDocx(document),
  },
  md: { mediaType: 'text/markdown; charset=utf-8', extension: 'md', write: async (document: DocumentOut) => toMarkdown(document) },
  txt: { mediaType: 'text/plain; charset=utf-8', extension: 'txt', write: async (document: DocumentOut) => toText(document) },
} as const satisfies Record<string, DocumentFormat>;

export type FormatName = keyof typeof formats;
