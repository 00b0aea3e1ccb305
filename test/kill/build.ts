import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/** Bundles a program of this folder, which a test starts and kills, into one file. */
export const buildWorker = async (source: string, outfile: string): Promise<void> => {
  mkdirSync(dirname(outfile), { recursive: true });
  await build({
    entryPoints: [join(import.meta.dirname, source)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node26',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: '#jsx',
    logLevel: 'error',
  });
};
