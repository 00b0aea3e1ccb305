import type { Domain } from '../../platform/domain.ts';
import { addEmail, addPerson, changePerson, confirmEmail, removeEmail } from './commands.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };

export { masked, newEmail, newPerson, personChange } from './person.ts';
export { mayRead as mayReadPerson } from './policy.ts';
export { addressesOf, personOf } from './queries.ts';
export type { EmailTable, PersonTable } from './tables.ts';
export { addEmail, addPerson, changePerson, confirmEmail, removeEmail };

export const people: Domain = {
  name: 'people',
  tables: ['person', 'email'],
  rights: ['people.manage'],
  commands: [addPerson, changePerson, addEmail, removeEmail, confirmEmail],
  messages: { en, fr, es, ar },
};
