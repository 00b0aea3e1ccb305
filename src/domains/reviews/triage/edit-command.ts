import type { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import { changesSince } from '../../../platform/audit/entry.ts';
import { commandsOver } from '../../../platform/command.ts';
import { type AnyWrites, reading, type Writes } from '../../../platform/db/tables.ts';
import { type Change, conflict, forbidden, invalid, invalidField, noneOf, notFound, type Problem } from '../../../platform/errors.ts';
import type { Tables } from '../tables.ts';
import { merge, rowField } from './edit.ts';
import { mayEditBatch, mayProposeFor, mayReadBatch, mayReviewFor } from './policy.ts';
import { classesKnown, stageOn } from './queries.ts';
import { noteStage } from './stage-commands.ts';
import { type BatchState, batchEdit, classes, said, saidNames, turn, type Values } from './triage.ts';

const command = commandsOver<Tables>();

type Edit = z.output<typeof batchEdit>;

/**
 * Takes a whole grid: rows that say nothing new are left alone, rows that others changed meanwhile are merged field by field, and only a
 * field that both changed is refused. All rows are written, or none.
 */
export const editTriage = command({
  name: 'triage.edit',
  input: batchEdit,
  subject: (tx, input: Edit, actor) => batchToEdit(tx, input.ref, actor),
  perform: async ({ tx, input, subject, today }) => {
    const rows = await storedRows(tx, subject.id);
    const sent = sentRows(input, rows);
    await mustBeTerms(tx, input, sent, rows);
    const clashes: Change[] = [];
    const clashing: string[] = [];
    let changed = 0;
    for (const [ref, row] of sent) {
      const stored = rows.get(ref) as StoredRow;
      const meanwhile =
        row.version == null || row.version === stored.version
          ? []
          : await changesSince(tx as AnyWrites, 'triage_item', stored.id, row.version);
      const merged = merge(stored, row.values, meanwhile);
      if (merged.clashes.length > 0) {
        clashing.push(ref);
        clashes.push(...meanwhile.map((change) => ({ ...change, field: rowField(ref, change.field) })));
      } else if (Object.keys(merged.changed).length > 0) {
        changed += 1;
        await tx
          .updateTable('triage_item')
          .set(merged.changed as Partial<Pick<Tables['triage_item'], keyof Values>>)
          .where('id', '=', stored.id)
          .execute();
      }
    }
    if (clashing.length > 0) throw conflict('triage.changed', { recommendations: clashing.join(', ') }, clashes);
    if (changed > 0 && turn[subject.state] === 'body' && (await stageOn(reading(tx), subject, today)) === 'signOffAsked') {
      await noteStage(tx, subject, 'underReview', today);
    }
    return { ref: subject.ref, changed };
  },
});

interface BatchToEdit {
  id: number;
  ref: string;
  review_id: number;
  body_id: number;
  state: BatchState;
}

/** The batch, held until the end so that two grids follow one another. Refuses with whose turn it is. */
const batchToEdit = async (tx: AnyWrites, ref: string, actor: Actor): Promise<BatchToEdit> => {
  const found = await tx
    .selectFrom('triage_batch')
    .select(['id', 'ref', 'review_id', 'body_id', 'state', 'archived_at'])
    .select([
      mayEditBatch(actor).as('may_edit'),
      mayProposeFor(actor, 'triage_batch.body_id').as('may_propose'),
      mayReviewFor(actor, 'triage_batch.body_id').as('may_review'),
    ])
    .where('ref', '=', ref)
    .where(mayReadBatch(actor))
    .forUpdate()
    .executeTakeFirst();
  if (!found) throw notFound();
  if (!found.may_propose && !found.may_review) throw forbidden();
  if (found.archived_at) throw conflict('record.archived');
  if (turn[found.state as BatchState] === 'nobody') throw conflict('triage.signedAlready');
  if (!found.may_edit) throw forbidden(found.state === 'sent' ? 'triage.withBody' : 'triage.withStaff');
  return found as BatchToEdit;
};

interface StoredRow extends Values {
  id: number;
  ref: string;
  version: number;
}

const storedRows = async (tx: Writes<Tables>, batchId: number): Promise<ReadonlyMap<string, StoredRow>> => {
  const rows = await tx
    .selectFrom('triage_item')
    .innerJoin('recommendation', 'recommendation.id', 'triage_item.recommendation_id')
    .select([
      'triage_item.id',
      'triage_item.version',
      'triage_item.owner_class',
      'triage_item.coordination_class',
      'triage_item.priority',
      'triage_item.rationale',
      'recommendation.ref',
    ])
    .where('triage_item.batch_id', '=', batchId)
    .where('triage_item.archived_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.ref, row]));
};

interface SentRow {
  version: number | null | undefined;
  values: Partial<Values>;
  /** Where the row stands in the input, for what is wrong with it; null for a row that was only filled. */
  at: number | null;
}

/** What is sent for each row, the filling of ticked rows laid over their own values. */
const sentRows = ({ items, fill }: Edit, rows: ReadonlyMap<string, StoredRow>): ReadonlyMap<string, SentRow> => {
  const sent = new Map<string, SentRow>();
  for (const [at, item] of items.entries()) {
    if (!rows.has(item.recommendation))
      throw invalidField(['items', at, 'recommendation'], 'triage.notInBatch', { ref: item.recommendation });
    sent.set(item.recommendation, { version: item.version, values: valuesOf(item), at });
  }
  const filling = Object.fromEntries(Object.entries(valuesOf(fill ?? {})).filter(([, value]) => value !== null));
  const ticked = fill?.recommendations ?? [];
  if (Object.keys(filling).length > 0 && ticked.length === 0) throw invalidField(['fill', 'recommendations'], 'triage.tickRows');
  for (const ref of ticked) {
    if (!rows.has(ref)) throw invalidField(['fill', 'recommendations'], 'triage.notInBatch', { ref });
    const own = sent.get(ref);
    sent.set(ref, { version: own?.version, at: own?.at ?? null, values: { ...own?.values, ...filling } });
  }
  return sent;
};

/** Only what was spoken of: an absent field stays as it is. */
const valuesOf = (item: Partial<Record<keyof typeof said, string | null | undefined>>): Partial<Values> =>
  Object.fromEntries(saidNames.flatMap((name) => (item[name] === undefined ? [] : [[said[name], item[name]]])));

/** Classes are words of the community's; one that stands there already may stay although the community has dropped it. */
const mustBeTerms = async (
  tx: Writes<Tables>,
  { fill }: Edit,
  sent: ReadonlyMap<string, SentRow>,
  rows: ReadonlyMap<string, StoredRow>,
): Promise<void> => {
  const known = await classesKnown(reading(tx));
  const problems: Problem[] = [];
  for (const [ref, { values, at }] of sent) {
    for (const [name, scheme] of classes) {
      const value = values[said[name]];
      if (!value || value === rows.get(ref)?.[said[name]] || known.get(scheme)?.includes(value)) continue;
      const filled = at === null || fill?.[name] === value;
      problems.push({ path: filled ? ['fill', name] : ['items', at, name], ...noneOf(value, known.get(scheme) ?? []) });
    }
  }
  if (problems.length > 0) throw invalid(problems);
};
