import type { Domain } from '../../platform/domain.ts';
import { applications } from './applications/index.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import { moves } from './moves.ts';
import { standing } from './standing/index.ts';

export const accreditation: Domain = {
  ...applications,
  ...standing,
  name: 'accreditation',
  moves,
  meanings: { ...applications.meanings, ...standing.meanings },
  tables: [...applications.tables, ...standing.tables],
  rights: [...(applications.rights ?? []), ...(standing.rights ?? [])],
  commands: [...(applications.commands ?? []), ...(standing.commands ?? [])],
  pages: (app) => {
    applications.pages?.(app);
    standing.pages?.(app);
  },
  api: [...(applications.api ?? []), ...(standing.api ?? [])],
  jobs: [...(applications.jobs ?? []), ...(standing.jobs ?? [])],
  lists: [...(applications.lists ?? []), ...(standing.lists ?? [])],
  imports: [...(applications.imports ?? []), ...(standing.imports ?? [])],
  menu: [...(applications.menu ?? []), ...(standing.menu ?? [])],
  due: {
    questions: (db, actor, today) => ({
      ...applications.due?.questions(db, actor, today),
      ...standing.due?.questions(db, actor, today),
    }),
    read: (answers) => [...(applications.due?.read(answers) ?? []), ...(standing.due?.read(answers) ?? [])],
  },
  messages: joined({ en, fr, es, ar }, applications.messages, standing.messages),
};

/** The words of the nouns of this domain as those of one domain. */
function joined(...parts: Domain['messages'][]): Domain['messages'] {
  const of = (language: 'en' | 'fr' | 'es' | 'ar') => Object.assign({}, ...parts.map((part) => part[language]));
  return { en: of('en'), fr: of('fr'), es: of('es'), ar: of('ar') };
}
