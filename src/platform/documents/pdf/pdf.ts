import type { DocumentOut } from '../document.ts';
import { dataOf } from './data.ts';
import { template } from './template.ts';
import { type PrintedPdf, typeset } from './typesetter.ts';

/**
 * The document as PDF/UA-1: tagged, titled, with language, author and date, the same bytes for the same document.
 * Where a text holds a sign that no font on this machine has, the standard cannot be claimed: the file is then an ordinary tagged PDF
 * that shows a box for it and still carries the words. Throws an `Error` with the compiler's reasons when a drawing is no SVG.
 */
export const toPdf = async (document: DocumentOut): Promise<Uint8Array<ArrayBuffer>> => (await printPdf(document)).bytes;

/** As `toPdf`, and says which signs could not be shown. */
export const printPdf = (document: DocumentOut): Promise<PrintedPdf> => typeset(template, JSON.stringify(dataOf(document)));
