import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'plenary-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The real command line with one setting; it is expected to refuse. */
const start = (env: Record<string, string>, ...words: string[]) =>
  new Promise<{ code: number | null; said: string }>((resolve) => {
    const { PATH = '', HOME = '' } = process.env;
    const given = { PATH, HOME, DATA_DIR: join(folder, 'data'), PORT: '0', ...env };
    execFile(
      process.execPath,
      ['bin/plenary', ...(words.length > 0 ? words : ['serve'])],
      { env: given, timeout: 60_000 },
      (fault, out, said) => resolve({ code: fault ? Number(fault.code) : 0, said: `${out}${said}` }),
    );
  });

test('a setting that cannot be used stops the start: named, with an example, and without its secrets', { timeout: 180_000 }, async () => {
  writeFileSync(join(folder, 'file'), '');
  const wrong = {
    PORT: 'abc',
    BASE_URL: 'https://someone:hidden-word@example.org/plenary',
    UPLOAD_LIMIT_MB: '1.5',
    MAIL_URL: 'imap://someone:hidden-word@example.org',
    MAIL_FROM: 'nobody',
    BEHIND_PROXY: 'perhaps',
    MODE: 'prod',
    LOG_LEVEL: 'loud',
  };
  const together = await start(wrong);
  expect([together.code, together.said]).toEqual([1, expect.anything()]);
  for (const name of Object.keys(wrong)) expect(together.said).toMatch(new RegExp(`^${name} .*Example: ${name}=`, 'm'));
  expect(together.said).not.toContain('hidden-word');
  for (const [name, value] of [
    ['DATA_DIR', join(folder, 'file')],
    ['DATA_DIR', join(folder, 'file', 'below')],
    ['DATABASE_URL', 'postgres://someone:hidden-word@127.0.0.1:1/plenary'],
    ['HOST', '203.0.113.7'],
  ] as const) {
    const { code, said } = await start({ [name]: value });
    expect([name, code]).toEqual([name, 1]);
    expect(said).toMatch(new RegExp(`^${name} .*Example: ${name}=`, 'm'));
    expect(said).not.toMatch(/hidden-word|\n {4}at /);
  }
});

test('a port on which another program listens is told, and the data are left in order', { timeout: 120_000 }, async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  const { code, said } = await start({ PORT: String(port) });
  other.close();
  expect([code, said]).toEqual([1, expect.anything()]);
  expect(said).toContain(`Another program listens on 127.0.0.1:${port}. Choose another one with PORT=3001.`);
  expect((await start({}, 'migrate')).code).toBe(0);
});

test('words that the command line does not know are a matter of usage', { timeout: 60_000 }, async () => {
  const answers = [await start({}, 'serve', '--nonsense'), await start({}, 'nonsense')];
  expect(answers).toEqual([2, 2].map((code) => ({ code, said: expect.stringContaining('serve until stopped') })));
});
