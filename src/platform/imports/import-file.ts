import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Actor } from '../access/actor.ts';
import { type Call, run } from '../command.ts';
import { Refusal } from '../errors.ts';
import { type T, translator } from '../i18n/catalogue.ts';
import type { Importer } from './importer.ts';
import type { Office } from './office.ts';
import { allLines, countLines, findRun } from './queries.ts';
import { reading } from './reading.ts';
import type { Workplace } from './runner.ts';
import type { LineOutcome } from './tables.ts';
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
    const { id } = await office.start({ kind: asked.as, name: basename(asked.file).slice(0, 255), file, context: asked.context }, call);
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

/** Undefined where there is no such file. One byte over the limit is enough to be refused for its size. */
const contentOf = async (file: string, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  return found.size > limit ? new Uint8Array(limit + 1) : readFile(file);
};

const refusal = ({ json, file }: FileToImport, text: string): FileImported => ({
  exitCode: 2,
  report: json ? JSON.stringify({ file, refused: text }, null, 2) : text.includes(basename(file)) ? text : `${basename(file)}: ${text}`,
});

/** Lines with something to say that a report in words names. */
const mostLines = 200;

interface Told {
  number: number;
  place: string;
  label: string | null;
  outcome: LineOutcome | 'waiting' | 'left';
  reasons: string[];
}

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
  const told: Told[] = [];
  let [read, worth] = [0, 0];
  for await (const line of allLines(db, id)) {
    read += 1;
    const outcome = line.outcome ?? (line.chosen ? 'waiting' : 'left');
    const isWorth = line.problems.length > 0 || outcome === 'left';
    if (isWorth) worth += 1;
    if (!asked.json && !(isWorth && worth <= mostLines)) continue;
    const reasons = line.problems.map((problem) => problemText(t, importer, problem));
    told.push({ number: line.number, place: placeText(t, line.place), label: line.label, outcome, reasons });
  }
  const left = found.mapping.columns.filter(({ column }) => !column).map(({ heading }) => `“${heading}”`);
  const notices = [
    ...found.notices.map((notice) => noticeText(t, importer, notice)),
    ...(left.length > 0 ? [t('imports.headingsLeft', { headings: left.join(', ') })] : []),
  ];
  const good = (counts.new ?? 0) + (counts.changed ?? 0) + (counts.unchanged ?? 0) + (asked.dryRun ? (counts.waiting ?? 0) : 0);
  const exitCode = found.state === 'failed' || good === 0 ? 2 : good < read ? 1 : 0;
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
  const report = [
    t(asked.dryRun ? 'imports.cli.would' : 'imports.cli.did', { file: basename(asked.file), count: read, id }),
    ...(found.failure ? [t(found.failure)] : []),
    ...Object.entries(counts).map(
      ([what, count]) => `  ${t('imports.countOf', { what: t(`imports.outcome.${what}`), count: count ?? 0 })}`,
    ),
    ...notices.map((notice) => `! ${notice}`),
    ...told.map(
      (line) =>
        `${[line.number, line.place, line.label].filter(Boolean).join(' · ')} · ${t(`imports.outcome.${line.outcome}`)}: ${line.reasons.join('; ')}`,
    ),
    ...(worth > mostLines ? [t('imports.cli.more', { count: worth - mostLines })] : []),
  ];
  return { exitCode, report: report.join('\n') };
};
