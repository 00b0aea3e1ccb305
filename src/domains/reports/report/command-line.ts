import { writeFile } from 'node:fs/promises';
import { system } from '../../../platform/access/actor.ts';
import { reading } from '../../../platform/db/tables.ts';
import { notFound } from '../../../platform/errors.ts';
import type { Services } from '../../../platform/http/visit.ts';
import { chooseLanguage } from '../../../platform/i18n/languages.ts';
import { checksumOf } from '../content/canonical.ts';
import { readingIn } from '../content/reading.ts';
import { type FileFormat, fileOf } from './files.ts';
import { addressOf } from './here.ts';
import { reportByRef } from './queries.ts';
import { readReport } from './read.ts';

/** Writes a report to a file; with `asAt` with figures as at that day. Throws *not found* where there is no such report. Gives a line that says what was written. */
export const writeReport = async (
  services: Pick<Services, 'db' | 'baseUrl'>,
  {
    ref,
    asAt,
    format,
    out,
    language,
  }: { ref: string; asAt?: string | undefined; format: FileFormat; out: string; language?: string | undefined },
): Promise<string> => {
  const { read, report } = await find(services, ref, asAt);
  const { content, ...around } = read;
  const reading = readingIn(chooseLanguage(language ? { asked: language } : {}));
  const file = await fileOf(reading, content, { ...around, address: addressOf(services.baseUrl, report.ref) }, format);
  await writeFile(out, file.body);
  return `Written to ${out}: ${report.ref}, figures as at ${content.asAt}, ${around.checksum ? `checksum ${around.checksum}` : 'not frozen'}.`;
};

/** Whether the frozen content still has the checksum under which it was submitted. */
export const verifyReport = async (services: Pick<Services, 'db'>, ref: string): Promise<{ holds: boolean; says: string }> => {
  const { read, report } = await find(services, ref);
  if (!read.checksum) return { holds: false, says: `${report.ref} is not submitted: there is nothing to verify.` };
  const found = checksumOf(read.content);
  return found === read.checksum
    ? { holds: true, says: `${report.ref} is as it was submitted: ${found}` }
    : { holds: false, says: `${report.ref} is NOT as it was submitted: ${found} where ${read.checksum} was given.` };
};

const find = async (services: Pick<Services, 'db'>, ref: string, asAt?: string) => {
  const db = reading(services.db);
  const report = await reportByRef(db, system(), ref);
  if (!report) throw notFound('report.notFound', { ref });
  return { report, read: await readReport(db, system(), report, asAt) };
};
