import type { Domain } from '../../platform/domain.ts';
import { api } from './api.ts';
import { addEmail, addPerson, changePerson, confirmEmail, removeEmail } from './commands.ts';
import { forgetPerson } from './forget.ts';
import { peopleImport } from './imports.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import { pages } from './pages.tsx';
import { searchPeople } from './queries.ts';
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
  rights: ['people.manage'],
  commands: [addPerson, changePerson, takeInPerson, addEmail, removeEmail, confirmEmail, forgetPerson],
  pages,
  api,
  imports: [peopleImport],
  menu: [{ area: 'community', label: 'person.menu', href: '/people', place: 3 }],
  messages: { en, fr, es, ar },
  search: searchPeople,
};
