import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** A file of the project as the laws read it: its path from the root, with `/`, and its text. */
export interface Source {
  path: string;
  text: string;
}

/** The files of a folder, deep, whose name matches. */
export const sourcesUnder = (folder: string, name: RegExp, from = root): Source[] =>
  readdirSync(join(from, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: relative(from, file).replaceAll('\\', '/'), text: readFileSync(file, 'utf8') }));

/** Tests, and what is only there for tests and for the page of examples. */
export const isForTests = (path: string): boolean => /(\.(test|example)|\/(testing|small-web|examples))\.tsx?$/.test(path);

/** Comments become blanks, line by line, so that nothing in them counts and places stay true. */
export const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/(^|\s)\/\/.*$/gm, '$1');

/** What a file imports or passes on from files of the project, as paths from the root. */
export const importsOf = ({ path, text }: Source): string[] =>
  [...withoutComments(text).matchAll(/(?:\b(?:import|export)\s(?:[^'";]*?\sfrom\s*)?|\bimport\(\s*)(['"])(\.[^'"\n]*)\1/g)].map(
    ([, , to = '']) => posix.normalize(posix.join(dirname(path), to)),
  );
