import type { Domain } from '../../platform/domain.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import * as promises from './promises/index.ts';
import { owned } from './tables.ts';

export const reports: Domain = {
  name: 'reports',
  tables: owned,
  rights: ['report.write', 'report.review', 'report.approve', 'report.submit', 'report.oversee'],
  pages: (app) => {
    promises.pages(app);
  },
  api: [...promises.api],
  menu: [promises.menu],
  messages: {
    en: { ...en, ...promises.messages.en },
    fr: { ...fr, ...promises.messages.fr },
    es: { ...es, ...promises.messages.es },
    ar: { ...ar, ...promises.messages.ar },
  },
};
