import type { Domain } from '../../platform/domain.ts';
import { api } from './api.ts';
import { addBody, addSeat, archiveBody, changeBody, fillSeat, loadRegions, takeInBody } from './commands.ts';
import { bodies } from './imports.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import { pages } from './pages.tsx';
import { searchBodies } from './queries.ts';
import { owned } from './tables.ts';

export { addBody, addSeat, changeBody, fillSeat, loadRegions } from './commands.ts';
export { bodyByRef, bodyTree, namesOfBodies, regionsOfCountries, seatsOf } from './queries.ts';
export type { Tables as CommunityTables } from './tables.ts';

export const community: Domain = {
  name: 'community',
  tables: owned,
  rights: ['body.manage'],
  commands: [addBody, changeBody, archiveBody, addSeat, fillSeat, loadRegions, takeInBody],
  pages,
  api,
  imports: [bodies],
  menu: [{ area: 'community', label: 'body.menu', href: '/bodies', place: 1, covers: ['/regions'] }],
  messages: { en, fr, es, ar },
  search: searchBodies,
};
