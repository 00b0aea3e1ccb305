import { z } from 'zod';
import { notFound } from '../../../platform/errors.ts';
import { day, optional, reference } from '../../../platform/fields.ts';
import { type ApiRow, changes, reads } from '../../../platform/http/api.ts';
import { textsSchema } from '../../../platform/i18n/texts.ts';
import { bodyByRef, seatsOf } from '../queries.ts';
import { addSeat, archiveSeat, changeSeat, changeTenure, endTenure, fillSeat, withdrawTenure } from './commands.ts';
import { rosterQuestion, seatQuestion } from './queries.ts';
import { seatNamed } from './seat.ts';

const ofBody = z.object({ id: z.number(), ref: z.string() });
const onBody = ({ id, ref }: { id: number; ref: string }) => ({ id, ref });
const inSeat = ofBody.extend({ seat: z.number() });
const onSeat = ({ id, seat, ref }: { id: number; seat: number; ref: string }) => ({ id, seat, ref });

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
    output: inSeat,
    answer: onSeat,
  }),
  changes({
    method: 'post',
    path: '/tenures/:tenure/end',
    summary: 'Ends somebody’s time in a seat, today or on the day given.',
    command: endTenure,
    output: inSeat,
    answer: onSeat,
  }),
  reads({
    path: '/seats/:seat',
    summary: 'One seat with everybody who held it or stood in, the latest first.',
    input: seatNamed,
    output: z.object({
      id: z.number(),
      version: z.number(),
      body: z.string(),
      title: textsSchema,
      appointedBy: z.string().nullable(),
      termMonths: z.number().nullable(),
      termLimit: z.number().nullable(),
      tenures: z.array(
        z.object({
          id: z.number(),
          version: z.number(),
          holder: z.string(),
          alternate: z.boolean(),
          from: z.string().nullable(),
          to: z.string().nullable(),
        }),
      ),
    }),
    ask: async (db, actor, { seat: id }) => {
      const [seat, roster] = await Promise.all([seatQuestion(db, actor, id).executeTakeFirst(), rosterQuestion(db, id).execute()]);
      if (!seat) throw notFound('seat.unknown');
      return {
        id: seat.id,
        version: seat.version,
        body: seat.body_ref,
        title: seat.title,
        appointedBy: seat.appointing_ref,
        termMonths: seat.term_months,
        termLimit: seat.term_limit,
        tenures: roster.map((row) => ({ ...row, holder: row.person_name, from: row.starts_on, to: row.ends_on })),
      };
    },
  }),
  changes({
    method: 'post',
    path: '/bodies/:body/seats',
    summary: 'Adds a seat to a body, with the body that fills it, the length of a term and how many in a row.',
    command: addSeat,
    output: ofBody,
    answer: onBody,
  }),
  changes({
    method: 'patch',
    path: '/seats/:seat',
    summary: 'Changes a seat; fields that are absent stay as they are.',
    command: changeSeat,
    output: ofBody,
    answer: onBody,
  }),
  changes({
    method: 'delete',
    path: '/seats/:seat',
    summary: 'Archives a seat that nobody holds, with a reason. It stays in the rosters of the days on which somebody held it.',
    command: archiveSeat,
    output: ofBody,
    answer: onBody,
  }),
  changes({
    method: 'patch',
    path: '/tenures/:tenure',
    summary: 'Corrects the days or the person of a time in a seat; fields that are absent stay as they are.',
    command: changeTenure,
    output: inSeat,
    answer: onSeat,
  }),
  changes({
    method: 'delete',
    path: '/tenures/:tenure',
    summary: 'Takes away a time in a seat that never was, with a reason.',
    command: withdrawTenure,
    output: inSeat,
    answer: onSeat,
  }),
];
