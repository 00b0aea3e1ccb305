import type { Example } from '../examples.tsx';
import { Board } from './board.tsx';

export const boardExamples: Example[] = [
  {
    name: 'Board: urgency by importance',
    view: (t) => (
      <Board
        t={t}
        label="Triage of the recommendations"
        reasonRequired
        quadrants={[
          { value: 'ui', title: 'Urgent and important', hint: 'Begin now' },
          { value: 'i', title: 'Important, not urgent', hint: 'Plan a date' },
          { value: 'u', title: 'Urgent, not important', hint: 'Hand to someone' },
          { value: 'n', title: 'Neither', hint: 'Review next year' },
        ]}
        cards={[
          {
            id: '1',
            quadrant: 'ui',
            reference: 'REC-01',
            title: 'One set of membership criteria for all regions',
            href: '#1',
            note: 'P1 · needs community coordination',
            moveAction: '#',
            version: 1,
          },
          { id: '2', quadrant: 'ui', reference: 'REC-04', title: 'Publish an account of travel', href: '#2', moveAction: '#', version: 4 },
          {
            id: '3',
            quadrant: 'i',
            reference: 'REC-05',
            title: 'Give each working group a penholder and a deputy, in two regions and two languages',
            href: '#3',
            note: 'P2',
            moveAction: '#',
          },
          { id: '4', quadrant: 'u', reference: 'REC-09', title: 'Change the day of the monthly call', href: '#4' },
        ]}
      />
    ),
  },
];
