import type { Domain } from '../domain.ts';
import { sweeping } from '../jobs/sweep.ts';
import { termApi } from '../terms/api.ts';
import { setTerm } from '../terms/terms.ts';
import { counting, countView, dropFigure, keepFigure } from './figures.ts';
import { dropView, renameView, saveView } from './saved.ts';
import { viewApi } from './view-api.ts';
import { viewPages } from './view-pages.tsx';

/** What all lists share: saved views and the community's own words. Their messages are the platform's. */
export const lists: Domain = {
  name: 'lists',
  tables: ['saved_view', 'view_count', 'term'],
  rights: ['term.manage'],
  commands: [saveView, renameView, dropView, keepFigure, dropFigure, countView, setTerm],
  pages: viewPages,
  api: [...termApi, ...viewApi],
  jobs: [sweeping, counting],
  messages: { en: {}, fr: {}, es: {}, ar: {} },
};
