import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { addAccountFromConsole, makeSignInLink } from '../domains/accounts/index.ts';
import { fileFormats, verifyReport, writeReport } from '../domains/reports/index.ts';
import { system } from '../platform/access/actor.ts';
import { ConfigError, readConfig } from '../platform/config/config.ts';
import { backup } from '../platform/db/backup.ts';
import { restore } from '../platform/db/restore.ts';
import { copyForgotten, forgetAgain, noteForgotten } from '../platform/erasure/list.ts';
import { Refusal } from '../platform/errors.ts';
import { translator } from '../platform/i18n/catalogue.ts';
import { dayNamed } from '../platform/i18n/days.ts';
import { withOffer } from '../platform/i18n/field-problems.ts';
import { importFile } from '../platform/imports/domain.ts';
import { makeLog } from '../platform/log/log.ts';
import { catalogue } from './catalogue.ts';
import { domains } from './domains.ts';
import { filesDir, openProgram, type Program } from './program.ts';
import { loadSample } from './sample.ts';
import { serve } from './serve.ts';

const usage = `plenary: the working memory of a federated community

  serve [--sample NAME]                 serve until stopped
  migrate                               bring the database up to date
  sample NAME                           load a sample community (at-large)
  import FILE --as KIND [--review REF] [--body REF] [--set name=value …] [--dry-run] [--json]
  report REF [--as-at DAY] [--format pdf|docx|html|json] [--language CODE] --out FILE
  report REF --verify                   is a submitted report still as it was submitted?
  backup FILE                           one file with everything, consistent while in use
  restore FILE [--force]                into an empty database; with --force over a full one
  account add EMAIL NAME [--role ROLE] [--language CODE]
  account link EMAIL                    a link that signs this person in, once

Settings come from the environment: PORT, HOST, BASE_URL, DATA_DIR, DATABASE_URL, MAIL_URL, MAIL_FROM, UPLOAD_LIMIT_MB, BEHIND_PROXY, LOG_LEVEL, MODE.
All but restore may be used while the program serves.`;

const options = {
  sample: { type: 'string' },
  as: { type: 'string' },
  review: { type: 'string' },
  body: { type: 'string' },
  set: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
  force: { type: 'boolean' },
  role: { type: 'string' },
  'as-at': { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
  verify: { type: 'boolean' },
  language: { type: 'string' },
  help: { type: 'boolean' },
} as const;

class UsageError extends Error {}

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({ args: process.argv.slice(2), options, allowPositionals: true });
  const [verb, ...rest] = positionals;
  if (!verb || values.help) {
    console.log(usage);
    return verb || values.help ? 0 : 2;
  }
  const config = readConfig(process.env, process.cwd());
  const log = makeLog(verb === 'serve' ? config.logLevel : 'warn');
  if (verb === 'serve') {
    await serve(config, log, { sample: values.sample });
    return -1;
  }
  if (!(verb in verbs)) throw new UsageError(`There is no command "${verb}".`);
  const work = verbs[verb as keyof typeof verbs];
  const extra = rest[verb === 'account' ? 3 : verb === 'migrate' ? 0 : 1];
  if (extra) throw new UsageError(`"${extra}" is one word too many. An option with several values is given once for each.`);
  const program = await openProgram(config, log, { join: true });
  try {
    return await work(program, rest, values, config.dataDir);
  } finally {
    await program.close();
  }
};

type Values = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values'];
type Verb = (program: Program, words: string[], values: Values, dataDir: string) => Promise<number>;

const verbs = {
  migrate: async () => {
    console.log('The database is up to date.');
    return 0;
  },
  sample: async ({ services }, [name = need('the name of the sample')]) => {
    await loadSample(services, name);
    console.log(`The sample ${name} is loaded.`);
    return 0;
  },
  import: async ({ services }, [file = need('a file')], values) => {
    const { exitCode, report } = await importFile(services, {
      file,
      as: values.as ?? need('--as with a kind of import'),
      context: {
        ...(values.review ? { review: values.review } : {}),
        ...(values.body ? { body: values.body } : {}),
        ...(values.language ? { language: values.language } : {}),
        ...Object.fromEntries((values.set ?? []).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
      },
      dryRun: values['dry-run'] ?? false,
      json: values.json ?? false,
      actor: system('Command line'),
    });
    console.log(report);
    return exitCode;
  },
  report: async ({ services }, [ref = need('a report')], values) => {
    if (values.verify) {
      const { holds, says } = await verifyReport(services, ref, values.language);
      console.log(says);
      return holds ? 0 : 1;
    }
    const format = fileFormats.find((one) => one === (values.format ?? 'pdf')) ?? need('--format as pdf, docx, html or json');
    const asAt = values['as-at'] === undefined ? undefined : (dayNamed(values['as-at']) ?? need('--as-at with a day such as 2026-06-30'));
    console.log(
      await writeReport(
        services,
        { ref, asAt, format, out: values.out ?? need('--out with a file'), language: values.language },
        new Date().toISOString().slice(0, 10),
      ),
    );
    return 0;
  },
  backup: async ({ pool, services }, [out = need('the file to write')], _values, dataDir) => {
    await backup(pool, { filesDir: filesDir(dataDir), out });
    await noteForgotten(services.db, dataDir, domains);
    await copyForgotten(dataDir, dirname(out));
    console.log(`Written to ${out}.`);
    return 0;
  },
  restore: async ({ pool, joined, services }, [from = need('the file to read')], values, dataDir) => {
    if (joined) throw new Error('The program serves from this data folder. Stop it first, then restore.');
    // Whoever was forgotten since the backup was made must not come back with it.
    await noteForgotten(services.db, dataDir, domains);
    await copyForgotten(dirname(from), dataDir);
    await restore(pool, { from, filesDir: filesDir(dataDir), force: values.force ?? false });
    const again = await forgetAgain(services, domains);
    console.log(`Restored from ${from}.${again > 0 ? ` Forgotten once more, because the backup was older: ${again}.` : ''}`);
    return 0;
  },
  account: async ({ services }, [deed, address = need('an address'), name], values) => {
    const now = new Date().toISOString();
    if (deed === 'add') {
      await addAccountFromConsole(
        services.db,
        { address, name: name ?? need('a name'), role: values.role, language: values.language },
        now,
      );
      console.log('The account is there.');
      return 0;
    }
    if (deed === 'link') {
      console.log(await makeSignInLink(services.db, services.baseUrl, address, now));
      return 0;
    }
    throw new UsageError('account knows add and link.');
  },
} satisfies Record<string, Verb>;

const need = (what: string): never => {
  throw new UsageError(`Name ${what}.`);
};

/** Our own, and those of the reader of arguments. */
const isUsage = (fault: unknown): fault is Error =>
  fault instanceof UsageError || String((fault as { code?: unknown } | null)?.code).startsWith('ERR_PARSE_ARGS');

const say = (fault: unknown): string => {
  if (fault instanceof Refusal) {
    const t = translator(catalogue, 'en');
    return [
      t(fault.key, fault.values),
      ...fault.problems.map(withOffer).map(({ path, key, values }) => `  ${path.join('.')}: ${t(key, values)}`),
    ].join('\n');
  }
  if (isUsage(fault)) return `${fault.message}\n\n${usage}`;
  if (fault instanceof ConfigError) return `These settings cannot be used:\n${fault.message}`;
  if (fault instanceof Error) return process.env.LOG_LEVEL === 'debug' ? (fault.stack ?? fault.message) : fault.message;
  return String(fault);
};

try {
  const code = await main();
  if (code >= 0) process.exit(code);
} catch (fault) {
  console.error(say(fault));
  process.exit(isUsage(fault) ? 2 : 1);
}
