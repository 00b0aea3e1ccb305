import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { actorForPerson } from '../domains/accounts/index.ts';
import { type Actor, system } from '../platform/access/actor.ts';
import { alreadyDone, type Call, runMany } from '../platform/command.ts';
import { fromRoot } from '../platform/config/root.ts';
import { reading } from '../platform/db/tables.ts';
import { notFound, Refusal } from '../platform/errors.ts';
import type { Services } from '../platform/http/visit.ts';
import { translator } from '../platform/i18n/catalogue.ts';
import { importFile } from '../platform/imports/domain.ts';
import { catalogue } from './catalogue.ts';
import { commands } from './domains.ts';

/** One file of a sample: inputs of one command, or a document for one importer. A refusal named in `unless` means that nothing needs to be done. */
type Step = { what: string; file: string; unless?: string } & ({ command: string } | { import: string; context: Record<string, string> });

/**
 * One input. `as` names what the command gives back, so that later inputs can say `$fatou.id`; `by` is the person who acts, otherwise the
 * program does; `on` is the day on which it happened, so that a sample has a past. A text `@+14` or `@-3` is a day counted from today, `@+14T13:00Z` a moment of it.
 */
interface Row {
  as: string;
  by?: string;
  on?: string;
  reason?: string;
  input: unknown;
}

type SampleServices = Pick<Services, 'db' | 'log' | 'dataDir'>;

/** How far a sample is: so many of its files are in. */
export interface SampleProgress {
  done: number;
  of: number;
}

export interface SamplePace {
  /** Told before the first file and after each. */
  tell?: (progress: SampleProgress) => void;
  /** Stops between two files. */
  signal?: AbortSignal;
}

/**
 * Loads a sample community from `samples/<name>`: the files of its manifest one after another, through the product's own commands and
 * imports. Each file is loaded whole or not at all; a second call does only what is missing, and where two call at once one waits for the
 * other. `makeServices` must have been called before. Throws a refusal where there is no such sample, and an Error that names file, line and
 * reason where something is refused.
 */
export const loadSample = async (services: SampleServices, name: string, { tell, signal }: SamplePace = {}): Promise<void> => {
  const folder = folderOf(name);
  const steps = await stepsOf(folder);
  await alone(services, async () => {
    await writeFile(markOf(services, name), '');
    const given = new Map<string, unknown>();
    for (const [done, step] of steps.entries()) {
      tell?.({ done, of: steps.length });
      if (signal?.aborted) return;
      if ('command' in step) await runStep(services, name, folder, step, given);
      else await importStep(services, name, folder, step);
    }
    await rm(markOf(services, name), { force: true });
    services.log.info('sample loaded', { sample: name });
  });
};

/** The samples that a stopped or killed program left half loaded. */
export const unfinishedSamples = async ({ dataDir }: Pick<SampleServices, 'dataDir'>): Promise<string[]> =>
  (await readdir(dataDir)).flatMap((file) => /^(.+)\.sample$/.exec(file)?.[1] ?? []);

/** Whether the loading of a sample has begun, and whether all of it is in. */
export const sampleStanding = async (services: SampleServices, name: string): Promise<'none' | 'begun' | 'whole'> => {
  const folder = folderOf(name);
  const steps = (await stepsOf(folder)).filter((step) => 'command' in step);
  const isBegun = async (step: Step) => {
    const [row] = await rowsOf(folder, step);
    return row !== undefined && alreadyDone(services.db, program, onceOf(name, step, row, 0));
  };
  if (!(await isBegun(steps[0] as Step))) return 'none';
  return (await isBegun(steps.at(-1) as Step)) ? 'whole' : 'begun';
};

/** Beside the data while a sample comes in, so that the next start goes on where a killed one ended. */
const markOf = ({ dataDir }: SampleServices, name: string): string => join(dataDir, `${name}.sample`);

const alone = (services: SampleServices, work: () => Promise<void>): Promise<void> =>
  services.db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${lock})`.execute(connection);
    try {
      await work();
    } finally {
      await sql`select pg_advisory_unlock(${lock})`.execute(connection);
    }
  });

/** Any number will do, as long as every version of Plenary uses the same. */
const lock = 7_536_383;

const folderOf = (name: string): string => {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw notFound();
  return fromRoot('samples', name);
};

const stepsOf = async (folder: string): Promise<Step[]> => {
  const manifest = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => {
    throw notFound();
  });
  return (JSON.parse(manifest) as { steps: Step[] }).steps;
};

const rowsOf = async (folder: string, step: Step): Promise<Row[]> => JSON.parse(await readFile(join(folder, step.file), 'utf8')) as Row[];

/** All inputs of a file in one transaction. Each carries a key under which it is performed once, whatever happens in between; its outcome is given again. */
const runStep = async (
  services: SampleServices,
  name: string,
  folder: string,
  step: Step & { command: string },
  given: Map<string, unknown>,
): Promise<void> => {
  const command = commands.find((one) => one.name === step.command);
  if (!command) throw new Error(`Sample ${name}, ${step.file}: there is no command ${step.command}.`);
  const rows = await rowsOf(folder, step);
  const now = Temporal.Now.instant().toString();
  const call: Call = { db: services.db, actor: program, via: 'sample', now, today: now.slice(0, 10) };
  const inputs = [];
  for (const [at, row] of rows.entries()) {
    inputs.push({
      input: filled(row.input, given, call.today),
      call: {
        actor: row.by ? await personNamed(services, row.by, given, call.today) : program,
        once: onceOf(name, step, row, at),
        ...(row.reason ? { reason: row.reason } : {}),
        ...(row.on ? dayOf(String(filled(row.on, given, call.today))) : {}),
      },
    });
  }
  const results = await runMany(command, inputs, call, { oneForAll: true });
  for (const result of results) {
    if (!result.done) {
      if (result.refusal instanceof Refusal && result.refusal.key === step.unless) return;
      throw new Error(`Sample ${name}, ${step.file}, entry ${result.index + 1} (${step.what}): ${reasonOf(result.refusal)}`, {
        cause: result.refusal,
      });
    }
    const { as } = rows[result.index] as Row;
    if (as) given.set(as, result.output);
  }
};

const onceOf = (name: string, step: Step, row: Row, at: number): string => `sample/${name}/${step.file}/${row.as ?? at}`;

/** Noon of that day. */
const dayOf = (day: string): Pick<Call, 'now' | 'today'> => ({ now: `${day}T12:00:00Z`, today: day });

/** A document goes the way of every import, everything or nothing, unless it went before. */
const importStep = async (
  services: SampleServices,
  name: string,
  folder: string,
  step: Step & { import: string; context: Record<string, string> },
): Promise<void> => {
  const known = await reading(services.db)
    .selectFrom('import_run')
    .select('id')
    .where('kind', '=', step.import)
    .where('source_name', '=', step.file)
    .where('actor_name', '=', program.name)
    .where('state', '=', 'done')
    .executeTakeFirst();
  if (known) return;
  const { exitCode, report } = await importFile(services, {
    file: join(folder, step.file),
    as: step.import,
    context: step.context,
    actor: program,
    oneForAll: true,
  });
  if (exitCode !== 0) throw new Error(`Sample ${name}, ${step.file} (${step.what}):\n${report}`);
};

/** Whoever loads; shown in histories. */
const program: Actor = system('Sample');

const personNamed = async (services: SampleServices, as: string, given: Map<string, unknown>, today: string): Promise<Actor> => {
  const id = (given.get(as) as { id?: unknown } | undefined)?.id;
  if (typeof id !== 'number') throw new Error(`The sample knows no person called ${as}.`);
  const actor = await actorForPerson(reading(services.db), id, today);
  if (!actor) throw new Error(`${as} of the sample may not act: the account is suspended.`);
  return actor;
};

const filled = (value: unknown, given: ReadonlyMap<string, unknown>, today: string): unknown => {
  if (Array.isArray(value)) return value.map((one) => filled(one, given, today));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, given, today)]));
  if (typeof value !== 'string') return value;
  const [, as, field] = /^\$([\w-]+)\.(\w+)$/.exec(value) ?? [];
  if (as && field) return (given.get(as) as Record<string, unknown> | undefined)?.[field];
  const [, days, time = ''] = /^@([+-]\d+)(T\S+)?$/.exec(value) ?? [];
  if (!days) return value;
  const day = Temporal.PlainDate.from(today).add({ days: Number(days) });
  return `${day}${time}`;
};

const reasonOf = (refusal: unknown): string => {
  if (!(refusal instanceof Refusal)) return refusal instanceof Error ? refusal.message : String(refusal);
  const t = translator(catalogue, 'en');
  const problems = refusal.problems.map((problem) => `${problem.path.join('.')}: ${t(problem.key, problem.values)}`);
  return problems.length > 0 ? problems.join('; ') : t(refusal.key, refusal.values);
};
