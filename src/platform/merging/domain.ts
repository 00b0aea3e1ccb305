import { sql } from 'kysely';
import type { Domain } from '../domain.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };

/** What merges of people and of organisations share, and how the rows of the platform itself go along. */
export const merging: Domain = {
  name: 'merging',
  tables: ['merge', 'apart'],
  moves: {
    'alias.record_id': { label: 'merge.place.alias' },
    'saved_view.person_id': {
      label: 'merge.place.view',
      meets: sql`gone_row.list = kept_row.list and gone_row.name = kept_row.name and gone_row.query = kept_row.query and kept_row.archived_at is null`,
    },
    'file.person_id': { label: 'merge.place.file' },
    'import_run.person_id': { label: 'merge.place.import' },
    'audit.person_id': { label: 'merge.place.audit', stays: true },
    'mail.person_id': { label: 'merge.place.mail', stays: true },
  },
  messages: { en, fr, es, ar },
};
