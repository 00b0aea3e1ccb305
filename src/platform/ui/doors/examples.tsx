import type { Example } from '../examples.tsx';
import { StatusChip } from '../status/status.tsx';
import { CardGrid, Doors } from './doors.tsx';

export const doorExamples: Example[] = [
  {
    name: 'Doors: two big choices',
    view: () => (
      <Doors
        label="Where to begin"
        doors={[
          { href: '#new', label: 'I am new here', text: 'Three steps: who we are, what is open now, and where your voice is missing.' },
          {
            href: '#work',
            label: 'I have work to do',
            text: 'What is due from you, what your groups decided, and what happens this week.',
          },
        ]}
      />
    ),
  },
  {
    name: 'CardGrid',
    view: () => (
      <CardGrid
        cards={[
          {
            title: 'Domain name abuse and what users can expect',
            href: '#1',
            meta: 'Consultation',
            text: 'A comment on the proposed changes to contracts.',
            status: <StatusChip tone="active" label="14 days left" />,
          },
          {
            title: 'Universal acceptance day',
            href: '#2',
            meta: 'Event · 28 Mar 2027',
            text: 'Meetings in forty countries, in their own scripts.',
          },
          { title: 'Rapporteur wanted for the Pacific', href: '#3', meta: 'Open place', text: 'Two hours a week until June.' },
        ]}
      />
    ),
  },
];
