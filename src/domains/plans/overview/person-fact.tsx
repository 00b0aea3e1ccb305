import type { Reads } from '../../../platform/db/tables.ts';
import type { PersonFact } from '../../people/index.ts';
import type { Tables } from '../tables.ts';
import { type Listed, ledByQuestion } from './queries.ts';
import { Owned } from './views.tsx';

const shown = 10;

/** On the page of a person: what they lead, what is open first. */
export const workOfPeople: PersonFact<Listed> = {
  name: 'plan',
  question: (db, actor, person) => ledByQuestion(db as Reads<Tables>, actor, person.id).limit(shown),
  tell: (v, items) => (items.length === 0 ? null : { label: v.t('plan.leadsOf'), value: <Owned v={v} items={items} />, section: true }),
};
