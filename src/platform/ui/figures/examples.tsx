import type { Example } from '../examples.tsx';
import { Meter, Progress, Spread, Stat, Stats } from './figures.tsx';

export const figureExamples: Example[] = [
  {
    name: 'Stats: every figure is a door',
    view: (t) => (
      <Stats>
        <Stat
          t={t}
          label="Recommendations"
          figure="85"
          href="#r"
          definition="Accepted or accepted in part, from three reviews."
          note="16 still open"
        />
        <Stat
          t={t}
          label="Actions completed"
          figure="62 %"
          href="#a"
          definition="Completed actions among all that are not retired."
          note={<Progress t={t} percent={62} />}
        />
        <Stat
          t={t}
          label="Active organisations"
          figure="194"
          href="#o"
          definition="Took part in a call, a vote or a group since 1 Jul 2025."
          note={<Meter t={t} value={194} of={251} />}
        />
        <Stat t={t} label="People under 30" figure="fewer than 5" definition="Small groups are not counted out in public." />
      </Stats>
    ),
  },
  {
    name: 'Progress, Meter, Spread',
    view: (t) => (
      <div class="flow">
        <p>
          <Progress t={t} percent={0} /> <Progress t={t} percent={37} note="typed by hand" /> <Progress t={t} percent={100} />
        </p>
        <p>
          <Meter t={t} value={9} of={13} label="have voted; quorum is 8" />
        </p>
        <p>
          <Spread t={t} low={1} median={2} high={4} from={1} to={4} words={{ low: 'P1', median: 'P2', high: 'P4' }} />
        </p>
        <p>
          <Spread t={t} low={3} median={3} high={3} from={1} to={4} words={{ low: 'P3', median: 'P3', high: 'P3' }} />
        </p>
      </div>
    ),
  },
];
