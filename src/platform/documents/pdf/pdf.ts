import { NodeCompiler, type NodeTypstDocument, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';
import type { DocumentOut } from '../document.ts';
import { dataOf } from './data.ts';
import { fontFiles } from './fonts.ts';
import { template } from './template.ts';

/**
 * The document as PDF/UA-1: tagged, titled, with language, author and date, the same bytes for the same document.
 * Where a text holds a sign that no font on this machine has, the standard cannot be claimed: the file is then an ordinary tagged PDF
 * that shows a box for it and still carries the words. Throws an `Error` with the compiler's reasons when a drawing is no SVG.
 */
export const toPdf = async (document: DocumentOut): Promise<Uint8Array<ArrayBuffer>> => (await printPdf(document)).bytes;

export interface PrintedPdf {
  bytes: Uint8Array<ArrayBuffer>;
  /** The signs that are shown as boxes, each once. With any, the file does not claim PDF/UA. */
  boxes: readonly string[];
}

/** As `toPdf`, and says which signs could not be shown. */
export const printPdf = async (document: DocumentOut): Promise<PrintedPdf> => {
  const typst = warm();
  const compiled = typst.compile({ mainFileContent: template, inputs: { document: JSON.stringify(dataOf(document)) } });
  if (!compiled.result) throw new Error(`The document could not be set: ${reasons(typst, compiled.takeDiagnostics())}`);
  const { pages, boxes } = printed(typst, compiled.result);
  typst.evictCache(10);
  return { bytes: new Uint8Array(pages), boxes };
};

let compiler: NodeCompiler | undefined;

const warm = (): NodeCompiler => {
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontPaths: fontFiles() }] });
  return compiler;
};

/** Signs without a font, and words in a drawing that could not be set apart, are no reason to give no document at all. */
const printed = (typst: NodeCompiler, pages: NodeTypstDocument): { pages: Buffer; boxes: string[] } => {
  try {
    return { pages: typst.pdf(pages, { pdfStandard: PdfStandard.UA_1 }), boxes: [] };
  } catch (refusal) {
    if (!(refusal instanceof Error) || !/could not be displayed with font|missing codepoints/.test(refusal.message)) throw refusal;
    return { pages: typst.pdf(pages, { pdfTags: true }), boxes: signsIn(refusal.message) };
  }
};

/** The compiler names each text that it could not show, escaped as in its own language: `the text \`\"\\u{f0000}\"\``. */
const signsIn = (refusal: string): string[] => {
  const texts = [...refusal.matchAll(/the text `\\*"(.*?)\\*"` could not be displayed/g)].map(([, text = '']) =>
    text.replace(/\\+u\{([0-9a-f]{1,6})\}/gi, (_all, code: string) => String.fromCodePoint(Number.parseInt(code, 16))),
  );
  return [...new Set(texts)];
};

const reasons = (typst: NodeCompiler, found: Parameters<NodeCompiler['fetchDiagnostics']>[0] | null): string =>
  found === null ? 'no reason given' : JSON.stringify(typst.fetchDiagnostics(found));
