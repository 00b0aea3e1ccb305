import { z } from 'zod';
import { notFound } from '../../../platform/errors.ts';
import { day, optional, reference } from '../../../platform/fields.ts';
import { type ApiRow, changes, reads } from '../../../platform/http/api.ts';
import { textsSchema } from '../../../platform/i18n/texts.ts';
import { bodyByRef, seatsOf } from '../queries.ts';
import { endTenure, fillSeat } from '../seats/commands.ts';
import { acceptRequest, askToJoin, declineRequest } from './commands.ts';

const named = z.object({ ref: z.string() });
const onBody = (given: { ref: string }) => ({ ref: given.ref });

export const api: readonly ApiRow[] = [
  reads({
    path: '/bodies/:ref/seats',
    summary: 'The seats of a body with whoever held each on a day (`when`, otherwise today). A seat without a holder is vacant.',
    input: z.object({ ref: reference(), when: optional(day()) }),
    output: z.object({
      items: z.array(
        z.object({
          id: z.number(),
          title: textsSchema,
          appointedBy: z.string().nullable(),
          holder: z.string().nullable(),
          tenure: z.number().nullable(),
          alternate: z.string().nullable(),
          from: z.string().nullable(),
          to: z.string().nullable(),
        }),
      ),
    }),
    ask: async (db, actor, { ref, when }, v) => {
      const body = await bodyByRef(db, actor, ref);
      if (!body) throw notFound('body.unknown', { ref });
      const seats = await seatsOf(db, body.id, when ?? v.today);
      return {
        items: seats.map((seat) => ({
          ...seat,
          appointedBy: seat.appointing_ref,
          tenure: seat.tenure_id,
          from: seat.starts_on,
          to: seat.ends_on,
        })),
      };
    },
  }),
  changes({
    method: 'post',
    path: '/seats/:seatId/tenures',
    summary: 'Fills a seat with a person, or with an alternate. Two at a time are refused.',
    command: fillSeat,
    output: named,
    answer: onBody,
  }),
  changes({
    method: 'post',
    path: '/tenures/:tenure/end',
    summary: 'Ends somebody’s time in a seat, today or on the day given.',
    command: endTenure,
    output: named,
    answer: onBody,
  }),
  changes({
    method: 'post',
    path: '/bodies/:body/join-requests',
    summary: 'Asks to join a body; where it is open, joins it.',
    command: askToJoin,
    output: named,
    answer: onBody,
  }),
  changes({
    method: 'post',
    path: '/join-requests/:request/acceptance',
    summary: 'Takes somebody who asked into the body.',
    command: acceptRequest,
    output: named,
    answer: onBody,
  }),
  changes({
    method: 'post',
    path: '/join-requests/:request/refusal',
    summary: 'Declines a request, with an answer.',
    command: declineRequest,
    output: named,
    answer: onBody,
  }),
];
