import type { Example } from '../examples.tsx';
import { stances } from '../status/status.tsx';
import { Matrix, type MatrixCell } from './matrix.tsx';

const words = { support: 'Support', depends: 'It depends', oppose: 'Do not support', none: 'None yet' };
const cell = (stance: keyof typeof words, marks?: string): MatrixCell => ({
  ...stances[stance],
  label: words[stance],
  href: `#${stance}`,
  marks,
});
const titles = [
  'One set of membership criteria for all regions',
  'Members of the committee should be chosen by lot from those who took part',
  'Replace the annual general assembly of each region by meetings beside the public meetings',
  'Publish an account of travel: who, why, what came of it',
  'Give each working group a penholder and a deputy, in two regions and two languages at least',
];
const answers: (keyof typeof words)[] = ['support', 'support', 'depends', 'oppose', 'none', 'support', 'depends'];

export const matrixExamples: Example[] = [
  {
    name: 'Matrix: bodies across, recommendations down',
    view: () => (
      <Matrix
        caption="Positions of the regions on the recommendations of the review"
        corner="Recommendation"
        countLabel="Support"
        columns={['AFRALO', 'APRALO', 'EURALO', 'LACRALO', 'NARALO', 'ALAC'].map((label, at) => ({
          label,
          href: `#${label}`,
          count: `${at + 1} of 5`,
        }))}
        rows={titles.map((label, row) => ({
          label,
          reference: `REC-${String(row + 1).padStart(2, '0')}`,
          href: `#rec-${row}`,
          count: `${(row * 2) % 6} of 6`,
          cells: Array.from({ length: 6 }, (_, at) =>
            row === 3 && at === 5 ? null : cell(answers[(row * 3 + at) % 7] ?? 'none', at === 1 && row === 1 ? 'draft' : undefined),
          ),
        }))}
      />
    ),
  },
];
