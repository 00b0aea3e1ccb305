import type { Example } from '../examples.tsx';
import { Chapter, Story, Way } from './story.tsx';

export const storyExamples: Example[] = [
  {
    name: 'Story with its way: two chapters',
    view: () => (
      <>
        <Way
          label="How far it is"
          steps={[
            { label: 'Asked', reached: true, said: 'reached' },
            { label: 'Planned', reached: true, said: 'reached' },
            { label: 'Verified', reached: false, said: 'not yet' },
          ]}
        />
        <Story>
          <Chapter id="story-asked" title="What was asked">
            <p class="prose">Meetings should be held in every region once in two years.</p>
          </Chapter>
          <Chapter id="story-done" title="What was done" note="As the plan says.">
            <p>Two of five meetings were held.</p>
          </Chapter>
        </Story>
      </>
    ),
  },
];
