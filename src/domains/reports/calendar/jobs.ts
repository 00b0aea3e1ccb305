import { system } from '../../../platform/access/actor.ts';
import { alreadyDone, run } from '../../../platform/command.ts';
import { reading } from '../../../platform/db/tables.ts';
import type { Job } from '../../../platform/domain.ts';
import type { Services } from '../../../platform/http/visit.ts';
import { remindedOn } from '../../plans/index.ts';
import { nextPeriod } from './calendar.ts';
import { remindOfReport } from './commands.ts';
import { calendarsQuestion, draftsQuestion } from './queries.ts';

/** Writes every reminder of this day that was not written yet: 30, 14, 7 and 1 days before a report is due and every week after, until it is submitted. Gives the number of letters. */
export const remindOfReports = async (services: Pick<Services, 'db'>, now: string): Promise<number> => {
  const today = now.slice(0, 10);
  const db = reading(services.db);
  const [calendars, drafts] = [await calendarsQuestion(db, system()).execute(), await draftsQuestion(db).execute()];
  let letters = 0;
  for (const calendar of calendars) {
    const period = nextPeriod(calendar, calendar.reported_until);
    const draft = drafts.find((one) => one.review_ref === calendar.review_ref && one.to_on >= period.from);
    const dueOn = draft?.due_on ?? period.due;
    if (calendar.person_id === null || !remindedOn(dueOn, today)) continue;
    const once = `report.remind ${calendar.id} ${today}`;
    if (await alreadyDone(services.db, system(), once)) continue;
    const input = { calendar: calendar.id, dueOn, to: draft?.to_on ?? period.to, report: draft?.ref ?? null };
    letters += (await run(remindOfReport, input, { db: services.db, actor: system(), via: 'job', now, today, once })).told;
  }
  return letters;
};

export const jobs: readonly Job[] = [
  {
    name: 'report.remind',
    cron: '15 6 * * *',
    work: async (services) => {
      await remindOfReports(services, new Date().toISOString());
    },
  },
];
