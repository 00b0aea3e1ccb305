import { NodeCompiler, type NodeTypstDocument, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';
import { pngIn } from '../picture/png.ts';
import { pack } from './pack.ts';

// A program of its own, started by typesetter.ts: it sets one document after another until the one who asks is gone.

export interface Job {
  number: number;
  fonts: string[];
  template: string;
  /** JSON, as the template reads it. */
  document: string;
  /** A document, or the picture of a drawing under a filter. */
  as: 'pdf' | 'png';
}

/** Either the file or why there is none. */
export interface Answer {
  number: number;
  bytes?: Uint8Array;
  boxes?: readonly string[];
  fault?: string;
}

let compiler: NodeCompiler | undefined;

const set = ({ fonts, template, document, as }: Job): Pick<Answer, 'bytes' | 'boxes'> => {
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontPaths: fonts }] });
  const compiled = compiler.compile({ mainFileContent: template, inputs: { document } });
  if (!compiled.result) throw new Error(`The document could not be set: ${reasons(compiler, compiled.takeDiagnostics())}`);
  const printed = as === 'png' ? { bytes: pngIn(compiler.pdf(compiled.result)) } : print(compiler, compiled.result);
  compiler.evictCache(10);
  return printed;
};

/** Signs without a font, and words in a drawing that could not be set apart, are no reason to give no document at all. */
const print = (typst: NodeCompiler, pages: NodeTypstDocument): { bytes: Buffer; boxes: string[] } => {
  try {
    return { bytes: pack(typst.pdf(pages, { pdfStandard: PdfStandard.UA_1 })), boxes: [] };
  } catch (refusal) {
    if (!(refusal instanceof Error) || !/could not be displayed with font|missing codepoints/.test(refusal.message)) throw refusal;
    return { bytes: pack(typst.pdf(pages, { pdfTags: true })), boxes: signsIn(refusal.message) };
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

process.on('message', (job: Job) => {
  const answer = (one: Omit<Answer, 'number'>) => process.send?.({ number: job.number, ...one } satisfies Answer);
  try {
    answer(set(job));
  } catch (fault) {
    answer({ fault: fault instanceof Error ? fault.message : String(fault) });
  }
});
process.on('disconnect', () => process.exit());
