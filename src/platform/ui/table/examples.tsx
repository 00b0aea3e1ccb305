import type { Example } from '../examples.tsx';
import { Progress } from '../figures/figures.tsx';
import { StatusChip } from '../status/status.tsx';
import { Table } from './table.tsx';

const columns = [
  { label: 'Issue' },
  { label: 'Start', nowrap: true },
  { label: 'Proposed end', nowrap: true },
  { label: 'Status' },
  { label: 'Done' },
  { label: 'Members', number: true },
];

export const tableExamples: Example[] = [
  {
    name: 'Table: an implementation plan with totals',
    view: (t) => (
      <Table
        caption="Overview of the implementation plan"
        columns={columns}
        rows={[
          [
            <a href="#1">Issue 1: Quality and quantity of advice</a>,
            '8 Jan 2019',
            '30 Apr 2020',
            <StatusChip tone="done" label="Completed" />,
            <Progress t={t} percent={100} />,
            '1,204',
          ],
          [
            <a href="#2">Issue 2: At-Large structures mobilisation</a>,
            '8 Jan 2019',
            '30 Jun 2027',
            <StatusChip tone="active" label="In progress" />,
            <Progress t={t} percent={62} />,
            '318',
          ],
          [
            <a href="#3">Issue 9: Metrics for the involvement of volunteers in working groups across regions and languages</a>,
            '2 Mar 2020',
            '31 Dec 2025',
            <StatusChip tone="problem" label="Off track" />,
            <Progress t={t} percent={15} note="average of 6 actions" />,
            '17',
          ],
        ]}
        foot={['3 issues', '', '', '', '59 %', '1,539']}
      />
    ),
  },
  {
    name: 'Table: wide, in its own region',
    view: () => (
      <Table
        wide
        caption="Attendance by region and month"
        columns={[
          { label: 'Region' },
          ...['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map((label) => ({ label, number: true })),
        ]}
        rows={['Africa', 'Asia, Australasia and the Pacific', 'Europe', 'Latin America and the Caribbean', 'North America'].map(
          (region, row) => [region, ...Array.from({ length: 12 }, (_, month) => String(140 + ((row * 37 + month * 61) % 223)))],
        )}
      />
    ),
  },
];
