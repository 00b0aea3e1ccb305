import type { Domain, Messages } from '../../platform/domain.ts';
import { saidOfBodies } from '../community/index.ts';
import { assessment } from './assessment/index.ts';
import { comments } from './comments/index.ts';
import arImports from './import-words/messages/ar.json' with { type: 'json' };
import enImports from './import-words/messages/en.json' with { type: 'json' };
import esImports from './import-words/messages/es.json' with { type: 'json' };
import frImports from './import-words/messages/fr.json' with { type: 'json' };
import { meanings, records } from './meanings.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import { moves } from './moves.ts';
import { api as positionApi } from './positions/api.ts';
import { answersOfBodies } from './positions/body-fact.tsx';
import { consultPosition, draftPosition, finaliseAnswer, finalisePosition, reopenPosition } from './positions/commands.ts';
import { positions } from './positions/imports.ts';
import { pages as positionPages } from './positions/pages.tsx';
import { takeInPosition } from './positions/take-in.ts';
import { priorities } from './priorities/index.ts';
import { api as recommendationApi } from './recommendations/api.ts';
import {
  addRecommendation,
  addReview,
  aliasRecommendation,
  archiveRecommendation,
  changeRecommendation,
  changeReview,
  reviveRecommendation,
} from './recommendations/commands.ts';
import { recommendations } from './recommendations/imports.ts';
import { pages as recommendationPages } from './recommendations/pages.tsx';
import { search } from './recommendations/search.ts';
import { recommendationCard } from './recommendations/shown.ts';
import { takeInRecommendation } from './recommendations/take-in.ts';
import { owned } from './tables.ts';
import { stages } from './triage/imports.ts';
import * as triage from './triage/index.ts';

export { mayReadReview } from './policy.ts';
export { latelyDecidedQuestion } from './positions/lately.ts';
export { mayReadPosition } from './positions/policy.ts';
export { stanceLook } from './positions/views.tsx';
export { addRecommendation, addReview } from './recommendations/commands.ts';
export { figuresOfReviews } from './recommendations/figures.ts';
export { recommendationsShown } from './recommendations/shown.ts';
export { LongText, ShortText } from './recommendations/views.tsx';
export type { AddresseeTable, AnswerTable, PositionTable, RecommendationTable, ReviewTable } from './tables.ts';

saidOfBodies.say(answersOfBodies);

export const reviews: Domain = {
  name: 'reviews',
  tables: owned,
  rights: ['review.manage', 'position.draft', 'position.finalise', ...triage.rights, ...priorities.rights, ...assessment.rights],
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
    ...triage.commands,
    ...priorities.commands,
    ...assessment.commands,
    ...comments.commands,
  ],
  pages: (app) => {
    recommendationPages(app);
    positionPages(app);
    triage.pages(app);
    priorities.pages(app);
    assessment.pages(app);
    comments.pages(app);
  },
  api: [...recommendationApi, ...positionApi, ...triage.api, ...priorities.api, ...assessment.api, ...comments.api],
  imports: [positions, recommendations, stages],
  jobs: triage.jobs,
  lists: [recommendationCard, ...triage.lists],
  menu: [
    { area: 'reviews', label: 'review.menu', href: '/reviews', place: 1, covers: ['/triage', '/rounds'] },
    { area: 'reviews', label: 'recommendation.menu', href: '/recommendations', place: 2 },
  ],
  meanings,
  records,
  moves,
  messages: wordsOf(
    { en, fr, es, ar },
    { en: enImports, fr: frImports, es: esImports, ar: arImports },
    triage.messages,
    priorities.messages,
    assessment.messages,
    comments.messages,
  ),
  due: {
    questions: (db, actor, today) =>
      actor.personId === null ? {} : { triage: triage.dueQuestion(db, actor), rounds: priorities.dueQuestion(db, actor, today) },
    read: ({ triage: batches = [], rounds = [] }) => [...triage.readDue(batches), ...priorities.readDue(rounds)],
  },
  search,
};

/** The words of the nouns of this domain as those of one domain. */
function wordsOf(...parts: Domain['messages'][]): Domain['messages'] {
  const joined = (language: 'en' | 'fr' | 'es' | 'ar') => Object.assign({}, ...parts.map((part) => part[language])) as Messages;
  return { en: joined('en'), fr: joined('fr'), es: joined('es'), ar: joined('ar') };
}
