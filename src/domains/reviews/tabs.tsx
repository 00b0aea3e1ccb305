import type { Visit } from '../../platform/http/visit.ts';
import { Tabs } from '../../platform/ui/navigation/navigation.tsx';

/** The views of one review, each at its own address. */
export const ReviewTabs = ({
  v,
  review,
  current,
}: {
  v: Visit;
  review: { ref: string };
  current: 'matrix' | 'register' | 'triage' | 'priorities' | 'feasibility';
}) => (
  <Tabs
    t={v.t}
    label={v.t('review.views')}
    tabs={[
      { href: `/reviews/${review.ref}`, label: v.t('review.matrix'), current: current === 'matrix' },
      { href: `/recommendations?review=${review.ref}`, label: v.t('recommendation.register'), current: current === 'register' },
      { href: `/reviews/${review.ref}/triage`, label: v.t('review.triage'), current: current === 'triage' },
      { href: `/reviews/${review.ref}/priorities`, label: v.t('review.priorities'), current: current === 'priorities' },
      { href: `/reviews/${review.ref}/feasibility`, label: v.t('review.feasibility'), current: current === 'feasibility' },
    ]}
  />
);
