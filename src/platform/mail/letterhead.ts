import { communityName } from '../config/community-name.ts';
import type { AnyWrites } from '../db/tables.ts';

/** Who a letter speaks for, and where its links lead: `site` has no slash at its end. */
export interface Letterhead {
  community: string;
  site: string;
}

let site = '';

/** Told once at start, before anything is asked or done. */
export const openLetterhead = (baseUrl: string): void => {
  site = baseUrl.replace(/\/$/, '');
};

/** The head of a letter that is written in this transaction, with the community's name as it is now. */
export const letterhead = async (tx: AnyWrites): Promise<Letterhead> => ({
  community: (await communityName(tx as never)) ?? 'Plenary',
  site,
});
