import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** The one picture in a PDF that the compiler wrote, as a PNG: the same dots and colours. Throws where there is none. */
export const pngIn = (pdf: Buffer): Buffer<ArrayBuffer> => {
  const at = pdf.indexOf('/Subtype /Image');
  const start = pdf.indexOf('stream\n', at) + 'stream\n'.length;
  if (at < 0) throw new Error('The drawing could not be made a picture.');
  const head = pdf.toString('latin1', pdf.lastIndexOf('<<', at), start);
  const number = (name: string) => Number(new RegExp(`/${name} (\\d+)`).exec(head)?.[1]);
  const [width, height] = [number('Width'), number('Height')];
  // In one piece: the dots take hundreds of times the room of what they are packed in.
  const pixels = inflateSync(pdf.subarray(start, start + number('Length')), { chunkSize: Math.max(1024, width * height * 3) });
  return pngOf(pixels, width, height);
};

const pngOf = (pixels: Buffer, width: number, height: number): Buffer<ArrayBuffer> => {
  const samples = pixels.length / (width * height);
  const few = samples === 3 ? inFew(pixels, width, height) : undefined;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, few ? ofTable : samples === 1 ? grey : colour, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, ...Buffer.from('PNG\r\n\x1a\n', 'latin1')]),
    chunk('IHDR', header),
    ...(few ? [chunk('PLTE', few.colours)] : []),
    chunk('IDAT', deflateSync(few?.rows ?? rowsOf(pixels, width * samples, height), { level })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

const [grey, colour, ofTable] = [0, 2, 3];

/** Where six, which is usual, takes twice the time for three bytes less in a hundred. */
const level = 4;

/** The colours of a drawing, of which there are few, and for each dot which one it is: a third of the bytes. Undefined where there are more than 256. */
const inFew = (pixels: Buffer, width: number, height: number): { colours: Buffer; rows: Buffer } | undefined => {
  const known = new Map<number, number>();
  const rows = Buffer.alloc((width + 1) * height);
  let [from, last, place] = [0, -1, 0];
  for (let line = 0; line < height; line++) {
    const end = (line + 1) * (width + 1);
    for (let dot = end - width; dot < end; dot++, from += 3) {
      const one = ((pixels[from] as number) << 16) | ((pixels[from + 1] as number) << 8) | (pixels[from + 2] as number);
      // Most dots are of the colour of the one before.
      if (one !== last) {
        place = known.get(one) ?? known.size;
        if (place > 255) return undefined;
        known.set(one, place);
        last = one;
      }
      rows[dot] = place;
    }
  }
  return { colours: Buffer.from([...known.keys()].flatMap((one) => [one >> 16, (one >> 8) & 255, one & 255])), rows };
};

/** Each row behind a nought, which says that it stands as it is: textures get longer by being told as differences. */
const rowsOf = (pixels: Buffer, row: number, height: number): Buffer => {
  const out = Buffer.alloc((row + 1) * height);
  for (let line = 0; line < height; line++) pixels.copy(out, line * (row + 1) + 1, line * row, (line + 1) * row);
  return out;
};

const chunk = (name: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
};
