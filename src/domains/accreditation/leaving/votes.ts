import type { T } from '../../../platform/i18n/catalogue.ts';

/** The counts of a vote in a sentence. */
export const votesIn = (
  t: T,
  vote: { in_favour: number | null; against: number | null; abstained: number | null; ballot: string | null },
): string =>
  t('ladder.counts', {
    inFavour: vote.in_favour ?? 0,
    against: vote.against ?? 0,
    abstained: vote.abstained ?? 0,
    ballot: t(`ladder.ballot.${vote.ballot ?? 'open'}`),
  });
