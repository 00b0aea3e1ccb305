import { readFileSync } from 'node:fs';
import { fromRoot } from '../platform/config/root.ts';

/** The version of the program, from package.json. */
export const version: string = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')).version;
