import type { Migration } from '../src/platform/db/migrate.ts';
import { platform } from './0001-platform.ts';
import { community } from './0002-community.ts';
import { accounts } from './0003-accounts.ts';
import { reviews } from './0004-reviews.ts';
import { news } from './0005-news.ts';
import { accountsSignIn } from './0010-accounts-sign-in.ts';
import { plans } from './0020-plans.ts';
import { plansMore } from './0021-plans-more.ts';
import { planWords } from './0022-plan-words.ts';
import { planNames } from './0023-plan-names.ts';
import { indexes } from './0030-indexes.ts';
import { imports } from './0031-imports.ts';
import { lately } from './0032-lately.ts';
import { reports } from './0040-reports.ts';
import { register } from './0050-register.ts';
import { groups } from './0051-groups.ts';
import { accountsMore } from './0060-accounts-more.ts';
import { ownData } from './0061-own-data.ts';
import { applications } from './0070-applications.ts';
import { applicantsHeard } from './0071-applicants-heard.ts';
import { activity } from './0072-activity.ts';
import { expectations } from './0073-expectations.ts';
import { search } from './0074-search.ts';
import { frozen } from './0076-frozen.ts';
import { viewFigures } from './0077-view-figures.ts';
import { forgottenFiles } from './0080-forgotten-files.ts';
import { finalReports } from './0082-final-reports.ts';
import { merging } from './0083-merging.ts';
import { mailings } from './0084-mailings.ts';
import { draftsOfExpectations } from './0085-drafts-of-expectations.ts';
import { mergingFast } from './0086-merging-fast.ts';
import { meetingsOfBodies } from './0087-meetings-of-bodies.ts';
import { rollUps } from './0088-roll-ups.ts';
import { auditAt } from './0089-audit-at.ts';
import { auditOfSets } from './0090-audit-of-sets.ts';
import { draftsRemoved } from './0091-drafts-removed.ts';
import { linesThatMean } from './0092-lines-that-mean.ts';
import { auditOfSetsShort } from './0093-audit-of-sets-short.ts';
import { setsWrittenFaster } from './0094-sets-written-faster.ts';
import { notes } from './0095-notes.ts';
import { listsInOrder } from './0096-lists-in-order.ts';
import { earlierPeriods } from './0097-earlier-periods.ts';
import { admissions } from './0098-admissions.ts';
import { comments } from './0099-comments.ts';

/** The history of the schema, oldest first; forward only. A list in a module, because a folder read at run time breaks in a bundle. */
export const migrations: readonly Migration[] = [
  platform,
  community,
  accounts,
  reviews,
  news,
  accountsSignIn,
  plans,
  indexes,
  reports,
  plansMore,
  accountsMore,
  imports,
  planWords,
  register,
  ownData,
  lately,
  planNames,
  groups,
  applications,
  activity,
  frozen,
  search,
  expectations,
  applicantsHeard,
  viewFigures,
  finalReports,
  forgottenFiles,
  mailings,
  merging,
  draftsOfExpectations,
  mergingFast,
  meetingsOfBodies,
  rollUps,
  auditAt,
  auditOfSets,
  draftsRemoved,
  linesThatMean,
  auditOfSetsShort,
  setsWrittenFaster,
  notes,
  listsInOrder,
  earlierPeriods,
  admissions,
  comments,
];
