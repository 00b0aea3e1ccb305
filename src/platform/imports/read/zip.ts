import { crc32 } from 'node:zlib';
import { Inflate, zipSync } from 'fflate';
import { type Limits, ReadRefusal } from './read.ts';

interface Member {
  name: string;
  method: number;
  start: number;
  packed: number;
  size: number;
  crc: number;
}

/** An archive whose declared sizes were found harmless; members are inflated one by one and counted while they are. */
export interface Archive {
  names: string[];
  read(name: string): Uint8Array;
}

/**
 * Opens a zip by its central directory. What lies is refused before anything is inflated: too many members, too large in sum, too well
 * packed, or more packed bytes than the file has (members laid over one another). Throws ReadRefusal.
 */
export function openZip(bytes: Uint8Array, limits: Limits): Archive {
  const members = directory(bytes, limits);
  const declared = sum(members.map((member) => member.size));
  const packed = sum(members.map((member) => member.packed));
  if (declared > limits.inflated || packed > bytes.length) throw bomb();
  if (declared > limits.ratioFrom && declared > packed * limits.ratio) throw bomb();
  let spent = 0;
  const byName = new Map(members.map((member) => [member.name, member]));
  return {
    names: [...byName.keys()],
    read(name) {
      const member = byName.get(name);
      if (!member) throw damaged(`${name} is missing`);
      const content = inflated(bytes, member, limits, limits.inflated - spent);
      spent += content.length;
      return content;
    },
  };
}

/** A fresh archive, only packed together: parsers get what was counted here and no second opinion about the original's directory. */
export const packed = (members: Record<string, Uint8Array>): Uint8Array<ArrayBuffer> => zipSync(members, { level: 0 });

/** No office program writes a document type; only attacks by entities need one. */
export function refuseDoctype(name: string, xml: string): void {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new ReadRefusal('import.damaged', { reason: `${name}: DOCTYPE` });
}

function directory(bytes: Uint8Array, limits: Limits): Member[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(view);
  const count = view.getUint16(end + 10, true);
  if (count > limits.members) throw bomb();
  const members: Member[] = [];
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw damaged('directory cut short');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
    ];
    if (view.getUint16(at + 8, true) & 1) throw new ReadRefusal('import.password');
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll('\\', '/');
    members.push({
      name,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      ...sizes(view, at, nameLength, extraLength),
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return members;
}

function endRecord(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 65_557; at -= 1) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  throw damaged('cut short');
}

/** Sizes and the start of the packed bytes; some writers keep them in a zip64 field even for small files. */
function sizes(view: DataView, at: number, nameLength: number, extraLength: number): { packed: number; size: number; start: number } {
  const values = [24, 20, 42].map((offset) => view.getUint32(at + offset, true)) as [number, number, number];
  let extra = at + 46 + nameLength;
  const end = extra + extraLength;
  while (extra + 4 <= end) {
    const [id, length] = [view.getUint16(extra, true), view.getUint16(extra + 2, true)];
    let field = extra + 4;
    for (let index = 0; id === 1 && index < 3; index += 1) {
      if (values[index] !== 0xffffffff || field + 8 > end) continue;
      values[index] = Number(view.getBigUint64(field, true));
      field += 8;
    }
    extra += 4 + length;
  }
  const [size, packedSize, local] = values;
  if (local + 30 > view.byteLength || view.getUint32(local, true) !== 0x04034b50) throw damaged('member cut short');
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + packedSize > view.byteLength) throw damaged('member cut short');
  return { size, packed: packedSize, start };
}

function inflated(bytes: Uint8Array, member: Member, limits: Limits, left: number): Uint8Array {
  const source = bytes.subarray(member.start, member.start + member.packed);
  if (member.method !== 0 && member.method !== 8) throw damaged(`${member.name} is packed in an unknown way`);
  const content = member.method === 0 ? source.slice() : countedInflate(source, limits, left);
  if (content.length > left) throw bomb();
  if (member.crc !== 0 && crc32(content) !== member.crc) throw damaged(`${member.name} does not match its checksum`);
  return content;
}

function countedInflate(source: Uint8Array, limits: Limits, left: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let total = 0;
  const inflate = new Inflate((chunk) => {
    total += chunk.length;
    if (total > left || (total > limits.ratioFrom && total > source.length * limits.ratio)) throw bomb();
    chunks.push(chunk);
  });
  const step = 16_384;
  for (let at = 0; at < source.length; at += step) inflate.push(source.subarray(at, at + step), at + step >= source.length);
  const content = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    content.set(chunk, at);
    at += chunk.length;
  }
  return content;
}

const bomb = (): ReadRefusal => new ReadRefusal('import.zipBomb');
const damaged = (reason: string): ReadRefusal => new ReadRefusal('import.damaged', { reason });
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
