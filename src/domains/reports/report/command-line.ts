import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { system } from '../../../platform/access/actor.ts';
import { type Day, reading } from '../../../platform/db/tables.ts';
import { invalidField, notFound } from '../../../platform/errors.ts';
import type { Services } from '../../../platform/http/visit.ts';
import { chooseLanguage, offeredLanguages } from '../../../platform/i18n/languages.ts';
import { checksumOf } from '../content/canonical.ts';
import { readingIn } from '../content/reading.ts';
import { checksumNow, removalWords } from '../content/removals.ts';
import { type FileFormat, fileOf } from './files.ts';
import { addressOf } from './here.ts';
import { reportByRef } from './queries.ts';
import { readReport } from './read.ts';
import { isFrozen } from './report.ts';

/**
 * Writes a report to a file; with `asAt` with figures as at that day. Gives a line that says what was written. Throws *not found* where there
 * is no such report, and *invalid* with the name of the option for a day that is still to come, a language that the program does not speak,
 * and a file that cannot be written; then nothing is written.
 */
export const writeReport = async (
  services: Pick<Services, 'db' | 'baseUrl'>,
  {
    ref,
    asAt,
    format,
    out,
    language,
  }: { ref: string; asAt?: string | undefined; format: FileFormat; out: string; language?: string | undefined },
  today: Day,
): Promise<string> => {
  if (asAt && asAt > today) throw invalidField('--as-at', 'report.inFuture');
  const reading = readingIn(spoken(language));
  const { read, report } = await find(services, ref, asAt);
  const { content, ...around } = read;
  const file = await fileOf(reading, content, { ...around, address: addressOf(services.baseUrl, report.ref) }, format);
  await write(out, file.body);
  const { t } = readingIn('en');
  const figures = t('report.written', { file: out, ref: report.ref, day: content.asAt });
  if (around.checksum) return `${figures} ${t('report.writtenFrozen', { checksum: around.checksum })}`;
  return `${figures} ${t(isFrozen(report.state) ? 'report.writtenAnew' : 'report.writtenDraft')}`;
};

const spoken = (language: string | undefined): string => {
  if (language && !offeredLanguages.includes(language))
    throw invalidField('--language', 'report.languageUnknown', { language, offered: offeredLanguages.join(', ') });
  return chooseLanguage(language ? { asked: language } : {});
};

const why: Readonly<Record<string, string>> = {
  ENOENT: 'report.noFolder',
  ENOTDIR: 'report.noFolder',
  EISDIR: 'report.isFolder',
  EACCES: 'report.notAllowed',
  EPERM: 'report.notAllowed',
  EROFS: 'report.notAllowed',
  ENOSPC: 'report.diskFull',
};

const write = async (out: string, body: string | Uint8Array): Promise<void> => {
  try {
    await writeWhole(out, body);
  } catch (fault) {
    const key = why[String((fault as { code?: unknown }).code)];
    if (!key) throw fault;
    throw invalidField('--out', key, { file: out });
  }
};

/** Under its name a file stands whole or, where the disk is full or the program is ended meanwhile, as it was before. A device is simply written to. */
const writeWhole = async (out: string, body: string | Uint8Array): Promise<void> => {
  const known = await stat(out).catch(() => undefined);
  if (known && !known.isFile()) return writeFile(out, body);
  // Where the name is a link, the link stays and what it leads to is written.
  const place = known ? await realpath(out) : out;
  const part = `${place}.${process.pid}.part`;
  try {
    const file = await open(part, 'w', known?.mode ?? 0o666);
    try {
      await file.writeFile(body);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, place);
  } catch (fault) {
    await rm(part, { force: true });
    throw fault;
  }
};

/** Whether the frozen content still fits its checksum: that under which it was submitted, or the one it has since names were removed. */
export const verifyReport = async (
  services: Pick<Services, 'db'>,
  ref: string,
  language?: string,
): Promise<{ holds: boolean; says: string }> => {
  const { read, report } = await find(services, ref);
  const { t } = readingIn(spoken(language));
  const { checksum, removals } = read;
  if (!checksum) return { holds: false, says: t('report.verify.draft', { ref: report.ref }) };
  const [expected, found] = [checksumNow(checksum, removals), checksumOf(read.content)];
  const holds = found === expected;
  if (removals.length === 0)
    return { holds, says: t(holds ? 'report.verify.holds' : 'report.verify.differs', { ref: report.ref, checksum: expected, found }) };
  const lines = [
    holds
      ? t('report.verify.removed', { ref: report.ref })
      : t('report.verify.differsSince', { ref: report.ref, checksum: expected, found }),
    t('report.verify.submitted', { checksum }),
    ...removals.map((removal) => `${removalWords({ t }, removal)} ${removal.checksum}`),
  ];
  return { holds, says: lines.join('\n') };
};

const find = async (services: Pick<Services, 'db'>, ref: string, asAt?: string) => {
  const db = reading(services.db);
  const report = await reportByRef(db, system(), ref);
  if (!report) throw notFound('report.notFound', { ref });
  return { report, read: await readReport(db, system(), report, asAt) };
};
