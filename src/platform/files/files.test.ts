import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '../errors.ts';
import { fileHeaders, serveFile } from './serve.ts';
import { sniff } from './sniff.ts';
import { DamagedFile, openFile, readStored, storeFile, sweepFiles } from './store.ts';
import { incomingFolder, pathOf, writeThenMove } from './write.ts';

let dataDir = '';
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'plenary-files-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

const refusalKey = (work: Promise<unknown>) =>
  work.then(
    () => 'no refusal',
    (error) => (error instanceof Refusal ? error.key : error),
  );
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('a file is kept under its own hash and comes back as it was', async () => {
  const bytes = randomBytes(400_000);
  const stored = await storeFile(dataDir, bytes);
  expect(stored).toEqual({ sha256: hashOf(bytes), size: 400_000 });
  expect(pathOf(dataDir, stored.sha256)).toBe(join(dataDir, 'files', stored.sha256.slice(0, 2), stored.sha256.slice(2)));
  expect(bytes.equals(await readStored(dataDir, stored.sha256))).toBe(true);
});

test('what arrives in pieces becomes the same file as what arrives at once', async () => {
  async function* pieces() {
    yield Buffer.from('one ');
    yield Buffer.from('file');
  }
  const stored = await storeFile(dataDir, pieces());
  expect(stored).toEqual(await storeFile(dataDir, Buffer.from('one file')));
  expect(await readdir(join(dataDir, 'files', stored.sha256.slice(0, 2)))).toHaveLength(1);
  expect(await readdir(incomingFolder(dataDir))).toEqual([]);
});

test('many people may store the same file at the same moment', async () => {
  const bytes = randomBytes(50_000);
  const all = await Promise.all(Array.from({ length: 12 }, () => storeFile(dataDir, bytes)));
  expect(new Set(all.map(({ sha256 }) => sha256)).size).toBe(1);
  expect(hashOf(await readStored(dataDir, hashOf(bytes)))).toBe(hashOf(bytes));
});

test('an upload that breaks off leaves nothing behind', async () => {
  async function* broken() {
    yield Buffer.from('half');
    throw new Error('the line was cut');
  }
  await expect(storeFile(dataDir, broken())).rejects.toThrow('the line was cut');
  expect(await readdir(incomingFolder(dataDir))).toEqual([]);
});

// The device /dev/full refuses every byte as a full disk does; Linux has it.
test.runIf(existsSync('/dev/full'))('a full disk is a clear refusal and leaves nothing behind (where /dev/full exists)', async () => {
  await mkdir(incomingFolder(dataDir), { recursive: true });
  await symlink('/dev/full', join(incomingFolder(dataDir), 'full.part'));
  expect(await refusalKey(writeThenMove(dataDir, Buffer.from('no room'), 'full.part'))).toBe('file.diskFull');
  expect(await readdir(incomingFolder(dataDir))).toEqual([]);
  expect(existsSync(pathOf(dataDir, hashOf(Buffer.from('no room'))))).toBe(false);
});

test('a file that is not there, or a name that is no hash, is not found', async () => {
  expect(await refusalKey(openFile(dataDir, 'a'.repeat(64)))).toBe('file.missing');
  expect(await refusalKey(openFile(dataDir, '../../etc/passwd'))).toBe('file.missing');
});

test('a file that the disk changed is not given out as whole, and storing it again heals it', async () => {
  const bytes = randomBytes(300_000);
  const { sha256 } = await storeFile(dataDir, bytes);
  const changed = Buffer.from(bytes);
  changed.writeUInt8((changed[7] ?? 0) ^ 1, 7);
  await writeFile(pathOf(dataDir, sha256), changed);
  await expect(readStored(dataDir, sha256)).rejects.toThrow(DamagedFile);
  const answer = await serveFile(dataDir, { sha256, name: 'minutes.pdf', media_type: 'application/pdf' });
  await expect(answer.arrayBuffer()).rejects.toThrow(DamagedFile);
  await storeFile(dataDir, bytes);
  expect(hashOf(await readStored(dataDir, sha256))).toBe(sha256);
});

test('the start removes what broken-off uploads left, but not an upload under way', async () => {
  const old = join(incomingFolder(dataDir), 'old.part');
  const fresh = join(incomingFolder(dataDir), 'fresh.part');
  await Promise.all([writeFile(old, 'x'), writeFile(fresh, 'x')]);
  const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
  await utimes(old, hoursAgo, hoursAgo);
  expect(await sweepFiles(dataDir)).toBe(1);
  expect(await readdir(incomingFolder(dataDir))).toEqual(['fresh.part']);
  await rm(fresh);
  expect(await sweepFiles(join(dataDir, 'not-there'))).toBe(0);
});

test('a content is known by its bytes, whatever its name says', () => {
  const zip = (entries: Record<string, string>, level: 0 | 6 = 6) =>
    zipSync(Object.fromEntries(Object.entries(entries).map(([name, text]) => [name, strToU8(text)])), { level });
  const word = zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>' });
  expect(sniff(Buffer.from('%PDF-1.7 …'))).toBe('application/pdf');
  expect(sniff(Buffer.from('89504e470d0a1a0a00', 'hex'))).toBe('image/png');
  expect(sniff(Buffer.from('ffd8ffe000', 'hex'))).toBe('image/jpeg');
  expect(sniff(Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1'))).toBe('image/webp');
  expect(sniff(word)).toBe('application/vnd.openxmlformats-officedocument.wordprocessingml.document');
  expect(sniff(zip({ 'xl/workbook.xml': '' }))).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
  expect(sniff(zip({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '' }, 0))).toBe(
    'application/vnd.oasis.opendocument.text',
  );
  expect(sniff(zip({ 'a.txt': '' }))).toBe('application/zip');
  expect(sniff(Buffer.from('naïve 用户\n'))).toBe('text/plain');
  expect(sniff(Buffer.from('naïve 用户').subarray(0, -1))).toBe('text/plain');
  expect(sniff(Buffer.from('\ufeffa;b', 'utf16le'))).toBe('text/plain');
  expect(sniff(Buffer.from('<html><script>alert(1)</script>'))).toBe('text/plain');
  expect(sniff(Buffer.from('<svg onload="alert(1)"/>'))).toBe('text/plain');
  expect(sniff(Buffer.from([1, 2, 3, 0, 255]))).toBe('application/octet-stream');
  expect(sniff(Buffer.from('caf\xe9 cr\xe8me', 'latin1'))).toBe('application/octet-stream');
});

test('only pictures, PDF and plain text open in the browser; all else is downloaded', async () => {
  const headersOf = (media_type: string) => fileHeaders({ sha256: 'a'.repeat(64), name: 'Résumé 用户.pdf', media_type });
  expect(headersOf('application/pdf')['content-disposition']).toMatch(/^inline; .*filename\*=UTF-8''R%C3%A9sum%C3%A9/);
  expect(headersOf('text/plain')['content-type']).toBe('text/plain; charset=utf-8');
  for (const type of ['text/html', 'image/svg+xml', 'application/zip', 'application/octet-stream']) {
    expect(headersOf(type)['content-disposition']).toMatch(/^attachment;/);
    expect(headersOf(type)['x-content-type-options']).toBe('nosniff');
  }
  const { sha256 } = await storeFile(dataDir, Buffer.from('agenda'));
  const answer = await serveFile(dataDir, { sha256, name: 'agenda.txt', media_type: 'text/plain' });
  expect(answer.headers.get('content-length')).toBe('6');
  expect(await answer.text()).toBe('agenda');
  const again = await serveFile(dataDir, { sha256, name: 'agenda.txt', media_type: 'text/plain' }, `"${sha256}"`);
  expect(again.status).toBe(304);
});
