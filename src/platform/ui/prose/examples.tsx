import type { Example } from '../examples.tsx';
import { LanguageNotice, Prose, SideBySide } from './prose.tsx';

const arabic = [
  'ينبغي للجنة أن تعتمد مجموعة واحدة من معايير العضوية للمنظمات في المناطق الخمس كلها. ولكل منطقة أن تضيف ما يقتضيه قانونها أو لغاتها، على ألا تطلب منطقة ما هو أقل من ذلك.',
  'وتقدم كل منظمة تقريرا كل سنتين عما شاركت فيه، ومن أخبرتهم به، وما نتج عنه.',
];

export const proseExamples: Example[] = [
  {
    name: 'Prose: English, with a list and a quotation',
    view: () => (
      <Prose lang="en" dir="ltr">
        <h3>What the working party found</h3>
        <p>
          Volunteers in three of five regions said that they did not know what became of their comments. The committee answers each
          statement within ninety days, and the answer stands beside the statement for as long as both exist.
        </p>
        <blockquote>
          <p>We were asked, we answered, and then it was quiet.</p>
        </blockquote>
        <ul>
          <li>Publish what was asked, and by whom.</li>
          <li>
            Say what was done, with <a href="#evidence">the evidence</a>.
          </li>
          <li>Say so when nothing was done, and why.</li>
        </ul>
      </Prose>
    ),
  },
  {
    name: 'Prose: Arabic, shown because there is no other text',
    view: (t) => (
      <Prose
        lang="ar"
        dir="rtl"
        original={<span lang="ar">العربية</span>}
        notice={<LanguageNotice t={t} shown="Arabic" wanted="English" helpHref="#help" />}
      >
        {arabic.map((text) => (
          <p>{text}</p>
        ))}
      </Prose>
    ),
  },
  {
    name: 'SideBySide: original and alternative',
    view: () => (
      <SideBySide
        start={{
          title: 'As recommended',
          note: 'Review, page 41',
          lang: 'en',
          dir: 'ltr',
          children: <p>Members of the committee should be drawn by lot among those who took part in the last two years.</p>,
        }}
        end={{
          title: 'Alternative by APRALO',
          note: '2 Oct 2026',
          lang: 'en',
          dir: 'ltr',
          children: <p>Members of the committee should be elected by their region among those who took part in the last two years.</p>,
        }}
      />
    ),
  },
];
