import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Actor } from '../access/actor.ts';
import { type Call, run } from '../command.ts';
import { Refusal } from '../errors.ts';
import { type T, translator } from '../i18n/catalogue.ts';
import type { Importer } from './importer.ts';
import type { Office } from './office.ts';
import { countLines, findRun, linesOf } from './queries.ts';
import { reading } from './reading.ts';
import type { Workplace } from './runner.ts';
import { noticeText, placeText, problemText } from './words.ts';

export interface FileToImport {
  file: string;
  /** The kind of importer: `positions`. */
  as: string;
  /** By key and reference: `{ review: 'ITEMS', body: 'LACRALO' }`. */
  context: Readonly<Record<string, string>>;
  dryRun?: boolean;
  oneForAll?: boolean;
  json?: boolean;
  actor: Actor;
  language?: string;
}

export interface FileImported {
  /** 0: everything understood went in (or would); 1: some lines did not; 2: nothing did. */
  exitCode: 0 | 1 | 2;
  report: string;
}

/** Imports a file from the disk and reports in words, or as JSON for programs. Refusals are reports too; only faults are thrown. */
export const importFileWith = async (office: Office, place: Workplace, asked: FileToImport): Promise<FileImported> => {
  const t = translator(office.desk.catalogue, asked.language ?? 'en');
  const importer = office.desk.importers.find((one) => one.kind === asked.as);
  if (!importer)
    return refusal(asked, t('imports.noSuchKind', { kind: asked.as, kinds: office.desk.importers.map((one) => one.kind).join(', ') }));
  const now = Temporal.Now.instant().toString();
  const call: Call = { db: place.db, actor: asked.actor, via: 'cli', now, today: now.slice(0, 10) };
  try {
    const file = await contentOf(asked.file, office.desk.uploadLimit);
    if (file === undefined) return refusal(asked, t('imports.noSuchFile', { file: asked.file }));
    const { id } = await run(
      office.commands.start,
      { kind: asked.as, name: basename(asked.file).slice(0, 255), file, context: asked.context },
      call,
    );
    await office.runImport(place, id);
    if (!asked.dryRun) {
      await run(office.commands.begin, { id, oneForAll: asked.oneForAll ?? false }, call);
      await office.runImport(place, id);
    }
    return await reportOn(office, place, asked, t, importer, id);
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    const problems = fault.problems.map((problem) =>
      problemText(t, importer, { ...problem, path: problem.path.filter((step) => step !== 'context' && step !== 'file') }),
    );
    return refusal(asked, problems.length > 0 ? problems.join('\n') : t(fault.key, fault.values));
  }
};

/** Base64; undefined where there is no such file. One byte over the limit is enough to be refused for its size. */
const contentOf = async (file: string, limit: number): Promise<string | undefined> => {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  return found.size > limit ? Buffer.alloc(limit + 1).toString('base64') : (await readFile(file)).toString('base64');
};

const refusal = ({ json, file }: FileToImport, text: string): FileImported => ({
  exitCode: 2,
  report: json ? JSON.stringify({ file, refused: text }, null, 2) : text,
});

const reportOn = async (
  office: Office,
  place: Workplace,
  asked: FileToImport,
  t: T,
  importer: Importer,
  id: number,
): Promise<FileImported> => {
  const db = reading(place.db);
  const found = await findRun(db, office.desk.importers, asked.actor, id);
  const counts = await countLines(db, id);
  const lines = [];
  for (let page = 1; ; page += 1) {
    const part = await linesOf(db, id, 'all', page, 1_000);
    lines.push(...part);
    if (part.length < 1_000) break;
  }
  const told = lines.map((line) => ({
    number: line.number,
    place: placeText(t, line.place),
    label: line.label,
    outcome: line.outcome ?? (line.chosen ? ('waiting' as const) : ('left' as const)),
    reasons: line.problems.map((problem) => problemText(t, importer, problem)),
  }));
  const notices = found.notices.map((notice) => noticeText(t, importer, notice));
  const good = (counts.new ?? 0) + (counts.changed ?? 0) + (counts.unchanged ?? 0) + (asked.dryRun ? (counts.waiting ?? 0) : 0);
  const exitCode = found.state === 'failed' || good === 0 ? 2 : good < lines.length ? 1 : 0;
  if (asked.json) {
    const body = {
      import: id,
      state: found.state,
      dryRun: asked.dryRun ?? false,
      counts,
      notices,
      failure: found.failure && t(found.failure),
      lines: told,
    };
    return { exitCode, report: JSON.stringify(body, null, 2) };
  }
  const worth = told.filter((line) => line.reasons.length > 0 || line.outcome === 'left');
  const report = [
    t(asked.dryRun ? 'imports.cli.would' : 'imports.cli.did', { file: basename(asked.file), count: lines.length, id }),
    ...(found.failure ? [t(found.failure)] : []),
    ...Object.entries(counts).map(
      ([what, count]) => `  ${t('imports.countOf', { what: t(`imports.outcome.${what}`), count: count ?? 0 })}`,
    ),
    ...notices.map((notice) => `! ${notice}`),
    ...worth
      .slice(0, 200)
      .map(
        (line) =>
          `${[line.number, line.place, line.label].filter(Boolean).join(' · ')} · ${t(`imports.outcome.${line.outcome}`)}: ${line.reasons.join('; ')}`,
      ),
    ...(worth.length > 200 ? [t('imports.cli.more', { count: worth.length - 200 })] : []),
  ];
  return { exitCode, report: report.join('\n') };
};
