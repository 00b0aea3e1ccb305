import { sql } from 'kysely';
import { type Actor, holdsByName, holdsEverywhere } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { type CommunityTables, membershipsQuestion } from '../../community/index.ts';
import { mayManage } from '../activity/policy.ts';
import { givenQuestion, ownPlacesQuestion } from './given.ts';
import { mayDecide, mayLeave, mayReadLadder } from './policy.ts';
import type { Tables } from './tables.ts';

/** The ladder that an organisation is on, or the last one, with its steps and what the member said. */
export const ladderQuestion = (db: Reads<Tables>, actor: Actor, organisationId: number) =>
  db
    .selectFrom('ladder_case')
    .innerJoin('organisation', 'organisation.id', 'ladder_case.organisation_id')
    .innerJoin('ladder_scheme', 'ladder_scheme.id', 'ladder_case.scheme_id')
    .select([
      'ladder_case.id',
      'ladder_case.state',
      'ladder_case.began_on',
      'ladder_case.next_step',
      'ladder_case.next_on',
      'ladder_case.ended_on',
      'ladder_case.ended_reason',
      'ladder_scheme.steps as scheme',
      'ladder_scheme.share_for',
      'ladder_scheme.share_of',
      sql<Step[]>`coalesce((select jsonb_agg(to_jsonb(ladder_step) order by ladder_step.id) from ladder_step
        where ladder_step.case_id = ladder_case.id), '[]')`.as('steps'),
      sql<Statement[]>`coalesce((select jsonb_agg(to_jsonb(ladder_statement) order by ladder_statement.id) from ladder_statement
        where ladder_statement.case_id = ladder_case.id and ladder_statement.archived_at is null), '[]')`.as('statements'),
    ])
    .where('ladder_case.organisation_id', '=', organisationId)
    .where(mayReadLadder(actor))
    .orderBy('ladder_case.id', 'desc')
    .limit(1);

type Of<Table extends keyof Tables, Keys extends keyof Tables[Table]> = { [Key in Keys]: Exclude<Tables[Table][Key], undefined> };
export type Step = Of<
  'ladder_step',
  'step' | 'taken_on' | 'taken_by' | 'note' | 'in_favour' | 'against' | 'abstained' | 'ballot' | 'archived_at' | 'archived_reason'
> & { told: number };
export type Statement = Of<'ladder_statement', 'said_on' | 'text' | 'recorded_by'>;

export type Ladder = Awaited<ReturnType<ReturnType<typeof ladderQuestion>['execute']>>[number];

/** What this reader may do about one organisation. */
export const mayQuestion = (db: Reads<Tables>, actor: Actor, organisationId: number) =>
  db
    .selectFrom('organisation')
    .select([
      sql<boolean>`${mayManage(actor, 'organisation.body_id')}`.as('manages'),
      sql<boolean>`${mayDecide(actor, 'organisation.body_id')}`.as('decides'),
      sql<boolean>`${mayReadLadder(actor)}`.as('reads'),
      sql<boolean>`${mayLeave(actor)}`.as('leaves'),
    ])
    .where('organisation.id', '=', organisationId);

export const departureQuestion = (db: Reads<Tables>, organisationId: number) =>
  db
    .selectFrom('departure')
    .select(['kind', 'leaves_on'])
    .where('organisation_id', '=', organisationId)
    .where('archived_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(1);

/** The schemes in force on a day: of this body, otherwise the one for all. */
export const schemeOn = (db: Reads<Tables>, bodyId: number | null, day: Day) =>
  db
    .selectFrom('ladder_scheme')
    .selectAll()
    .where('archived_at', 'is', null)
    .where('starts_on', '<=', day)
    .where((row) => row.or([row('body_id', 'is', null), ...(bodyId === null ? [] : [row('body_id', '=', bodyId)])]))
    .orderBy(sql`body_id is null`)
    .orderBy('starts_on', 'desc')
    .limit(1);

/** Next steps whose day has come, for the bodies for which a grant of this person names the right to take them. */
export const stepsDueQuestion = (db: Reads<Tables>, actor: Actor, day: Day) =>
  db
    .selectFrom('ladder_case')
    .innerJoin('organisation', 'organisation.id', 'ladder_case.organisation_id')
    .select(sql<number>`count(*)`.as('count'))
    .where('ladder_case.state', '=', 'open')
    .where('ladder_case.next_on', '<=', day)
    .where(
      sql<boolean>`case when ladder_case.next_step in ('notice', 'vote', 'notification')
        then ${committee(actor) ? sql`true` : holdsByName(actor, 'membership.withdraw', 'organisation.body_id')}
        else ${holdsByName(actor, 'activity.manage', 'organisation.body_id')} end`,
    );

/** The committee decides for every region; those who may simply everything are not asked. */
const committee = (actor: Actor) => holdsEverywhere(actor, 'membership.withdraw') && !holdsEverywhere(actor, 'activity.manage');

/**
 * What ends with an organisation and what stays, for whoever may say that it goes: all of it for those who keep its region or decide,
 * otherwise what is the reader's own.
 */
export const endingQuestions = (db: Reads<Tables>, actor: Actor, one: { id: number }, all: boolean, today: Day) => ({
  given: givenQuestion(db, one.id, today).where(
    sql<boolean>`(${all}::boolean or application_admission.person_id = ${actor.personId}::bigint)`,
  ),
  speaking: membershipsQuestion(db as unknown as Reads<CommunityTables>, actor, { organisation: one.id }, today),
  ...ownPlacesQuestion(db, actor, one.id, today),
});
