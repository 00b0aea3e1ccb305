import { z } from 'zod';
import { type ApiRow, changes, reads } from '../../../platform/http/api.ts';
import { nextPeriod } from './calendar.ts';
import { setCalendar, stopCalendar } from './commands.ts';
import { calendarsQuestion } from './queries.ts';

export const calendarApi: readonly ApiRow[] = [
  reads({
    path: '/reports/calendar',
    summary: 'When reports are due, by review: the next period that was not reported on, its due day and who is responsible.',
    output: z.object({
      items: z.array(
        z.object({
          review: z.string(),
          beginsOn: z.string(),
          months: z.number(),
          dueAfter: z.number(),
          responsible: z.string().nullable(),
          from: z.string(),
          to: z.string(),
          dueOn: z.string(),
        }),
      ),
    }),
    ask: async (db, actor) => ({
      items: (await calendarsQuestion(db, actor).execute()).map((one) => {
        const period = nextPeriod(one, one.reported_until);
        return {
          review: one.review_ref,
          beginsOn: one.begins_on,
          months: one.months,
          dueAfter: one.due_after,
          responsible: one.responsible,
          from: period.from,
          to: period.to,
          dueOn: period.due,
        };
      }),
    }),
  }),
  changes({
    method: 'put',
    path: '/reports/calendar/:review',
    summary: 'Sets when reports on a review are due and who is responsible.',
    command: setCalendar,
    output: z.object({ review: z.string() }),
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/reports/calendar/:review',
    summary: 'Stops the calendar of a review and its reminders; it can be set again.',
    command: stopCalendar,
    output: z.object({ review: z.string() }),
    answer: (given) => given,
  }),
];
