import type { Example } from '../examples.tsx';
import { History } from './history.tsx';

export const historyExamples: Example[] = [
  {
    name: 'History: before and after, private values, imports',
    view: (t) => (
      <History
        t={t}
        entries={[
          {
            when: { iso: '2026-11-20T09:12Z', text: '20 Nov 2026, 09:12 UTC' },
            who: <bdi>Badr Okafor</bdi>,
            what: 'changed two fields',
            changes: [
              { label: 'Status', before: 'In progress', after: 'On hold – pending internal process' },
              { label: 'Proposed end', before: '31 Mar 2027', after: '30 Jun 2027' },
            ],
            note: '“Two regions meet only in May.”',
          },
          {
            when: { iso: '2026-11-02T10:00Z', text: '2 Nov 2026, 10:00 UTC' },
            who: <bdi>محمد الأمين</bdi>,
            what: 'changed their address',
            changes: [{ label: 'E-mail' }],
          },
          {
            when: { iso: '2026-09-11', text: '11 Sep 2026' },
            who: 'Import 14',
            what: 'made this record',
            changes: [{ label: 'Title', after: 'Consult the five regions' }],
          },
        ]}
      />
    ),
  },
];
