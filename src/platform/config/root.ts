import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project's own folder: the nearest one above this file that holds `package.json`, from the sources as from the bundle. */
export const root: string = above(import.meta.dirname);

/** A file of the project, `fromRoot('public', 'app.js')`. */
export const fromRoot = (...parts: string[]): string => join(root, ...parts);

function above(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('package.json was not found above the program.');
  return above(parent);
}
