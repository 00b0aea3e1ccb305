import type { Domain } from '../../../platform/domain.ts';
import { cardOf } from '../../../platform/lists/office.ts';
import { saidOfBodies, saidOfOrganisations } from '../../community/index.ts';
import { api as activityApi } from '../activity/api.ts';
import { quorumOfBodies } from '../activity/body-fact.tsx';
import { adoptRule, confirmStatus, recordFact, removeFact } from '../activity/commands.ts';
import { activityFacts } from '../activity/imports.ts';
import { messages as activityWords } from '../activity/messages/index.ts';
import { pages as activityPages } from '../activity/pages.tsx';
import { rights as activityRights } from '../activity/policy.ts';
import { proposalsQuestion } from '../activity/queries.ts';
import { activityCard } from '../activity/register.ts';
import { owned as activityTables } from '../activity/tables.ts';
import { answerReport, askCorrection, openAgain, recordAnswer } from '../expectations/answering/commands.ts';
import { api as reportApi } from '../expectations/api.ts';
import { adoptExpectations, defineForm, inviteAll, openCampaign, remindMember, settleChanges } from '../expectations/commands.ts';
import { jobs } from '../expectations/jobs.ts';
import { reportRegister } from '../expectations/list.ts';
import { messages as reportWords } from '../expectations/messages/index.ts';
import { pages as reportPages } from '../expectations/pages.tsx';
import { rights as reportRights } from '../expectations/policy.ts';
import { correctionsQuestion, silentQuestion } from '../expectations/queries.ts';
import { changeQuestion, removeQuestion } from '../expectations/questions/commands.ts';
import { adoptDraft, changeExpectation, draftExpectations, removeExpectation } from '../expectations/sets/commands.ts';
import { owned as reportTables } from '../expectations/tables.ts';
import { api as leavingApi } from '../leaving/api.ts';
import { conclude, recordStatement, recordVote, takeBack, takeStep } from '../leaving/commands.ts';
import { dissolve, resign } from '../leaving/departure-commands.ts';
import { ladderRegister } from '../leaving/list.ts';
import { messages as leavingWords } from '../leaving/messages/index.ts';
import { pages as leavingPages } from '../leaving/pages.tsx';
import { rights as leavingRights } from '../leaving/policy.ts';
import { stepsDueQuestion } from '../leaving/queries.ts';
import { defineScheme } from '../leaving/scheme-commands.ts';
import { owned as leavingTables } from '../leaving/tables.ts';
import { activityOfOrganisations, reportOfOrganisations } from './organisation-facts.tsx';
import { pages as standingPages } from './pages.tsx';

saidOfBodies.say(quorumOfBodies);
saidOfOrganisations.say(activityOfOrganisations);
saidOfOrganisations.say(reportOfOrganisations);

const ofOrganisations = { noun: 'organisation', id: 'organisation.id' } as const;

/** How members stand and how they leave: what these nouns add to the card of their domain. */
export const standing: Omit<Domain, 'name'> = {
  tables: [...activityTables, ...leavingTables, ...reportTables],
  rights: [...activityRights, ...leavingRights, ...reportRights],
  commands: [
    adoptRule,
    recordFact,
    removeFact,
    confirmStatus,
    defineScheme,
    takeStep,
    recordVote,
    conclude,
    takeBack,
    recordStatement,
    resign,
    dissolve,
    adoptExpectations,
    draftExpectations,
    changeExpectation,
    removeExpectation,
    adoptDraft,
    defineForm,
    changeQuestion,
    removeQuestion,
    openCampaign,
    inviteAll,
    remindMember,
    answerReport,
    askCorrection,
    openAgain,
    recordAnswer,
    settleChanges,
  ],
  meanings: {
    'expectation_set.items': 'hidden',
    'expectation_set.body_id': { record: 'body' },
  },
  pages: (app) => {
    activityPages(app);
    leavingPages(app);
    reportPages(app);
    standingPages(app);
  },
  api: [...activityApi, ...leavingApi, ...reportApi],
  jobs,
  lists: [activityCard, cardOf(ladderRegister, ofOrganisations), cardOf(reportRegister, ofOrganisations)],
  imports: [activityFacts],
  menu: [
    {
      area: 'community',
      label: 'activity.menu',
      href: '/activity',
      place: 6,
      covers: ['/ladders', '/campaigns', '/member-reports', '/expectations'],
    },
  ],
  due: {
    questions: (db, actor, today) =>
      actor.personId === null
        ? {}
        : {
            activityProposals: proposalsQuestion(db, actor, today),
            ladderSteps: stepsDueQuestion(db, actor, today),
            silentMembers: silentQuestion(db, actor),
            reportCorrections: correctionsQuestion(db, actor),
          },
    read: ({ activityProposals = [], ladderSteps = [], silentMembers = [], reportCorrections = [] }) =>
      [
        { label: 'activity.due', href: '/activity/organisations?differs=yes', count: Number(activityProposals[0]?.count ?? 0) },
        { label: 'ladder.dueSteps', href: '/ladders?state=open&due=yes', count: Number(ladderSteps[0]?.count ?? 0) },
        { label: 'campaign.silent', href: '/member-reports?state=silent', count: Number(silentMembers[0]?.count ?? 0) },
        { label: 'campaign.correctionsDue', href: '/member-reports?correction=asked', count: Number(reportCorrections[0]?.count ?? 0) },
      ].filter(({ count }) => count > 0),
  },
  messages: {
    en: { ...activityWords.en, ...leavingWords.en, ...reportWords.en },
    fr: { ...activityWords.fr, ...leavingWords.fr, ...reportWords.fr },
    es: { ...activityWords.es, ...leavingWords.es, ...reportWords.es },
    ar: { ...activityWords.ar, ...leavingWords.ar, ...reportWords.ar },
  },
};
