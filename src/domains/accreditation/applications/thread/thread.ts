import { z } from 'zod';
import { reference, text } from '../../../../platform/fields.ts';
import { tokenOf } from '../application/application.ts';

/** Questions and answers between staff and the applicant. Both read all of it. */
export const question = z.object({ ref: reference(), text: text({ max: 10_000 }) });

export const reply = z.object({ token: tokenOf(), text: text({ max: 10_000 }) });
