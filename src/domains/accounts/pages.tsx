import type { Pages } from '../../platform/http/visit.ts';
import { addressPages } from './addresses/pages.tsx';
import { entryPages } from './entry/pages.tsx';
import { firstPages } from './first/pages.tsx';
import { leavingPages } from './leaving/pages.tsx';
import { ownPages } from './own/pages.tsx';
import { passkeyPages } from './passkeys/pages.tsx';
import { providerPages } from './providers/pages.tsx';
import { rolePages } from './roles/pages.tsx';

export const pages = (app: Pages): void => {
  entryPages(app);
  firstPages(app);
  passkeyPages(app);
  providerPages(app);
  addressPages(app);
  ownPages(app);
  rolePages(app);
  leavingPages(app);
};
