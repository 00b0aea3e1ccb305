import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseMail } from './parse.ts';

/** A mail that was kept as a file instead of sent. `file` is its name in the folder. */
export interface OutboxMail {
  file: string;
  /** As in the header `Date`. */
  date: string;
  from: string;
  to: string;
  subject: string;
  body: string;
  html?: string;
}

/** The mails in an outbox folder, newest first, at most `limit`. A folder that is not there holds none. */
export const outboxMails = async (folder: string, limit = 100): Promise<OutboxMail[]> => {
  const names = (await mailFiles(folder)).slice(-limit).reverse();
  const mails = await Promise.all(names.map(async (file) => ({ file, bytes: await readFile(join(folder, file)).catch(() => undefined) })));
  return mails.flatMap(({ file, bytes }) => (bytes ? [{ file, ...parseMail(bytes.toString('utf8')) }] : []));
};

/** Writes one mail and keeps the newest 500. Only the owner of the process may read them: they hold codes for signing in. */
export const writeToOutbox = async (folder: string, id: number, message: Uint8Array): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `${String(Date.now()).padStart(15, '0')}-${String(id).padStart(12, '0')}-${randomUUID().slice(0, 8)}.eml`;
  const temporary = join(folder, `.${name}`);
  await writeFile(temporary, message, { mode: 0o600 });
  await rename(temporary, join(folder, name));
  const names = await mailFiles(folder);
  for (const old of names.slice(0, -kept)) await rm(join(folder, old), { force: true });
};

const kept = 500;

/** Oldest first: the names begin with the time. */
const mailFiles = async (folder: string): Promise<string[]> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => name.endsWith('.eml') && !name.startsWith('.')).sort();
};
