import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { choice, id, line, yesNo } from '../../../platform/fields.ts';

/** Days between the asking and the forgetting where the person holds a seat, so that the body can find somebody else. */
export const daysWithSeat = 14;

/** `sure` is the tick in the box: nothing of this can be undone. */
export const erasureRequest = z.object({ person: id(), sure: yesNo().optional() });

export const oneErasure = z.object({ erasure: id() });

/** Somebody whom the list beside the backups names. */
export const erasedBefore = z.object({ person: id(), pseudonym: line({ max: 120 }), bySelf: yesNo() });

export const fileOfErasure = z.object({ erasure: id(), file: id(), deed: choice(['keep', 'remove']) });

/** Without letters and digits that are taken for one another. */
const signs = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The name under which what somebody did is still told; drawn by lot, so that nothing leads back. */
export const newPseudonym = (): string => `Former member ${Array.from({ length: 5 }, () => signs[randomInt(signs.length)]).join('')}`;
