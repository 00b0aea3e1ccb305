import { sql } from 'kysely';
import type { Day, Instant, Reads } from '../../../../platform/db/tables.ts';
import type { Tables } from '../tables.ts';
import { opens } from './link.ts';

/** The application that a link opens, with its form; `expired` where the link has run out and opens nothing any more. */
export const applicationByLink = (db: Reads<Tables>, token: string, now: Instant) =>
  db
    .selectFrom('application')
    .innerJoin('application_form', 'application_form.id', 'application.form_id')
    .innerJoin('application_link', (join) => join.on(opens(token)))
    .leftJoin('organisation', 'organisation.id', 'application.organisation_id')
    .select([
      'application.id',
      'application.ref',
      'application.kind',
      'application.language',
      'application.state',
      'application.state_on',
      'application.removal_on',
      'application.held_from',
      'application.address',
      'application.answers',
      'application.name',
      'application.decided_on',
      'application.reason_class',
      'application.decision_text',
      'organisation.ref as organisation_ref',
      'application_form.content',
      sql<boolean>`application_link.expires_at < ${now}::timestamptz`.as('expired'),
      'application_link.expires_at',
    ]);

export type OwnApplication = NonNullable<Awaited<ReturnType<ReturnType<typeof applicationByLink>['executeTakeFirst']>>>;

/** What an applicant sees beside the answers. Ask only of an application that a link has opened. */
export const aroundOwn = (db: Reads<Tables>, id: number) => ({
  steps: db.selectFrom('application_step').select(['state', 'began_on']).where('application_id', '=', id).orderBy('id'),
  thread: threadQuestion(db, id),
  files: filesQuestion(db, id),
});

export const threadQuestion = (db: Reads<Tables>, id: number) =>
  db
    .selectFrom('application_message')
    .select(['sender', 'text', 'by_name', 'created_at'])
    .where('application_id', '=', id)
    .where('archived_at', 'is', null)
    .orderBy('id')
    .limit(200);

export const filesQuestion = (db: Reads<Tables>, id: number) =>
  db
    .selectFrom('application_file')
    .innerJoin('file', 'file.id', 'application_file.file_id')
    .select(['application_file.id', 'file.name', 'file.size', 'file.media_type', 'file.sha256'])
    .where('application_file.application_id', '=', id)
    .where('application_file.archived_at', 'is', null)
    .orderBy('application_file.id');

/**
 * What everybody may know: how many applications of each kind are under way, how many were decided in the year before, how many are begun
 * and not handed in, and how many of those were removed.
 */
export const publicFigures = (db: Reads<Tables>, today: Day) =>
  db
    .selectFrom('application')
    .select([
      'kind',
      sql<number>`count(*) filter (where archived_at is null and state not in ('draft', 'accredited', 'rejected', 'withdrawn'))`.as('open'),
      sql<number>`count(*) filter (where archived_at is null and state = 'accredited' and decided_on > ${today}::date - 365)`.as(
        'accredited',
      ),
      sql<number>`count(*) filter (where archived_at is null and state = 'rejected' and decided_on > ${today}::date - 365)`.as('rejected'),
      sql<number>`count(*) filter (where archived_at is null and state = 'draft')`.as('begun'),
      sql<number>`count(*) filter (where archived_reason = 'unfinished')`.as('removed'),
    ])
    .groupBy('kind')
    .orderBy('kind', 'desc');
