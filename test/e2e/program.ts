import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The program as a person starts it: by its command, in a process of its own. */
export interface Program {
  url: string;
  dataDir: string;
  /** The one-time link that makes its opener the first administrator; missing where somebody can sign in already. */
  firstLink: string | undefined;
  stop: () => Promise<void>;
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'plenary-journey-'));

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Starts the program and waits until it has said its address and whatever follows. */
export const startProgram = async ({
  dataDir,
  sample,
  port,
  host = '127.0.0.1',
}: {
  dataDir: string;
  sample?: string;
  port?: number;
  /** The name under which it is reached; it listens on this machine alone. */
  host?: string;
}): Promise<Program> => {
  const chosen = port ?? (await freePort());
  const child = spawn(process.execPath, ['bin/plenary', 'serve', ...(sample ? ['--sample', sample] : [])], {
    cwd: root,
    env: { ...environment(dataDir, chosen), ...(host === '127.0.0.1' ? {} : { BASE_URL: `http://${host}:${chosen}` }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = listen(child);
  const url = await said.waitFor(/answers on (\S+)/, 60_000);
  const firstLink = await said.waitFor(/(http\S+\/first\/\S+)/, sample ? 60_000 : 5_000).catch(() => undefined);
  return { url, dataDir, firstLink, stop: () => stop(child) };
};

/** One command of the command line, on its own data folder. Fails unless it ends well. */
export const plenary = async (dataDir: string, words: readonly string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['bin/plenary', ...words], { cwd: root, env: environment(dataDir) });
  return stdout;
};

/** Settings of the surrounding machine, and those that the test runner sets for itself, are no part of a journey. */
const settings = [
  'OPENID_ISSUER',
  'OPENID_CLIENT_ID',
  'OPENID_CLIENT_SECRET',
  'OPENID_NAME',
  'DATABASE_URL',
  'BASE_URL',
  'MAIL_URL',
  'MAIL_FROM',
  'MODE',
  'NODE_ENV',
  'BEHIND_PROXY',
  'UPLOAD_LIMIT_MB',
];

const environment = (dataDir: string, port?: number) => {
  const rest = Object.fromEntries(Object.entries(process.env).filter(([name]) => !settings.includes(name)));
  return { ...rest, DATA_DIR: dataDir, LOG_LEVEL: 'error', HOST: '127.0.0.1', ...(port ? { PORT: String(port) } : {}) };
};

const listen = (child: ChildProcess) => {
  let text = '';
  let ended = false;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const look of waiting) look();
  };
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (part) => {
      text += part;
      wake();
    });
  child.on('exit', () => {
    ended = true;
    wake();
  });
  const waitFor = (pattern: RegExp, patience: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const finish = (act: () => void) => {
        clearTimeout(timer);
        waiting.delete(look);
        act();
      };
      const timer = setTimeout(() => finish(() => reject(new Error(`The program did not say ${pattern}:\n${text}`))), patience);
      const look = () => {
        const found = text.match(pattern)?.[1];
        if (found) finish(() => resolve(found));
        else if (ended) finish(() => reject(new Error(`The program ended:\n${text}`)));
      };
      waiting.add(look);
      look();
    });
  return { waitFor };
};

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
