import type { Day } from '../../../platform/db/tables.ts';
import type { T } from '../../../platform/i18n/catalogue.ts';
import type { FlexibleDay } from '../../../platform/i18n/days.ts';
import { kept, written } from '../../../platform/i18n/flexible-words.ts';
import type { OrganisationState } from './organisation.ts';

/** An earlier time in which an organisation was a member. */
export interface Period {
  accredited_on: Day | null;
  accredited_span: FlexibleDay | null;
  withdrawn_on: Day;
  withdrawn_span: FlexibleDay | null;
  state: OrganisationState;
  reason_class: string | null;
}

const began = (one: Period) => ({ on: one.accredited_on, span: one.accredited_span });
const ended = (one: Period) => ({ on: one.withdrawn_on, span: one.withdrawn_span });

/** As people read it: from when to when, and how it ended. `reason` is the word of the community for the class of reason. */
export const periodSaid = (t: T, one: Period, reason: string): string =>
  t('organisation.earlierPeriod', {
    from: kept(began(one), t) ?? '',
    known: one.accredited_on ? 'yes' : 'no',
    until: kept(ended(one), t) ?? '',
    how: [t(`organisation.state.${one.state}`), reason].filter(Boolean).join(', '),
  });

/** For a cell of a file: the two days as an interval, `?` where nobody knows the first. */
export const periodWritten = (one: Period): string => `${written(began(one)) ?? '?'}/${written(ended(one)) ?? '?'} ${one.state}`;

/** For a program. */
export const periodPromised = (one: Period) => ({
  accredited: written(began(one)),
  withdrawn: written(ended(one)),
  state: one.state,
  reasonClass: one.reason_class,
});
