import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extractText, getDocumentProxy, getResolvedPDFJS } from 'unpdf';

/** What a document looks like to whoever opens it in LibreOffice. */
export interface Opened {
  pages: number;
  text: string;
  /** Pictures as they stand on paper, in points. */
  pictures: { width: number; height: number }[];
  /** Lines of the title, from above, with the height of their letters in points. */
  title: { y: number; height: number }[];
}

/** Whether this machine has LibreOffice (Debian: `libreoffice-writer-nogui`). */
export const hasOffice = (): boolean => {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Opens Word's files in LibreOffice and prints them. */
export const openInOffice = async (files: Readonly<Record<string, Uint8Array>>): Promise<Record<string, Opened>> => {
  const folder = mkdtempSync(join(tmpdir(), 'plenary-office-'));
  try {
    const names = Object.keys(files);
    for (const name of names) writeFileSync(join(folder, `${name}.docx`), files[name]!);
    const args = [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', 'pdf', '--outdir', folder];
    await promisify(execFile)('soffice', [...args, ...names.map((name) => join(folder, `${name}.docx`))], { timeout: 120_000 });
    const read = names.map(async (name) => [name, await lookAt(readFileSync(join(folder, `${name}.pdf`)))] as const);
    return Object.fromEntries(await Promise.all(read));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const lookAt = async (bytes: Buffer): Promise<Opened> => {
  const { OPS } = await getResolvedPDFJS();
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(pdf, { mergePages: true });
  const pictures: Opened['pictures'] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const { fnArray, argsArray } = await (await pdf.getPage(number)).getOperatorList();
    for (const [at, deed] of fnArray.entries()) {
      if (deed !== OPS.paintImageXObject) continue;
      const place = argsArray[fnArray.lastIndexOf(OPS.transform, at)] as number[];
      pictures.push({ width: Math.abs(place[0] ?? 0), height: Math.abs(place[3] ?? 0) });
    }
  }
  const { items } = await (await pdf.getPage(1)).getTextContent();
  const lines = items.flatMap((item) =>
    'transform' in item && item.str.trim() ? [{ y: Number(item.transform[5]), height: item.height }] : [],
  );
  const tallest = Math.max(...lines.map(({ height }) => height));
  const title = lines.filter(({ height }) => height > tallest * 0.9);
  return {
    pages: pdf.numPages,
    text: text.normalize('NFKC'),
    pictures,
    title: [...new Map(title.map((line) => [Math.round(line.y), line])).values()],
  };
};
