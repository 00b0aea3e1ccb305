import { spawn } from 'node:child_process';
import { watch as watchFolder } from 'node:fs';
import { join } from 'node:path';

/** Restarts the server when a source changes. Development only. */
export const watch = (root) => {
  const args = process.argv.slice(1).filter((word) => word !== '--watch');
  let child = start();
  let pending;
  for (const folder of ['src', 'migrations', 'public']) {
    watchFolder(join(root, folder), { recursive: true }, () => {
      clearTimeout(pending);
      pending = setTimeout(() => {
        child.once('exit', () => {
          child = start();
        });
        child.kill('SIGTERM');
      }, 100);
    });
  }
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      child.once('exit', () => process.exit(0));
      child.kill(signal);
    });
  }

  function start() {
    return spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, MODE: 'development' } });
  }
};
