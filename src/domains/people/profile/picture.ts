/** A picture with nothing in it but the picture. */
export interface Picture {
  mediaType: 'image/jpeg' | 'image/png' | 'image/webp';
  content: Buffer;
  /** In pixels, as its own head says, whichever side is up. */
  size: readonly [width: number, height: number];
}

/** Bytes that a photograph may have. */
export const mostBytes = 2 * 1024 * 1024;

/** Pixels that a photograph may have. Of one colour, gigabytes of them fit into a small file, and everybody who looks would unpack them. */
export const mostPixels = 50_000_000;

/**
 * Reads a photograph by its own bytes, whatever it is called, and writes it anew from the parts that are picture: places and devices that
 * cameras note, texts, and whatever hangs on behind do not come along. Undefined for everything that is no JPEG, PNG or WebP from its first
 * to its last part. Which side is up stays.
 */
export const readPicture = (bytes: Buffer): Picture | undefined => jpeg(bytes) ?? png(bytes) ?? webp(bytes);

const pictureOf = (mediaType: Picture['mediaType'], parts: readonly Buffer[], sizes: readonly Picture['size'][]): Picture | undefined => {
  const [width, height] = [0, 1].map((side) => Math.max(0, ...sizes.map((size) => size[side] ?? 0))) as [number, number];
  return width > 0 && height > 0 ? { mediaType, content: Buffer.concat(parts), size: [width, height] } : undefined;
};

const pngStart = Buffer.from('89504e470d0a1a0a', 'hex');
const pngParts = new Set(['IHDR', 'PLTE', 'tRNS', 'gAMA', 'sRGB', 'cHRM', 'IDAT', 'IEND']);

const png = (bytes: Buffer): Picture | undefined => {
  if (!bytes.subarray(0, 8).equals(pngStart)) return undefined;
  const parts: Buffer[] = [pngStart];
  let names = '';
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (end > bytes.length) return undefined;
    if (pngParts.has(name)) parts.push(bytes.subarray(at, end));
    names += `${name} `;
    if (name === 'IEND' && /^IHDR .*\bIDAT /.test(names))
      return pictureOf('image/png', parts, [[bytes.readUInt32BE(16), bytes.readUInt32BE(20)]]);
    if (name === 'IEND') return undefined;
    at = end;
  }
  return undefined;
};

const webp = (bytes: Buffer): Picture | undefined => {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return undefined;
  const parts: Buffer[] = [];
  const sizes: Picture['size'][] = [];
  const whole = Math.min(bytes.length, 8 + bytes.readUInt32LE(4));
  for (let at = 12; at + 8 <= whole; ) {
    const size = bytes.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (end > whole + 1) return undefined;
    const name = bytes.toString('latin1', at, at + 4);
    const content = bytes.subarray(at + 8, end);
    if (name in webpSize && content.length < 10) return undefined;
    if (name in webpSize) sizes.push(webpSize[name as keyof typeof webpSize](content));
    if (['VP8 ', 'VP8L', 'ALPH'].includes(name)) parts.push(bytes.subarray(at, end));
    if (name === 'VP8X') {
      const head = Buffer.from(bytes.subarray(at, end));
      // Of the extensions only transparency comes along.
      head.writeUInt8(head.readUInt8(8) & 0b0001_0000, 8);
      parts.push(head);
    }
    at = end;
  }
  if (!parts.some((part) => part.toString('latin1', 0, 3) === 'VP8' && part.toString('latin1', 3, 4) !== 'X')) return undefined;
  const body = Buffer.concat([Buffer.from('WEBP'), ...parts]);
  const head = Buffer.alloc(8);
  head.write('RIFF');
  head.writeUInt32LE(body.length, 4);
  return pictureOf('image/webp', [head, body], sizes);
};

/** Where each of its parts says how large the picture is, counted from the first byte behind the head of the part. */
const webpSize = {
  VP8X: (part: Buffer) => [part.readUIntLE(4, 3) + 1, part.readUIntLE(7, 3) + 1] as const,
  VP8L: (part: Buffer) => [(part.readUInt32LE(1) & 0x3fff) + 1, ((part.readUInt32LE(1) >>> 14) & 0x3fff) + 1] as const,
  'VP8 ': (part: Buffer) => [part.readUInt16LE(6) & 0x3fff, part.readUInt16LE(8) & 0x3fff] as const,
};

const jpeg = (bytes: Buffer): Picture | undefined => {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  const parts: Buffer[] = [bytes.subarray(0, 2)];
  const sizes: Picture['size'][] = [];
  let seen = false;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] as number;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd9) || end > bytes.length) return undefined;
    const isNote = (marker >= 0xe1 && marker <= 0xef && marker !== 0xee) || marker === 0xfe;
    if (!isNote) parts.push(bytes.subarray(at, end));
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame && end - at >= 9) sizes.push([bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)]);
    if (marker === 0xe1) parts.push(...upright(bytes.subarray(at + 4, end)));
    at = end;
    if (marker !== 0xda) continue;
    const stop = endOfScan(bytes, at);
    parts.push(bytes.subarray(at, stop));
    seen = true;
    at = stop;
    if (bytes[at + 1] === 0xd9) break;
  }
  // Telephones sometimes forget the last two bytes.
  return seen ? pictureOf('image/jpeg', [...parts, Buffer.from([0xff, 0xd9])], sizes) : undefined;
};

/** After the scan begins, everything is picture until the next marker that is neither stuffing nor a restart. */
const endOfScan = (bytes: Buffer, from: number): number => {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1] as number;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
};

/** Of what a camera notes only which side is up (EXIF, tag 0x0112), as a part of its own. */
const upright = (exif: Buffer): Buffer[] => {
  if (exif.toString('latin1', 0, 6) !== 'Exif\0\0' || exif.length < 20) return [];
  const tiff = exif.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const two = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < Math.min(two(first), 200); entry++) {
    const at = first + 2 + entry * 12;
    const side = two(at + 8);
    if (two(at) === 0x0112 && side >= 1 && side <= 8)
      return [Buffer.from(`ffe100224578696600004d4d002a000000080001011200030000000100${`0${side}`}000000000000`, 'hex')];
  }
  return [];
};
