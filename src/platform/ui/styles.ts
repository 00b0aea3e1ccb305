import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from '../config/root.ts';
import { minified } from './minified.ts';

const files = [
  'base/reset.css',
  'base/tokens.css',
  'base/base.css',
  'base/layout.css',
  'status/status.css',
  'page/page.css',
  'navigation/navigation.css',
  'notice/notice.css',
  'record/record.css',
  'table/table.css',
  'form/form.css',
  'list/list.css',
  'matrix/matrix.css',
  'history/history.css',
  'remark/remark.css',
  'figures/figures.css',
  'doors/doors.css',
  'prose/prose.css',
  'board/board.css',
  'story/story.css',
  'tree/tree.css',
  'map/map.css',
];

/** The whole style sheet, minified. Read it once at start and serve it under a content hash. */
export const stylesheet = (): string => {
  const ui = fromRoot('src/platform/ui');
  const css = [...files.map((file) => join(ui, file)), ...neighbours(ui), join(ui, 'base/print.css')];
  return minified('css', `@layer reset, tokens, base, layout, components, print;\n${css.map(read).join('\n')}`);
};

/** Styles that other parts of the platform keep beside their own drawings. */
const neighbours = (ui: string): string[] => {
  const lists = join(ui, '../lists');
  const listed = existsSync(lists) ? readdirSync(lists).filter((name) => name.endsWith('.css')) : [];
  return [join(ui, '../charts/charts.css'), ...listed.sort().map((name) => join(lists, name))].filter((file) => existsSync(file));
};

const read = (file: string) => readFileSync(file, 'utf8');
