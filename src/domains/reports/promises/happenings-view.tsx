import type { Visit } from '../../../platform/http/visit.ts';
import { History } from '../../../platform/ui/history/history.tsx';
import type { Happening } from './queries.ts';
import { deedWords, fieldWords, labelled, valueWords } from './words.ts';

/** What happened, in plain words and without names. */
export const HappeningsView = ({
  v,
  happenings,
  more,
}: {
  v: Visit;
  happenings: readonly Happening[];
  more?: { href: string; label: string } | undefined;
}) => (
  <History
    t={v.t}
    more={more}
    entries={happenings.map((one) => ({
      when: { iso: one.at, text: v.t.day(one.at.slice(0, 10)) },
      who: one.ref,
      what: `· ${deedWords(v, one)}`,
      changes: one.changes.slice(0, 8).map((change) => ({
        label: labelled(change.part, fieldWords(v, change.field)),
        ...(change.isNew ? {} : { before: valueWords(v, change.field, change.before) }),
        after: valueWords(v, change.field, change.after),
      })),
    }))}
  />
);
