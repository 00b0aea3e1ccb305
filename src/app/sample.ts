import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { actorForPerson } from '../domains/accounts/index.ts';
import { type Actor, system } from '../platform/access/actor.ts';
import { type Call, runMany } from '../platform/command.ts';
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

/**
 * Loads a sample community from `samples/<name>`: the files of its manifest one after another, through the product's own commands and
 * imports. Each file is loaded whole or not at all; a second call does only what is missing. `makeServices` must have been called before.
 * Throws a refusal where there is no such sample, and an Error that names file, line and reason where something is refused.
 */
export const loadSample = async (services: SampleServices, name: string): Promise<void> => {
  const folder = fromRoot('samples', name);
  const { steps } = JSON.parse(await manifestOf(name, folder)) as { steps: Step[] };
  const given = new Map<string, unknown>();
  for (const step of steps) {
    if ('command' in step) await runStep(services, name, folder, step, given);
    else await importStep(services, name, folder, step);
  }
  services.log.info('sample loaded', { sample: name });
};

const manifestOf = (name: string, folder: string): Promise<string> => {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw notFound();
  return readFile(join(folder, 'manifest.json'), 'utf8').catch(() => {
    throw notFound();
  });
};

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
  const rows = JSON.parse(await readFile(join(folder, step.file), 'utf8')) as Row[];
  const now = Temporal.Now.instant().toString();
  const call: Call = { db: services.db, actor: program, via: 'sample', now, today: now.slice(0, 10) };
  const inputs = [];
  for (const [at, row] of rows.entries()) {
    inputs.push({
      input: filled(row.input, given, call.today),
      call: {
        actor: row.by ? await personNamed(services, row.by, given, call.today) : program,
        once: `sample/${name}/${step.file}/${row.as ?? at}`,
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
