import type { Domain } from '../../platform/domain.ts';
import { nameKey } from '../community/index.ts';
import { api } from './api.ts';
import { addEmail, addPerson, changePerson, confirmEmail, removeEmail } from './commands.ts';
import { forgetPerson } from './forget.ts';
import { peopleImport } from './imports.ts';
import { peopleCard } from './list.ts';
import { messages } from './messages/index.ts';
import { pages } from './pages.tsx';
import { addSkill, noteReminded, removePortrait, removeSkill, renewSkill, setPortrait } from './profile/commands.ts';
import { profilePages } from './profile/pages.tsx';
import { remindOfSkills } from './profile/remind.ts';
import { search } from './search.ts';
import { takeInPerson } from './take-in.ts';

export { masked, newEmail, newPerson, personChange } from './person.ts';
export { mayRead as mayReadPerson } from './policy.ts';
export { addressesOf, personOf, recordQuestion } from './queries.ts';
export type { EmailTable, PersonTable } from './tables.ts';
export { ConsentFields, factsOf } from './views.tsx';
export { addEmail, addPerson, changePerson, confirmEmail, forgetPerson, removeEmail };

export const people: Domain = {
  name: 'people',
  tables: ['person', 'email', 'skill', 'portrait'],
  derives: { person: { name_key: { from: 'display_name', by: nameKey } } },
  rights: ['people.manage'],
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
  ],
  pages: (app) => {
    pages(app);
    profilePages(app);
  },
  jobs: [{ name: 'skills.remind', cron: '20 6 * * *', work: ({ db }) => remindOfSkills(db, new Date().toISOString()) }],
  api,
  lists: [peopleCard],
  imports: [peopleImport],
  menu: [{ area: 'community', label: 'person.menu', href: '/people', place: 3 }],
  messages,
  search,
};
