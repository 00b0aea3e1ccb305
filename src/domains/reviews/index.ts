import type { Domain } from '../../platform/domain.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import { api as positionApi } from './positions/api.ts';
import { consultPosition, draftPosition, finaliseAnswer, finalisePosition, reopenPosition, takeInPosition } from './positions/commands.ts';
import { pages as positionPages } from './positions/pages.tsx';
import { api as recommendationApi } from './recommendations/api.ts';
import {
  addRecommendation,
  addReview,
  aliasRecommendation,
  archiveRecommendation,
  changeRecommendation,
  changeReview,
  reviveRecommendation,
  takeInRecommendation,
} from './recommendations/commands.ts';
import { searchReviews } from './recommendations/figures.ts';
import { pages as recommendationPages } from './recommendations/pages.tsx';
import { owned } from './tables.ts';

export { addRecommendation, addReview } from './recommendations/commands.ts';
export { figuresOfReviews } from './recommendations/figures.ts';

export const reviews: Domain = {
  name: 'reviews',
  tables: owned,
  rights: ['review.manage', 'position.draft', 'position.finalise'],
  commands: [
    addReview,
    changeReview,
    addRecommendation,
    changeRecommendation,
    takeInRecommendation,
    archiveRecommendation,
    reviveRecommendation,
    aliasRecommendation,
    draftPosition,
    consultPosition,
    finalisePosition,
    finaliseAnswer,
    reopenPosition,
    takeInPosition,
  ],
  pages: (app) => {
    recommendationPages(app);
    positionPages(app);
  },
  api: [...recommendationApi, ...positionApi],
  menu: [
    { label: 'review.menu', href: '/reviews' },
    { label: 'recommendation.menu', href: '/recommendations' },
  ],
  messages: { en, fr, es, ar },
  search: searchReviews,
};
