import { deflateSync } from 'node:zlib';

/**
 * The same PDF with its small objects in compressed streams (PDF 1.5 and later). The compiler writes each cell of a table as an object in
 * plain text, which is most of a long document: the packed file is about a quarter of it. A file that is not built as the compiler builds
 * its files comes back as it is. The same bytes give the same bytes.
 */
export const pack = (pdf: Buffer): Buffer => {
  const file = readFile(pdf);
  if (!file) return pdf;
  const { objects, size, trailer } = file;
  const [small, others] = [objects.filter(isSmall), objects.filter((one) => !isSmall(one))];
  const apart = new Set(['Root', 'Info'].map((name) => Number(new RegExp(`/${name} (\\d+) 0 R`).exec(trailer)?.[1])));
  const packed = chunks(small.filter((one) => !apart.has(one.number)));
  const written = [...others, ...small.filter((one) => apart.has(one.number))];
  const places: Place[] = Array.from({ length: size + packed.length + 1 }, () => ({ kind: 0, at: 0, index: 0 }));
  const head = pdf.subarray(0, file.start);
  const pieces: Buffer[] = [head];
  let at = head.length;
  const write = (number: number, body: Buffer) => {
    const piece = Buffer.concat([Buffer.from(`${number} 0 obj\n`), body, Buffer.from('\nendobj\n')]);
    places[number] = { kind: 1, at, index: 0 };
    pieces.push(piece);
    at += piece.length;
  };
  for (const { number, body } of written) write(number, body);
  for (const [chunk, some] of packed.entries()) {
    write(size + chunk, streamOf(some));
    for (const [index, one] of some.entries()) places[one.number] = { kind: 2, at: size + chunk, index };
  }
  const last = size + packed.length;
  places[last] = { kind: 1, at, index: 0 };
  const table = Buffer.concat(places.map(bytesOf));
  const start = at;
  write(last, stream(`/Type /XRef /Size ${last + 1} /W [1 4 2] ${trailer.replace(/\/Size \d+/, '')}`, table));
  return Buffer.concat([...pieces, Buffer.from(`startxref\n${start}\n%%EOF\n`)]);
};

interface Numbered {
  number: number;
  body: Buffer;
}

/** Where an object is found: free, at a place of the file, or in a stream of objects. */
interface Place {
  kind: 0 | 1 | 2;
  at: number;
  index: number;
}

const isSmall = ({ body }: Numbered): boolean => !body.subarray(-'endstream'.length).equals(Buffer.from('endstream'));

/** The objects of a file with one table of places, as the compiler writes it: `xref`, one section from 0 on, `trailer`. */
const readFile = (pdf: Buffer): { objects: Numbered[]; size: number; start: number; trailer: string } | undefined => {
  const at = pdf.lastIndexOf('\nxref\n0 ');
  const [, size = '', entries = '', trailer = ''] =
    /^xref\n0 (\d+)\n((?:\d{10} \d{5} [nf]\s\s?)+)trailer\s*<<([\s\S]*)>>\s*startxref/.exec(pdf.subarray(at + 1).toString('latin1')) ?? [];
  if (at < 0 || !trailer) return undefined;
  const used = [...entries.matchAll(/(\d{10}) \d{5} ([nf])/g)].flatMap(([, offset, kind], number) =>
    kind === 'n' ? [{ number, offset: Number(offset) }] : [],
  );
  const inOrder = used.toSorted((one, other) => one.offset - other.offset);
  const objects = inOrder.map(({ number, offset }, index) => {
    const whole = pdf.subarray(offset, inOrder[index + 1]?.offset ?? at);
    const begin = whole.indexOf('obj') + 'obj'.length;
    return { number, body: trimmed(whole.subarray(begin, whole.lastIndexOf('endobj'))) };
  });
  return { objects, size: Number(size), start: inOrder[0]?.offset ?? at, trailer };
};

const trimmed = (bytes: Buffer): Buffer => {
  const blank = (at: number) => [0x0a, 0x0d, 0x20].includes(bytes[at] ?? 0);
  let [from, to] = [0, bytes.length];
  while (from < to && blank(from)) from++;
  while (to > from && blank(to - 1)) to--;
  return bytes.subarray(from, to);
};

const perStream = 500;

const chunks = (objects: readonly Numbered[]): Numbered[][] =>
  Array.from({ length: Math.ceil(objects.length / perStream) }, (_, at) => objects.slice(at * perStream, (at + 1) * perStream));

/** Numbers and places first, then the objects one after another. */
const streamOf = (objects: readonly Numbered[]): Buffer => {
  let at = 0;
  const index = objects.map(({ number, body }) => {
    const entry = `${number} ${at}`;
    at += body.length + 1;
    return entry;
  });
  const head = Buffer.from(`${index.join(' ')}\n`);
  const bodies = objects.flatMap(({ body }) => [body, Buffer.from('\n')]);
  return stream(`/Type /ObjStm /N ${objects.length} /First ${head.length}`, Buffer.concat([head, ...bodies]));
};

const stream = (says: string, content: Buffer): Buffer => {
  const small = deflateSync(content);
  return Buffer.concat([
    Buffer.from(`<< ${says.trim()} /Filter /FlateDecode /Length ${small.length} >>\nstream\n`, 'latin1'),
    small,
    Buffer.from('\nendstream'),
  ]);
};

const bytesOf = ({ kind, at, index }: Place): Buffer => {
  const bytes = Buffer.alloc(7);
  bytes.writeUInt8(kind, 0);
  bytes.writeUInt32BE(at, 1);
  bytes.writeUInt16BE(index, 5);
  return bytes;
};
