import type { Visit } from '../../../platform/http/visit.ts';
import type { Terms } from '../../../platform/terms/terms.ts';
import { Chapter, Story as StoryView } from '../../../platform/ui/story/story.tsx';
import { AskedPart } from './chapters/asked.tsx';
import { DonePart } from './chapters/done.tsx';
import { EvidencePart } from './chapters/evidence.tsx';
import { InsidePart, PlannedPart } from './chapters/planned.tsx';
import { StoodPart } from './chapters/stood.tsx';
import { HappeningsView } from './happenings-view.tsx';
import type { Story } from './promise.ts';
import type { Happening } from './queries.ts';

interface Props {
  v: Visit;
  story: Story;
  terms: Terms;
  happenings: readonly Happening[];
}

/** The promise as a story in six chapters. */
export const StoryChapters = ({ v, story, terms, happenings }: Props) => {
  const { t } = v;
  return (
    <StoryView>
      <Chapter id="asked" title={t('promise.chapter.asked')}>
        {story.asked.length === 0 ? (
          <p class="quiet">{t(story.past?.from === 'days' ? 'promise.notThen' : 'promise.nobodyAsked')}</p>
        ) : (
          story.asked.map((asked) => <AskedPart v={v} story={story} terms={terms} asked={asked} />)
        )}
      </Chapter>
      <Chapter id="stood" title={t('promise.chapter.stood')}>
        {story.asked.length === 0 ? (
          <p class="quiet">{t('promise.nothingToStandOn')}</p>
        ) : (
          story.asked.map((asked) => <StoodPart v={v} story={story} terms={terms} asked={asked} />)
        )}
      </Chapter>
      <Chapter id="planned" title={t('promise.chapter.planned')}>
        {story.planned.length === 0 ? (
          <p class="quiet">{t('promise.nothingPlanned')}</p>
        ) : (
          story.planned.map((item) => <PlannedPart v={v} item={item} />)
        )}
        <InsidePart v={v} story={story} />
      </Chapter>
      <Chapter id="done" title={t('promise.chapter.done')}>
        {story.planned.length === 0 ? <p class="quiet">{t('promise.nothingDone')}</p> : <DonePart v={v} story={story} />}
      </Chapter>
      <Chapter id="evidence" title={t('promise.chapter.evidence')}>
        <EvidencePart v={v} story={story} />
      </Chapter>
      <Chapter id="history" title={t('promise.chapter.history')} note={t('promise.historyNote')}>
        {happenings.length === 0 ? (
          <p class="quiet">{t('promise.noHistory')}</p>
        ) : (
          <HappeningsView
            v={v}
            happenings={happenings}
            more={{ href: `/promises/${story.ref}/history`, label: t('promise.wholeHistory') }}
          />
        )}
      </Chapter>
    </StoryView>
  );
};
