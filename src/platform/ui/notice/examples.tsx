import type { Example } from '../examples.tsx';
import { ButtonLink } from '../form/form.tsx';
import { EmptyState, Notice } from './notice.tsx';

export const noticeExamples: Example[] = [
  {
    name: 'Notice: the four tones',
    view: (t) => (
      <div class="flow">
        <Notice t={t} tone="good" text="The position of AFRALO is recorded." action={{ href: '#letter', label: 'Print the letter' }} />
        <Notice t={t} tone="info" text="This report was frozen on 20 Nov 2026. Corrections appear below it as errata." />
        <Notice t={t} tone="attention" title="Two weeks left." text="The consultation closes on 6 Dec 2026 at 23:59 UTC." />
        <Notice
          t={t}
          tone="problem"
          title="12 of 240 lines were not read."
          text="They have no date that can be understood. Correct them in your file and bring it again; nothing was changed."
        />
      </div>
    ),
  },
  {
    name: 'EmptyState: what to do next',
    view: () => (
      <EmptyState title="No reviews yet" text="Bring in the report of a review: a Word file, a spreadsheet, or text that you paste.">
        <ButtonLink href="#" primary>
          Bring in a review
        </ButtonLink>
        <a href="#how">How reading works</a>
      </EmptyState>
    ),
  },
];
