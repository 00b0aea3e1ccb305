import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { Document, Packer, Paragraph } from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import writeXlsx from 'write-excel-file/node';
import { type Limits, ReadRefusal, tablesOf } from './read.ts';
import { readDocument } from './readDocument.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const docx = (): Promise<Buffer> => Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph('Words of a plan.')] }] }));
const xlsx = (): Promise<Buffer> => writeXlsx([[{ value: 'Name' }], [{ value: 'Badr' }]]).toBuffer();
const pdf = (): Buffer => Buffer.from(NodeCompiler.create().pdf({ mainFileContent: 'Words of a plan.' }));

const refusal = (source: Uint8Array, name: string, limits: Partial<Limits> = {}): Promise<ReadRefusal> =>
  readDocument(source, name, limits).then(
    (read) => {
      throw new Error(`was read as ${read.kind}`);
    },
    (error: unknown) => {
      if (error instanceof ReadRefusal) return error;
      throw error;
    },
  );

const changed = async (file: Promise<Buffer>, path: string, change: (xml: string) => string): Promise<Uint8Array> => {
  const members = unzipSync(await file);
  members[path] = strToU8(change(strFromU8(members[path] ?? new Uint8Array())));
  return zipSync(members);
};

/** Numbers that look random and are the same in every run. */
const noise = (seed: number, length: number): Uint8Array => {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
};

describe('what is not read is refused with a reason', () => {
  const ole = (name: string): Uint8Array =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(500), Buffer.from(name, 'utf16le'), Buffer.alloc(100)]);
  const real = (name: string): Uint8Array => readFileSync(join(import.meta.dirname, 'under-password', name));
  const locked = bytes(
    `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n3 0 obj<</Filter/Standard/V 1/R 2/O(${'o'.repeat(32)})/U(${'u'.repeat(32)})/P -4>>endobj\ntrailer<</Root 1 0 R/Encrypt 3 0 R/ID[(a)(a)]>>\n`,
  );

  test.each<[string, Uint8Array, string, string, object]>([
    ['an empty file', bytes(''), 'a.csv', 'import.empty', {}],
    ['a file of white space', bytes(' \n\n\t'), 'a.txt', 'import.empty', {}],
    ['a Word document under a password', ole('EncryptedPackage'), 'a.docx', 'import.password', {}],
    ['a real workbook under a password', real('agile.xlsx'), 'members.xlsx', 'import.password', {}],
    ['a real Word document under a password, as Office 2007 wrote it', real('standard.docx'), 'plan.docx', 'import.password', {}],
    ['a real workbook under a password that is named as a table', real('agile.xlsx'), 'members.csv', 'import.password', {}],
    ['an old Word document', ole('WordDocument'), 'a.doc', 'import.unknownKind', { found: 'oldWord' }],
    ['an old workbook', ole('Workbook'), 'a.xls', 'import.unknownKind', { found: 'oldExcel' }],
    ['an old workbook named as a new one', ole('Workbook'), 'a.xlsx', 'import.notWhatItSays', { promised: 'xlsx', found: 'oldExcel' }],
    ['a PDF under a password', locked, 'a.pdf', 'import.password', {}],
    [
      'a picture named as a PDF',
      Buffer.from('89504e470d0a1a0a0000', 'hex'),
      'a.pdf',
      'import.notWhatItSays',
      { promised: 'pdf', found: 'picture' },
    ],
    ['an archive', zipSync({ 'a.txt': bytes('a') }), 'a.zip', 'import.unknownKind', { found: 'archive' }],
    ['slides', zipSync({ 'ppt/presentation.xml': bytes('<p/>') }), 'a.pptx', 'import.unknownKind', { found: 'slides' }],
    ['rich text', bytes('{\\rtf1 words}'), 'a.rtf', 'import.unknownKind', { found: 'rtf' }],
    ['other XML', bytes('<?xml version="1.0"?><a/>'), 'a.xml', 'import.unknownKind', { found: 'xml' }],
  ])('%s', async (_, source, name, key, values) => {
    expect(await refusal(source, name)).toMatchObject({ key, values });
  });
});

describe('files made to do harm', () => {
  test('more bytes, rows or cells than the limit', async () => {
    expect(await refusal(bytes('x'.repeat(2000)), 'a.txt', { bytes: 1000 })).toMatchObject({ key: 'import.tooLarge' });
    expect(await refusal(bytes('a,b\n'.repeat(200)), 'a.csv', { rows: 100 })).toMatchObject({
      key: 'import.tooManyRows',
      values: { limit: 100 },
    });
    expect(
      await refusal(
        bytes(`<table><tr>${'<td colspan=1000 rowspan=1000>x'.repeat(9)}</tr>${'<tr><td>y</tr>'.repeat(2000)}</table>`),
        'a.html',
      ),
    ).toMatchObject({
      key: 'import.tooManyCells',
    });
  });

  test('a sheet with one cell in the last corner', async () => {
    const far = await changed(xlsx(), 'xl/worksheets/sheet1.xml', (xml) =>
      xml.replace('</sheetData>', '<row r="200000"><c r="XFD200000"><v>1</v></c></row></sheetData>'),
    );
    expect(await refusal(far, 'a.xlsx')).toMatchObject({ key: 'import.tooManyCells' });
  });

  test('an archive that unpacks to a thousand times its size, whether it says so or lies', async () => {
    const honest = zipSync({ 'xl/workbook.xml': new Uint8Array(30_000_000) });
    expect(await refusal(honest, 'a.xlsx')).toMatchObject({ key: 'import.zipBomb' });
    const lying = Buffer.from(honest);
    lying.writeUInt32LE(1000, lying.indexOf(Buffer.from('504b0102', 'hex')) + 24);
    expect(await refusal(lying, 'a.xlsx')).toMatchObject({ key: 'import.zipBomb' });
    const many = zipSync(Object.fromEntries(Array.from({ length: 6000 }, (_, index) => [`xl/${index}.xml`, new Uint8Array()])));
    expect(await refusal(many, 'a.xlsx')).toMatchObject({ key: 'import.zipBomb' });
  });

  test('a PDF whose page unpacks to far more than it is', async () => {
    const stream = deflateSync(Buffer.alloc(60_000_000, 32));
    const source = Buffer.concat([
      bytes(
        `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj\n4 0 obj<</Length ${stream.length}/Filter/FlateDecode>>stream\n`,
      ),
      stream,
      bytes('\nendstream endobj\ntrailer<</Root 1 0 R>>\n'),
    ]);
    expect(await refusal(source, 'a.pdf')).toMatchObject({ key: 'import.zipBomb' });
  });

  test('entities that multiply', async () => {
    const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
    const doc = await changed(docx(), 'word/document.xml', (xml) => xml.replace('?>', `?>${laughs}`));
    expect(await refusal(doc, 'a.docx')).toMatchObject({ key: 'import.damaged' });
    const sheet = await changed(xlsx(), 'xl/workbook.xml', (xml) => xml.replace('?>', `?>${laughs}`));
    expect(await refusal(sheet, 'a.xlsx')).toMatchObject({ key: 'import.damaged' });
  });

  test.each<[string, string]>([
    ['brackets', '[('.repeat(20_000)],
    ['stars', '*a_ '.repeat(20_000)],
    ['quotes', '> '.repeat(20_000)],
    ['open tags', `<p>${'<b><i>'.repeat(20_000)}`],
    ['open tables', '<table><tr><td>'.repeat(3000)],
    ['bars', '|'.repeat(200_000)],
    ['tabs', `${'\t'.repeat(2000)}\n`.repeat(100)],
    ['quotation marks', '"a,"'.repeat(50_000)],
    ['nested lists', Array.from({ length: 500 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n')],
    ['JSON', '['.repeat(200_000)],
    ['one long word', 'a'.repeat(2_000_000)],
    ['bullets', '• '.repeat(100_000)],
  ])('%s without end are read or refused within seconds', { timeout: 10_000 }, async (_, source) => {
    for (const prefix of ['', '# Heading\n\n', '<!doctype html><body>']) {
      const outcome = await readDocument(bytes(prefix + source), 'a.txt').catch((error: unknown) => error);
      expect(outcome instanceof Error ? outcome : outcome).not.toSatisfy(
        (value: unknown) => value instanceof Error && !(value instanceof ReadRefusal),
      );
    }
  });
});

describe('damaged files', () => {
  test('noise is refused as no document, whatever its name', async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const outcome = await refusal(noise(seed, 3000), seed % 2 ? 'a.docx' : 'a');
      expect(['import.unknownKind', 'import.notWhatItSays']).toContain(outcome.key);
    }
  });

  test.each([
    ['docx', docx],
    ['xlsx', xlsx],
    ['pdf', async () => pdf()],
  ])('a %s that was cut short or has wrong bytes inside is read or refused, never a fault', { timeout: 60_000 }, async (kind, make) => {
    const whole = await make();
    const keys = new Set<string>();
    for (let step = 1; step < 20; step += 1) {
      const cut = whole.subarray(0, Math.floor((whole.length * step) / 20));
      const spoilt = Uint8Array.from(whole);
      noise(step, 40).forEach((value, index) => {
        spoilt[20 + ((index * 9973 + step * 613) % (whole.length - 20))] = value;
      });
      for (const source of [cut, spoilt]) {
        const outcome = await readDocument(source, `a.${kind}`).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ReadRefusal);
        if (outcome instanceof ReadRefusal) keys.add(outcome.key);
      }
    }
    expect([...keys]).toContain('import.damaged');
  });

  test('a member that does not match its checksum is damage, not content', async () => {
    const whole = Buffer.from(await docx());
    whole.writeUInt32LE(12345, whole.lastIndexOf(Buffer.from('word/document.xml')) - 46 + 16);
    expect(await refusal(whole, 'a.docx')).toMatchObject({ key: 'import.damaged' });
  });

  test('twenty thousand rows of a table are read', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `person ${index},p${index}@example.org,${index}`).join('\n');
    const read = await readDocument(bytes(`name,address,minutes\n${rows}\n`), 'calls.csv');
    expect(tablesOf(read)[0]?.rows).toHaveLength(20_000);
  });
});
