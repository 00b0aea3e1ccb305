import type { Example } from '../examples.tsx';
import { Mark, Stance, StatusChip, stances } from './status.tsx';

export const statusExamples: Example[] = [
  {
    name: 'StatusChip: every tone',
    view: () => (
      <p class="row">
        <StatusChip tone="done" label="Completed" />
        <StatusChip tone="active" label="In progress" />
        <StatusChip tone="waiting" label="On hold – pending internal process" />
        <StatusChip tone="problem" label="Off track" />
        <StatusChip tone="off" label="Retired" />
        <StatusChip tone="neutral" label="Not started" />
        <StatusChip tone="waiting" shape="diamond" label="Held over" />
        <Mark>Draft</Mark>
        <Mark tone="attention">Comments until 14 Dec 2026</Mark>
      </p>
    ),
  },
  {
    name: 'Stance: the four answers',
    view: () => (
      <p class="row">
        <Stance {...stances.support} label="Support" />
        <Stance {...stances.depends} label="It depends" />
        <Stance {...stances.oppose} label="Do not support" />
        <Stance {...stances.none} label="None yet" />
      </p>
    ),
  },
];
