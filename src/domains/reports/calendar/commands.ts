import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { commandsOver, existing, holding } from '../../../platform/command.ts';
import { conflict, forbidden, invalidField, notFound } from '../../../platform/errors.ts';
import { id, optional } from '../../../platform/fields.ts';
import { makeCatalogue, translator } from '../../../platform/i18n/catalogue.ts';
import { chooseLanguage } from '../../../platform/i18n/languages.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { letterhead } from '../../../platform/mail/letterhead.ts';
import { post } from '../../../platform/mail/post.ts';
import { messages } from '../messages/index.ts';
import { mayKeepCalendar, mayReadReview } from '../policy.ts';
import { personNamed, placeOf } from '../report/subjects.ts';
import type { Tables } from '../tables.ts';
import { calendarEnd, calendarFacts } from './calendar.ts';

const command = commandsOver<Tables>();
const words = makeCatalogue([messages]);

/** Sets or changes the calendar of a review. */
export const setCalendar = command({
  name: 'reportCalendar.set',
  input: calendarFacts,
  subject: placeOf,
  perform: async ({ tx, input, subject, actor }) => {
    const { review, body_id } = subject;
    const known = await tx
      .selectFrom('report_calendar')
      .selectAll()
      .select(mayKeepCalendar(actor).as('may_keep'))
      .where('review_id', '=', review.id)
      .forUpdate()
      .executeTakeFirst();
    // Whoever may report for one body takes no calendar away from another.
    if (known && !known.may_keep) throw forbidden();
    if (known && input.version != null && known.version !== input.version) throw conflict('record.changed', { version: known.version });
    const person = input.responsible ? await personNamed(tx, actor, 'responsible', input.responsible, known?.person_id) : null;
    const values = {
      begins_on: input.beginsOn,
      months: input.months ?? known?.months ?? 6,
      due_after: input.dueAfter ?? known?.due_after ?? 0,
      ...(input.body !== undefined || !known ? { body_id } : {}),
      ...(input.responsible !== undefined ? { person_id: person?.id ?? null } : {}),
    };
    if (known)
      await tx
        .updateTable('report_calendar')
        .set({ ...values, archived_at: null, archived_reason: null })
        .where('id', '=', known.id)
        .execute();
    else
      await tx
        .insertInto('report_calendar')
        .values({ review_id: review.id, ...values })
        .execute();
    return { review: review.ref };
  },
});

/** Ends the calendar of a review, and with it the reminders, until it is set again. */
export const stopCalendar = command({
  name: 'reportCalendar.stop',
  input: calendarEnd,
  subject: existing<Tables, 'report_calendar'>('report_calendar')<z.output<typeof calendarEnd>>({
    by: (row, input) =>
      row.and([row('report_calendar.review_id', '=', row.selectFrom('review').select('review.id').where('review.ref', '=', input.review))]),
    mayRead: (actor) => sql<SqlBool>`report_calendar.review_id in (select review.id from review where ${mayReadReview(actor)})`,
    may: mayKeepCalendar,
  }),
  perform: async ({ tx, input, subject, now, call }) => {
    if (!call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    await tx.updateTable('report_calendar').set({ archived_at: now, archived_reason: call.reason }).where('id', '=', subject.id).execute();
    return { review: input.review };
  },
});

/** Writes to whoever is responsible that a report is due, or was. */
export const remindOfReport = command({
  name: 'report.remind',
  input: z.object({ calendar: id(), dueOn: z.iso.date(), to: z.iso.date(), report: optional(z.string()) }),
  subject: holding('report.write'),
  perform: async ({ tx, input, today }) => {
    const calendar = await tx
      .selectFrom('report_calendar')
      .innerJoin('review', 'review.id', 'report_calendar.review_id')
      .select(['report_calendar.person_id', 'review.ref', 'review.title'])
      .where('report_calendar.id', '=', input.calendar)
      .where('report_calendar.archived_at', 'is', null)
      .executeTakeFirst();
    if (!calendar) throw notFound();
    const person = await tx
      .selectFrom('person')
      .innerJoin('email', 'email.person_id', 'person.id')
      .select(['person.id', 'person.display_name as name', 'person.language', 'email.typed as address'])
      .where('person.id', '=', calendar.person_id ?? 0)
      .where('person.archived_at', 'is', null)
      .where('email.archived_at', 'is', null)
      .orderBy('email.id')
      .executeTakeFirst();
    if (!person) return { told: 0 };
    const { site, community } = await letterhead(tx);
    const language = chooseLanguage(person.language ? { person: person.language } : {});
    const t = translator(words, language);
    const days = Temporal.PlainDate.from(today).until(Temporal.PlainDate.from(input.dueOn), { largestUnit: 'days' }).days;
    const values = {
      name: person.name,
      review: textIn(calendar.title, [language]).text,
      period: t.day(input.to),
      day: t.day(input.dueOn),
      days: Math.abs(days),
      link: `${site}${input.report ? `/reports/${input.report}` : `/reports/new?review=${calendar.ref}`}`,
      community,
    };
    const kind = days < 0 ? 'report.letter.late' : 'report.letter.due';
    await post(tx, {
      to: person.address,
      language,
      personId: person.id,
      subject: t(`${kind}.subject`, values),
      body: t(`${kind}.body`, values),
    });
    return { told: 1 };
  },
});
