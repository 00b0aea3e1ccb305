import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads, Day, Reads } from '../../../platform/db/tables.ts';
import { together } from '../../../platform/db/together.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import type { Tables } from '../tables.ts';
import { mayProposeFor, mayReadBatch } from './policy.ts';
import type { BatchState, Stage, Values } from './triage.ts';

/** One column of the sheet: a body that was asked, has a stage, or is the reader's own. */
export interface SheetBody {
  id: number;
  ref: string;
  name: Texts;
  acronym: string | null;
  /** The body in which it is nested, where there is one. */
  parent: { ref: string; acronym: string | null } | null;
  own: boolean;
  mayPropose: boolean;
  stage: Stage;
  stageId: number | null;
  stageOn: Day | null;
  stageNote: Texts | null;
  /** The first deadline of what was sent by that day and still lies with the body. */
  dueOn: Day | null;
  /** That deadline had passed by the day. */
  overdue: boolean;
}

export interface SheetCell extends Values {
  recommendation_id: number;
  body_id: number;
  batch: string;
  state: BatchState;
}

export interface SheetRow {
  id: number;
  ref: string;
  number: string;
  title: Texts;
}

export interface Sheet {
  bodies: SheetBody[];
  rows: SheetRow[];
  cell: (row: { id: number }, body: { id: number }) => SheetCell | undefined;
}

/**
 * The same recommendations for every body, side by side, with the stage of each body on a day: the reader's own bodies first, nested ones
 * after the body that holds them. Cells of proposals that were not sent are there only for those who may propose.
 */
export const sheetOf = async (db: Reads<Tables>, actor: Actor, reviewId: number, on: Day): Promise<Sheet> => {
  const [bodies, { rows, cells }] = await Promise.all([
    bodiesOnSheet(db as unknown as AnyReads, actor, reviewId, on),
    together(db, {
      rows: db
        .selectFrom('recommendation')
        .select(['id', 'ref', 'number', 'title'])
        .where('review_id', '=', reviewId)
        .where('archived_at', 'is', null)
        .orderBy('position')
        .orderBy('ref'),
      cells: cellsOf(db, actor, reviewId),
    }),
  ]);
  const byPlace = new Map(cells.map((cell) => [`${cell.recommendation_id} ${cell.body_id}`, cell]));
  return { bodies, rows, cell: (row, body) => byPlace.get(`${row.id} ${body.id}`) };
};

const cellsOf = (db: Reads<Tables>, actor: Actor, reviewId: number) =>
  db
    .selectFrom('triage_item')
    .innerJoin('triage_batch', 'triage_batch.id', 'triage_item.batch_id')
    .select([
      'triage_item.recommendation_id',
      'triage_batch.body_id',
      'triage_batch.ref as batch',
      'triage_batch.state',
      'triage_item.owner_class',
      'triage_item.coordination_class',
      'triage_item.priority',
      'triage_item.rationale',
    ])
    .where('triage_batch.review_id', '=', reviewId)
    .where('triage_batch.archived_at', 'is', null)
    .where('triage_item.archived_at', 'is', null)
    .where(mayReadBatch(actor));

/** Bodies in the order of the tree, own ones first. Of the reader's own bodies without any triage only the outermost stand here. */
const bodiesOnSheet = (db: AnyReads, actor: Actor, reviewId: number, on: Day): Promise<SheetBody[]> => {
  const question = sql<SheetBody>`(
    with recursive shown as (
      select triage_batch.body_id as id from triage_batch
        where triage_batch.review_id = ${reviewId} and triage_batch.archived_at is null and ${mayReadBatch(actor)}
      union select body_id from triage_stage where review_id = ${reviewId} and archived_at is null and as_of <= ${on}::date
      union select body.id from body where ${ownBody(actor)} and body.archived_at is null
        and not exists (select from body parent where parent.id = body.parent_id and ${ownBody(actor, 'parent')})
    ),
    up as (
      select shown.id, shown.id as at, array[]::text[] as path, body.parent_id, body.position, body.ref from shown join body using (id)
      union all
      select up.id, body.id, (lpad(up.position::text, 6, '0') || up.ref) || up.path, body.parent_id, body.position, body.ref
        from up join body on body.id = up.parent_id where cardinality(up.path) < 50
    )
    select body.id, body.ref, body.name, body.acronym,
      case when parent.id is not null then jsonb_build_object('ref', parent.ref, 'acronym', parent.acronym) end as parent,
      ${ownBody(actor)} as own, ${mayProposeFor(actor, 'body.id')} as "mayPropose",
      coalesce(stage.stage, 'untriaged') as stage, stage.id as "stageId", stage.as_of as "stageOn", stage.note as "stageNote",
      due.day as "dueOn", coalesce(due.day < ${on}::date, false) as overdue,
      (lpad(up.position::text, 6, '0') || up.ref) || up.path as path
    from up join body on body.id = up.id left join body parent on parent.id = body.parent_id
      left join lateral (
        select triage_stage.id, triage_stage.stage, triage_stage.as_of, triage_stage.note from triage_stage
        where triage_stage.review_id = ${reviewId} and triage_stage.body_id = body.id and triage_stage.as_of <= ${on}::date and triage_stage.archived_at is null
        order by triage_stage.as_of desc limit 1
      ) stage on true
      cross join lateral (
        select min(triage_batch.due_on) as day from triage_batch where triage_batch.review_id = ${reviewId}
          and triage_batch.body_id = body.id and triage_batch.state = 'sent' and triage_batch.sent_at < ${on}::date + 1
          and triage_batch.archived_at is null and ${mayReadBatch(actor)}
      ) due
    where up.parent_id is null)`;
  return db.selectFrom(question.as('column')).selectAll().orderBy('own', 'desc').orderBy('path').execute() as unknown as Promise<
    SheetBody[]
  >;
};

/** A right that holds everywhere makes no body one's own. */
const ownBody = (actor: Actor, table = 'body'): RawBuilder<boolean> => {
  const reach = actor.rights.get('triage.review');
  return reach === undefined || reach === 'everywhere' || reach.size === 0
    ? sql<boolean>`false`
    : sql<boolean>`${sql.ref(`${table}.id`)} = any(${[...reach]}::bigint[])`;
};

/** Every stage that was recorded for the bodies of a review, newest first. */
export const stagesOfQuestion = (db: Reads<Tables>, actor: Actor, reviewId: number) =>
  db
    .selectFrom('triage_stage')
    .innerJoin('body', 'body.id', 'triage_stage.body_id')
    .select([
      'triage_stage.id',
      'triage_stage.stage',
      'triage_stage.as_of',
      'triage_stage.note',
      'body.ref',
      'body.name',
      'body.acronym',
      mayProposeFor(actor, 'body.id').as('may_propose'),
    ])
    .where('triage_stage.review_id', '=', reviewId)
    .where('triage_stage.archived_at', 'is', null)
    .orderBy('triage_stage.as_of', 'desc')
    .orderBy('body.position')
    .orderBy('body.ref');

export const stagesOf = (db: Reads<Tables>, actor: Actor, reviewId: number) => stagesOfQuestion(db, actor, reviewId).execute();

export type StageOfBody = Awaited<ReturnType<typeof stagesOf>>[number];
