import type { Child } from 'hono/jsx';
import { boardExamples } from './board/examples.tsx';
import { doorExamples } from './doors/examples.tsx';
import { figureExamples } from './figures/examples.tsx';
import { formExamples } from './form/examples.tsx';
import { historyExamples } from './history/examples.tsx';
import { listExamples } from './list/examples.tsx';
import { matrixExamples } from './matrix/examples.tsx';
import { navigationExamples } from './navigation/examples.tsx';
import { noticeExamples } from './notice/examples.tsx';
import { proseExamples } from './prose/examples.tsx';
import { recordExamples } from './record/examples.tsx';
import { remarkExamples } from './remark/examples.tsx';
import { statusExamples } from './status/examples.tsx';
import { storyExamples } from './story/examples.tsx';
import { tableExamples } from './table/examples.tsx';
import type { Translate } from './words.tsx';

export type Example = { name: string; view: (t: Translate) => Child };

/** Every component in every state, by folder. */
export const examples: Record<string, readonly Example[]> = {
  record: recordExamples,
  list: listExamples,
  matrix: matrixExamples,
  table: tableExamples,
  form: formExamples,
  figures: figureExamples,
  doors: doorExamples,
  prose: proseExamples,
  board: boardExamples,
  history: historyExamples,
  remark: remarkExamples,
  story: storyExamples,
  notice: noticeExamples,
  navigation: navigationExamples,
  status: statusExamples,
};

/** The content of the development-only page of examples; `only` is the name of one folder. */
export const ExamplesPage = ({ t, only }: { t: Translate; only?: string | undefined }) => (
  <>
    <nav class="tabs" aria-label="Components">
      <ul>
        {Object.keys(examples).map((folder) => (
          <li>
            <a href={`/design/${folder}`} aria-current={folder === only ? 'page' : undefined}>
              {folder}
            </a>
          </li>
        ))}
      </ul>
    </nav>
    {Object.entries(examples)
      .filter(([folder]) => only === undefined || folder === only)
      .flatMap(([, group]) => group)
      .map((example) => (
        <section class="flow example">
          <p class="meta">{example.name}</p>
          {example.view(t)}
        </section>
      ))}
  </>
);
