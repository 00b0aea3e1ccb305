import type { Domain } from '../../platform/domain.ts';
import { nameKey } from '../community/index.ts';
import { api } from './api.ts';
import { certificatePages } from './certificate/pages.tsx';
import { addEmail, addPerson, changePerson, confirmEmail, removeEmail } from './commands.ts';
import { forgetPerson } from './forget.ts';
import { peopleImport } from './imports.ts';
import { peopleCard } from './list.ts';
import { meanings, records } from './meanings.ts';
import { mergingApi } from './merging/api.ts';
import { keepPeopleApart, mergePeople, unmergePeople } from './merging/commands.ts';
import { mergingPages } from './merging/pages.tsx';
import { messages } from './messages/index.ts';
import { moves } from './moves.ts';
import { noteApi } from './notes/api.ts';
import { changeNote, noteOrganisation, notePerson, removeNote } from './notes/commands.ts';
import { organisationNotePages } from './notes/pages.tsx';
import { pages } from './pages.tsx';
import { addSkill, noteReminded, removePortrait, removeSkill, renewSkill, setPortrait } from './profile/commands.ts';
import { profilePages } from './profile/pages.tsx';
import { remindOfSkills } from './profile/remind.ts';
import { search } from './search.ts';
import { takeInPerson } from './take-in.ts';

export { masked, newEmail, newPerson, personChange } from './person.ts';
export { mayRead as mayReadPerson } from './policy.ts';
export { addressesOf, hasAddressLike, personOf, recordQuestion } from './queries.ts';
export { type PersonFact, saidOfPeople } from './sayings.ts';
export type { EmailTable, PersonTable } from './tables.ts';
export { factsOf } from './views.tsx';
export { addEmail, addPerson, changePerson, confirmEmail, forgetPerson, removeEmail };

export const people: Domain = {
  name: 'people',
  tables: ['person', 'email', 'skill', 'portrait', 'note'],
  derives: { person: { name_key: { from: 'display_name', by: nameKey } } },
  rights: ['people.manage'],
  meanings,
  records,
  moves,
  commands: [
    addPerson,
    changePerson,
    takeInPerson,
    addEmail,
    removeEmail,
    confirmEmail,
    forgetPerson,
    addSkill,
    renewSkill,
    removeSkill,
    noteReminded,
    setPortrait,
    removePortrait,
    notePerson,
    noteOrganisation,
    changeNote,
    removeNote,
    mergePeople,
    unmergePeople,
    keepPeopleApart,
  ],
  pages: (app) => {
    mergingPages(app);
    pages(app);
    profilePages(app);
    certificatePages(app);
    organisationNotePages(app);
  },
  jobs: [{ name: 'skills.remind', cron: '20 6 * * *', work: ({ db }) => remindOfSkills(db, new Date().toISOString()) }],
  lists: [peopleCard],
  api: [...mergingApi, ...api, ...noteApi],
  imports: [peopleImport],
  menu: [{ area: 'community', label: 'person.menu', href: '/people', place: 3 }],
  messages,
  search,
};
