import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { stop, transformSync } from 'esbuild';
import { fromRoot } from '../config/root.ts';

/**
 * A style sheet or script as it travels, without spaces and remarks. Kept in `.build`, beside the program's bundle, because
 * the minifier is a process of its own and would be a tenth of every start.
 */
export const minified = (loader: 'css' | 'js', text: string): string => {
  const file = fromRoot('.build', `asset-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.${loader}`);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const { code } = transformSync(text, { loader, minify: true });
  // Its process would stay for as long as we do; what follows at once still has it.
  clearImmediate(ending);
  ending = setImmediate(() => void stop());
  try {
    mkdirSync(fromRoot('.build'), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, code);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // Where nothing may be written, it is made again at the next start.
  }
  return code;
};

let ending: NodeJS.Immediate | undefined;
