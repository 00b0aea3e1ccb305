import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** The one picture in a PDF that the compiler wrote, as a PNG: the same dots, eight bits a colour. Throws where there is none. */
export const pngIn = (pdf: Buffer): Buffer<ArrayBuffer> => {
  const at = pdf.indexOf('/Subtype /Image');
  const start = pdf.indexOf('stream\n', at) + 'stream\n'.length;
  if (at < 0) throw new Error('The drawing could not be made a picture.');
  const head = pdf.toString('latin1', pdf.lastIndexOf('<<', at), start);
  const number = (name: string) => Number(new RegExp(`/${name} (\\d+)`).exec(head)?.[1]);
  const [width, height] = [number('Width'), number('Height')];
  const pixels = inflateSync(pdf.subarray(start, start + number('Length')));
  return pngOf(pixels, width, height);
};

const pngOf = (pixels: Buffer, width: number, height: number): Buffer<ArrayBuffer> => {
  const row = pixels.length / height;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, row === width ? grey : colour, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, ...Buffer.from('PNG\r\n\x1a\n', 'latin1')]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows(pixels, row, height))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

const [grey, colour] = [0, 2];

/** Each row behind a nought, which says that it stands as it is: textures get longer by being told as differences. */
const rows = (pixels: Buffer, row: number, height: number): Buffer => {
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
