import type { Domain } from '../../../platform/domain.ts';
import { nameKey } from '../../community/index.ts';
import { adviseOnApplication } from './advice/commands.ts';
import { api } from './api.ts';
import { attachFile, beginApplication, renewLink, saveApplication, submitApplication, withdrawApplication } from './applicant/commands.ts';
import { dropHeard, forgetApplicant, forgetHeard } from './applicant/forget.ts';
import { applicantPages } from './applicant/pages.tsx';
import { removeDraft, tellDraft } from './applicant/remove.ts';
import { forgets, removalHeard } from './applicant/replay.ts';
import { decideApplication, recordVote } from './decision/commands.ts';
import { addNote, checkApplication } from './diligence/commands.ts';
import { due } from './due.ts';
import { changeItem, changeRules, removeItem, setForm } from './form/commands.ts';
import { formEditPages } from './form/edit-pages.tsx';
import { formPages } from './form/pages.tsx';
import { jobs, suggestHold, sweepLinks } from './jobs.ts';
import { messages } from './messages/index.ts';
import { dealsWithApplications } from './policy.ts';
import { moveApplication, placeApplication } from './staff/commands.ts';
import { enterApplication } from './staff/enter.ts';
import { applicationCard } from './staff/list.ts';
import { staffPages } from './staff/pages.tsx';
import { owned } from './tables.ts';
import { askApplicant, replyToStaff } from './thread/commands.ts';

/** What this noun adds to the card of its domain. */
export const applications: Omit<Domain, 'name'> = {
  tables: owned,
  meanings: {
    'application.address_key': 'hidden',
    'application.removed_files': 'hidden',
    'application.language': 'language',
    'application.state': { word: 'application.state' },
  },
  derives: { application: { name_key: { from: 'name', by: nameKey } } },
  rights: ['application.handle', 'application.advise', 'application.decide'],
  commands: [
    setForm,
    changeItem,
    removeItem,
    changeRules,
    enterApplication,
    suggestHold,
    sweepLinks,
    beginApplication,
    renewLink,
    saveApplication,
    submitApplication,
    attachFile,
    replyToStaff,
    withdrawApplication,
    moveApplication,
    placeApplication,
    checkApplication,
    addNote,
    askApplicant,
    adviseOnApplication,
    recordVote,
    decideApplication,
    forgetApplicant,
    tellDraft,
    removeDraft,
  ],
  forgets,
  hears: { 'erasure.perform': forgetHeard, 'application.forget': dropHeard, 'application.removeDraft': removalHeard },
  pages: (app) => {
    applicantPages(app);
    formPages(app);
    formEditPages(app);
    staffPages(app);
  },
  api,
  lists: [applicationCard],
  jobs,
  due,
  menu: [
    { area: 'community', label: 'application.menu', href: '/applications', place: 4, shownTo: dealsWithApplications },
    { area: 'community', label: 'application.apply', href: '/apply', place: 8 },
  ],
  messages,
};
