import type { Meanings } from '../../platform/audit/meanings.ts';

/** What stands in the columns of messages, for whoever reads a history. */
export const meanings: Meanings = {
  'mailing.kind': { word: 'mailing.kind' },
  'mailing.state': { word: 'mailing.state' },
  'mailing.body_id': { record: 'body' },
  'mailing.saved_view_id': 'hidden',
};
