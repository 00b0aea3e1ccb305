import { writeFile } from 'node:fs/promises';
import { system } from '../../../platform/access/actor.ts';
import { reading } from '../../../platform/db/tables.ts';
import { notFound } from '../../../platform/errors.ts';
import type { Services } from '../../../platform/http/visit.ts';
import { chooseLanguage } from '../../../platform/i18n/languages.ts';
import { checksumOf } from '../content/canonical.ts';
import { readingIn } from '../content/reading.ts';
import { checksumNow, removalWords } from '../content/removals.ts';
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

/** Whether the frozen content still fits its checksum: that under which it was submitted, or the one it has since names were removed. */
export const verifyReport = async (
  services: Pick<Services, 'db'>,
  ref: string,
  language?: string,
): Promise<{ holds: boolean; says: string }> => {
  const { read, report } = await find(services, ref);
  const { t } = readingIn(chooseLanguage(language ? { asked: language } : {}));
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
