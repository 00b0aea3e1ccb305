import type { Pages } from '../../platform/http/visit.ts';
import { entryPages } from './entry/pages.tsx';
import { firstPages } from './first/pages.tsx';
import { ownPages } from './own/pages.tsx';
import { rolePages } from './roles/pages.tsx';

export const pages = (app: Pages): void => {
  entryPages(app);
  firstPages(app);
  ownPages(app);
  rolePages(app);
};
