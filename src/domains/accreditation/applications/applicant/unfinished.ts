import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Day, Reads } from '../../../../platform/db/tables.ts';
import { id, yesNo } from '../../../../platform/fields.ts';
import type { Tables } from '../tables.ts';

/** An application that was begun and never handed in: how long it is kept. The months stand in the form in which it was begun. */

/** Days between the letter to the applicant and the removal. */
export const noticeDays = 21;

export const oneDraft = z.object({ application: id() });

/** `listed`: it was removed before and came back with an older backup, so that no day is waited for. */
export const draftRemoval = oneDraft.extend({ listed: yesNo().default(false) });

/** What a sign of life changes: the months begin again. */
export const touched = (today: Day): { heard_on: Day; removal_on: null } => ({ heard_on: today, removal_on: null });

/** Asked of the application and its form: the day after which the draft is kept no longer. */
export const keptUntil: RawBuilder<Day> = sql<Day>`(coalesce(application.heard_on, application.created_at::date)
  + make_interval(months => (application_form.content #>> '{rules,draftMonths}')::int))::date`;

const drafts = (db: Reads<Tables>) =>
  db
    .selectFrom('application')
    .innerJoin('application_form', 'application_form.id', 'application.form_id')
    .where('application.archived_at', 'is', null)
    .where('application.ref', 'is', null)
    .orderBy('application.id');

/** Drafts whose writers are to be told now that they will be removed. */
export const draftsToTell = (db: Reads<Tables>, today: Day) =>
  drafts(db)
    .select('application.id')
    .where('application.state', '=', 'draft')
    .where('application.removal_on', 'is', null)
    .where(sql<boolean>`${keptUntil} - ${noticeDays}::int <= ${today}::date`);

/** Drafts whose day has come, and what was taken back without ever being handed in. */
export const draftsToRemove = (db: Reads<Tables>, today: Day) =>
  drafts(db)
    .select('application.id')
    .where((row) => row.or([row('application.removal_on', '<=', today), row('application.state', '=', 'withdrawn')]));
