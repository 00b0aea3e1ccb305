import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads, Day, Reads } from '../../../platform/db/tables.ts';
import { type TermTables, termsQuestion } from '../../../platform/terms/terms.ts';
import { mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { cameBackToMe, mayEditBatch, mayProposeFor, mayReadBatch, mayReviewFor, waitsForMe } from './policy.ts';
import { classes, type Stage } from './triage.ts';

/** A batch with its review and body, and what the actor may do with it; withdrawn ones too, for their address keeps answering. */
export const batchByRef = (db: Reads<Tables>, actor: Actor, ref: string) =>
  db
    .selectFrom('triage_batch')
    .innerJoin('review', 'review.id', 'triage_batch.review_id')
    .innerJoin('body', 'body.id', 'triage_batch.body_id')
    .leftJoin('body as parent', 'parent.id', 'body.parent_id')
    .selectAll('triage_batch')
    .select([
      'review.ref as review_ref',
      'review.title as review_title',
      'body.ref as body_ref',
      'body.name as body_name',
      'body.acronym as body_acronym',
      'parent.ref as parent_ref',
      'parent.acronym as parent_acronym',
      mayEditBatch(actor).as('may_edit'),
      mayProposeFor(actor, 'triage_batch.body_id').as('may_propose'),
      mayReviewFor(actor, 'triage_batch.body_id').as('may_review'),
    ])
    .where('triage_batch.ref', '=', ref.toUpperCase())
    .where(mayReadBatch(actor))
    .executeTakeFirst();

export type WholeBatch = NonNullable<Awaited<ReturnType<typeof batchByRef>>>;

/** The rows of a batch in the order of the review. Ask only for a batch that the actor may read. */
export const itemsOf = (db: Reads<Tables>, batchId: number) =>
  db
    .selectFrom('triage_item')
    .innerJoin('recommendation', 'recommendation.id', 'triage_item.recommendation_id')
    .select([
      'triage_item.id',
      'triage_item.version',
      'triage_item.owner_class',
      'triage_item.coordination_class',
      'triage_item.priority',
      'triage_item.rationale',
      'triage_item.proposal',
      'recommendation.ref',
      'recommendation.number',
      'recommendation.title',
    ])
    .where('triage_item.batch_id', '=', batchId)
    .where('triage_item.archived_at', 'is', null)
    .orderBy('recommendation.position')
    .orderBy('recommendation.ref')
    .execute();

export type Item = Awaited<ReturnType<typeof itemsOf>>[number];

/** `seen` is the sum of the versions, which grows with every edit; `blank` counts items about which nothing is said. */
export const itemVersions = (db: Reads<Tables>, batchId: number) =>
  db
    .selectFrom('triage_item')
    .select([
      sql<number>`coalesce(sum(version), 0)`.as('seen'),
      sql<number>`count(*) filter (where coalesce(owner_class, coordination_class, priority, rationale) is null)`.as('blank'),
    ])
    .where('batch_id', '=', batchId)
    .where('archived_at', 'is', null)
    .executeTakeFirstOrThrow();

/** Where the body stood with the review on a day. */
export const stageOn = async (
  db: Reads<Tables>,
  { review_id, body_id }: { review_id: number; body_id: number },
  day: Day,
): Promise<Stage | undefined> =>
  (
    await db
      .selectFrom('triage_stage')
      .select('stage')
      .where('review_id', '=', review_id)
      .where('body_id', '=', body_id)
      .where('as_of', '<=', day)
      .where('archived_at', 'is', null)
      .orderBy('as_of', 'desc')
      .executeTakeFirst()
  )?.stage;

export interface Officer {
  id: number;
  name: string;
  language: string | null;
  /** Null where we have no address: this person cannot be told. */
  address: string | null;
}

/**
 * Those who speak for a body on a day: people with a grant, on the body or one above it, of a role that may review triage. Grants that
 * hold everywhere do not make an officer. Shows addresses: only letters and those who may propose ask.
 */
export const officersOf = (db: AnyReads, bodyId: number, today: Day): Promise<readonly Officer[]> => officersOfEach(db, [bodyId], today);

/** The same for several bodies at once; `body` is the id of the one for which each of them speaks. */
export const officersOfEach = async (
  db: AnyReads,
  bodyIds: readonly number[],
  today: Day,
): Promise<readonly (Officer & { body: number })[]> => {
  const question = sql<Officer & { body: number }>`(
    with recursive above as (
      select id as body, id, parent_id from body where id = any(${bodyIds}::bigint[])
      union select above.body, body.id, body.parent_id from body join above on body.id = above.parent_id
    )
    select distinct above.body, person.id, person.display_name as name, person.language, (
        select email.typed from email where email.person_id = person.id and email.archived_at is null
        order by email.confirmed_at is null, email.id limit 1
      ) as address
    from above join role_grant on role_grant.body_id = above.id join role on role.id = role_grant.role_id
      join person on person.id = role_grant.person_id
    where person.archived_at is null and role.rights && array['triage.review', '*']
      and role_grant.archived_at is null and role.archived_at is null
      and role_grant.starts_on <= ${today}::date and (role_grant.ends_on is null or ${today}::date < role_grant.ends_on))`;
  return db.selectFrom(question.as('officer')).selectAll().orderBy('name').orderBy('id').execute() as Promise<
    (Officer & { body: number })[]
  >;
};

/** The words of the community for the classes, by scheme. */
export const classesKnown = async (db: Reads<TermTables>): Promise<ReadonlyMap<string, readonly string[]>> => {
  const schemes = classes.map(([, scheme]) => scheme);
  const rows = await termsQuestion(db).where('scheme', 'in', schemes).execute();
  return new Map([...Map.groupBy(rows, (row) => row.scheme)].map(([scheme, terms]) => [scheme, terms.map(({ key }) => key)]));
};

/** Bodies for which the actor may propose, by name and with their parent. */
export const bodiesToAskQuestion = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('body')
    .leftJoin('body as parent', 'parent.id', 'body.parent_id')
    .select(['body.id', 'body.ref', 'body.name', 'body.acronym', 'parent.ref as parent_ref', 'parent.acronym as parent_acronym'])
    .where('body.archived_at', 'is', null)
    .where('body.state', '<>', 'concluded')
    .where(mayProposeFor(actor, 'body.id'))
    .orderBy(sql`coalesce(parent.ref, body.ref)`)
    .orderBy(sql`parent.ref is not null`)
    .orderBy('body.ref');

export const bodiesToAsk = (db: Reads<Tables>, actor: Actor) => bodiesToAskQuestion(db, actor).execute();

/** Reviews about which one can be asked. */
export const reviewsToAskAbout = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('review')
    .select(['id', 'ref', 'title'])
    .where('archived_at', 'is', null)
    .where(mayReadReview(actor))
    .orderBy('ref')
    .execute();

/** The recommendations of a review, each with the batches of these bodies in which it lies already. */
export const recommendationsFor = (db: Reads<Tables>, reviewId: number, bodyIds: readonly number[]) =>
  db
    .selectFrom('recommendation')
    .select(['recommendation.ref', 'recommendation.number', 'recommendation.title'])
    .select((row) =>
      row
        .selectFrom('triage_item')
        .innerJoin('triage_batch', 'triage_batch.id', 'triage_item.batch_id')
        .select(sql<string[]>`coalesce(array_agg(triage_batch.ref order by triage_batch.ref), '{}')`.as('refs'))
        .whereRef('triage_item.recommendation_id', '=', 'recommendation.id')
        .where(sql<boolean>`triage_batch.body_id = any(${bodyIds}::bigint[])`)
        .where('triage_batch.archived_at', 'is', null)
        .where('triage_item.archived_at', 'is', null)
        .$asScalar()
        .as('batches'),
    )
    .where('recommendation.review_id', '=', reviewId)
    .where('recommendation.archived_at', 'is', null)
    .orderBy('recommendation.position')
    .execute();

/** How many batches wait for this actor: as an officer to sign, as staff because they came back. */
export const waitingForQuestion = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('triage_batch')
    .select([
      sql<number>`count(*) filter (where ${waitsForMe(actor)})`.as('sign'),
      sql<number>`count(*) filter (where ${cameBackToMe(actor)})`.as('returned'),
    ])
    .where('archived_at', 'is', null)
    .where('state', 'in', ['sent', 'returned'])
    .where(mayReadBatch(actor));

/** What was sent and is not answered: for the reminders. */
export const openBatches = (db: Reads<Tables>) =>
  db
    .selectFrom('triage_batch')
    .select(['ref', 'due_on', 'sent_at'])
    .where('state', '=', 'sent')
    .where('archived_at', 'is', null)
    .orderBy('id')
    .execute();
