import type { Domain } from '../../platform/domain.ts';
import { changePromise, dependOn, endDependency, recordPromise } from './dependencies/commands.ts';
import { api } from './items/api.ts';
import { addItem, addWorkstream, archiveItem, changeItem, reviveItem } from './items/commands.ts';
import { plan } from './items/imports.ts';
import { planList } from './items/list.ts';
import { pages } from './items/pages.tsx';
import { takeInItem } from './items/take-in.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import { addEvidence, addProgress, claimDone, judgeClaim } from './progress/commands.ts';
import { addStatement } from './statements/commands.ts';
import { owned } from './tables.ts';

export const plans: Domain = {
  name: 'plans',
  tables: owned,
  rights: ['plan.manage', 'plan.update', 'plan.verify'],
  commands: [
    addItem,
    changeItem,
    takeInItem,
    archiveItem,
    reviveItem,
    addWorkstream,
    addProgress,
    addEvidence,
    claimDone,
    judgeClaim,
    addStatement,
    dependOn,
    recordPromise,
    changePromise,
    endDependency,
  ],
  pages,
  api,
  lists: [planList],
  imports: [plan],
  menu: [{ label: 'plan.menu', href: '/plans', place: 3 }],
  messages: { en, fr, es, ar },
};
