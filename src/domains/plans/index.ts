import { holdsSomewhere } from '../../platform/access/actor.ts';
import type { Domain } from '../../platform/domain.ts';
import { cardOf } from '../../platform/lists/office.ts';
import { saidOfBodies } from '../community/index.ts';
import { saidOfPeople } from '../people/index.ts';
import { changePromise, dependOn, endDependency, recordPromise } from './dependencies/commands.ts';
import { addEach } from './items/add-each.ts';
import { api } from './items/api.ts';
import { workOfBodies } from './items/body-fact.tsx';
import { addItem, addWorkstream, archiveItem, changeItem, reviveItem } from './items/commands.ts';
import { plan } from './items/imports.ts';
import { planList } from './items/list.ts';
import { pages } from './items/pages.tsx';
import { search } from './items/search.ts';
import { takeInItem } from './items/take-in.ts';
import { meanings, records } from './meanings.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import { moves } from './moves.ts';
import { overviewPages } from './overview/pages.tsx';
import { workOfPeople } from './overview/person-fact.tsx';
import { claimsQuestion, dueQuestion, leftQuestion } from './overview/queries.ts';
import { addEvidence, addProgress, claimDone, judgeClaim } from './progress/commands.ts';
import { linkPages } from './progress/link-pages.tsx';
import { jobs, remindLead, useLink } from './progress/reminders.ts';
import { updatePages } from './progress/update-pages.tsx';
import { addStatement } from './statements/commands.ts';
import { statementPages } from './statements/pages.tsx';
import { owned } from './tables.ts';

export { type ItemThen, planAsAt } from './items/as-at.ts';
export { attention, hasLeft } from './items/attention.ts';
export {
  ended,
  endless,
  type Health,
  type ItemKind,
  type LeadRole,
  leadRoles,
  type Precision,
  type Status,
  statuses,
  statusShape,
  statusTone,
} from './items/item.ts';
export { BudgetTable, HealthOf, Lines, StatusOf } from './items/views.tsx';
export { dayOf } from './items/words.ts';
export { latelyInPlanQuestion, planFiguresQuestion } from './overview/figures.ts';
export { mayManageItem, mayReadItem } from './policy.ts';
export { remindedOn } from './progress/progress.ts';
export type { Tables as PlanTables } from './tables.ts';

saidOfBodies.say(workOfBodies);
saidOfPeople.say(workOfPeople);

export const plans: Domain = {
  name: 'plans',
  tables: owned,
  rights: ['plan.manage', 'plan.update', 'plan.verify'],
  commands: [
    addItem,
    addEach,
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
    remindLead,
    useLink,
  ],
  jobs,
  pages: (app) => {
    pages(app);
    overviewPages(app);
    updatePages(app);
    linkPages(app);
    statementPages(app);
  },
  api,
  lists: [cardOf(planList)],
  imports: [plan],
  menu: [{ area: 'work', label: 'plan.menu', href: '/plans', place: 1 }],
  meanings,
  records,
  moves,
  messages: { en, fr, es, ar },
  search,
  due: {
    questions: (db, actor, today) =>
      actor.personId === null
        ? {}
        : {
            led: dueQuestion(db, actor.personId, today),
            claims: claimsQuestion(db, actor),
            ...(holdsSomewhere(actor, 'plan.manage') ? { left: leftQuestion(db, actor, today) } : {}),
          },
    read: ({ led = [], claims = [], left = [] }) =>
      [
        { label: 'plan.waitsForYou', href: '/plans/mine', count: Number(led[0]?.count ?? 0) },
        { label: 'plan.verifyWaits', href: '/plans?attention=unverified', count: Number(claims[0]?.count ?? 0) },
        { label: 'plan.leadsLeft', href: '/plans?attention=ledByNobody', count: Number(left[0]?.count ?? 0) },
      ].filter((one) => one.count > 0),
  },
};
