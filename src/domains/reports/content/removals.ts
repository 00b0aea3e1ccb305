import type { Day } from '../../../platform/db/tables.ts';
import { offeredLanguages } from '../../../platform/i18n/languages.ts';
import { readingIn } from './reading.ts';
import type { Reading } from './words.ts';

/** That names were taken out of a frozen report because somebody asked to be forgotten: when, and its checksum since. Never whose. */
export interface Removal {
  on: Day;
  checksum: string;
}

/** The checksum that a frozen report has to fit now. */
export const checksumNow = (submitted: string, removals: readonly Removal[]): string => removals.at(-1)?.checksum ?? submitted;

export const removalWords = ({ t }: Pick<Reading, 't'>, { on }: Removal): string => t('report.removed', { day: t.day(on) });

/** For programs, which pass it on to readers of any language. */
export const toldRemovals = (removals: readonly Removal[]): (Removal & { note: Record<string, string> })[] =>
  removals.map((removal) => ({
    ...removal,
    note: Object.fromEntries(offeredLanguages.map((language) => [language, removalWords(readingIn(language), removal)])),
  }));
