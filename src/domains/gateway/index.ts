import type { Domain } from '../../platform/domain.ts';
import { beginCommunity } from './commands.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import { pages } from './pages.tsx';

export { beginCommunity } from './commands.ts';
export { beginPage } from './pages.tsx';

export const gateway: Domain = {
  name: 'gateway',
  tables: ['setting'],
  rights: ['community.begin'],
  commands: [beginCommunity],
  pages,
  messages: { en, fr, es, ar },
};
