import { sql } from 'kysely';
import { z } from 'zod';
import { commandsOver, existing, type FindSubject } from '../../../platform/command.ts';
import type { Writes } from '../../../platform/db/tables.ts';
import { invalidField } from '../../../platform/errors.ts';
import { line, optional, reference, texts, whole } from '../../../platform/fields.ts';
import { freshIds, writeRows } from '../../../platform/imports/write-rows.ts';
import { mayManageItem, mayReadItem } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { claimStands, openInside } from './closing.ts';
import { issueReference, itemChange, newItem, workstreamReference } from './item.ts';
import { columnsOf, freeRefs, keepRest, type NewItem, newColumns } from './keep.ts';
import { bodyIn, type Place, parentIn, placeOf, placesOf, workstreamIn } from './places.ts';
import { endsMoved } from './rest.ts';
import { itemNamed } from './subjects.ts';

const command = commandsOver<Tables>();

export const addItem = command({
  name: 'plan.add',
  input: newItem,
  subject: placeOf as FindSubject<z.output<typeof newItem>, Place>,
  perform: async ({ tx, input, subject, actor, now }) => {
    const { ref, id } = await insertItem(tx, subject, input);
    await keepRest(tx, { id, startsOn: input.startsOn ?? null }, input, { actor, now });
    return { ref };
  },
});

export const changeItem = command({
  name: 'plan.change',
  input: itemChange,
  subject: itemNamed<{ ref: string; version?: number | null | undefined }>((input) => input.ref),
  perform: async ({ tx, input, subject, actor, now, call }) => {
    const { id, ref, kind } = subject;
    if (input.status === 'completed' && subject.status !== 'completed') await refuseUnshown(tx, id);
    const places = await placesOf(tx, [{ ...input, ref: undefined, kind }], actor);
    const moved = {
      ...(input.body !== undefined ? { body_id: input.body ? bodyIn(places, input.body) : null } : {}),
      ...(input.workstream !== undefined ? { workstream_id: input.workstream ? workstreamIn(places, input.workstream) : null } : {}),
      ...(input.parent !== undefined
        ? { parent_id: input.parent ? await parentOutside(tx, id, parentIn(places, input.parent, kind)) : null }
        : {}),
    };
    const set = {
      ...columnsOf(input, subject),
      ...moved,
      ...(input.state ? { state: input.state } : {}),
      status: input.status ?? subject.status,
    };
    await writeRows(tx, [{ row: { table: 'plan_item', id, set } }]);
    const startsOn = input.startsOn === undefined ? subject.starts_on : input.startsOn;
    const { before, after } = await keepRest(tx, { id, startsOn }, input, { actor, now });
    // A day that was promised moves with its reason, whichever form it is moved in; a draft has promised nothing yet.
    if (subject.state === 'open' && !call.reason && endsMoved(before, after)) throw invalidField('reason', 'progress.reasonNeeded');
    return { ref };
  },
});

export const archiveItem = command({
  name: 'plan.archive',
  input: z.object({ ref: reference() }),
  subject: itemNamed<{ ref: string }>((input) => input.ref),
  perform: async ({ tx, subject, now, call }) => {
    if (!call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    await tx.updateTable('plan_item').set({ archived_at: now, archived_reason: call.reason }).where('id', '=', subject.id).execute();
    return { ref: subject.ref };
  },
});

export const reviveItem = command({
  name: 'plan.revive',
  input: z.object({ ref: reference() }),
  subject: existing<Tables, 'plan_item'>('plan_item')<{ ref: string }>({
    by: (row, input) => row.and([row('plan_item.ref', '=', input.ref)]),
    mayRead: mayReadItem,
    may: mayManageItem,
    archivedToo: true,
  }),
  perform: async ({ tx, subject }) => {
    await tx.updateTable('plan_item').set({ archived_at: null, archived_reason: null }).where('id', '=', subject.id).execute();
    return { ref: subject.ref };
  },
});

export const addWorkstream = command({
  name: 'workstream.add',
  input: z.object({
    title: texts({ max: 300 }),
    body: optional(reference()),
    leads: optional(line({ max: 500 })),
    position: optional(whole(0, 1_000_000)),
  }),
  subject: (tx, input, actor) => placeOf(tx, { kind: 'task', body: input.body }, actor),
  perform: ({ tx, input, subject }) =>
    insertWorkstream(tx, {
      title: JSON.stringify(input.title),
      body_id: subject.body_id,
      leads: input.leads ?? null,
      position: input.position ?? 0,
    }),
});

const insertWorkstream = async (
  tx: Writes<Tables>,
  values: { title: string; body_id: number | null; leads: string | null; position: number },
): Promise<{ ref: string; id: number }> => {
  const [id = 0] = await freshIds(tx, 'workstream', 1);
  const ref = workstreamReference(id);
  await tx
    .insertInto('workstream')
    .values({ ref, ...values })
    .execute();
  return { ref, id };
};

const insertItem = async (tx: Writes<Tables>, place: Place, input: NewItem): Promise<{ ref: string; id: number }> => {
  const { kind, number } = input;
  const numbered = kind === 'issue' && place.review && number ? issueReference(place.review.prefix, number) : undefined;
  const ref = numbered ?? (await freeRefs(tx, kind, 1))[0] ?? '';
  const taken = await tx.selectFrom('plan_item').select('id').where('ref', '=', ref).executeTakeFirst();
  if (taken) throw invalidField('number', 'plan.numberTaken', { ref });
  const [id = 0] = await freshIds(tx, 'plan_item', 1);
  await writeRows(tx, [{ row: { table: 'plan_item', insert: { id, ...newColumns(ref, place, input) } } }]);
  return { ref, id };
};

/** What was begun is closed in one way: claimed with evidence. An edit may only bring back what a claim already says. */
const refuseUnshown = async (tx: Writes<Tables>, item: number): Promise<void> => {
  const open = await openInside(tx, item);
  if (open) throw invalidField('status', 'closure.openInside', open);
  if (!(await claimStands(tx, item))) throw invalidField('status', 'progress.claimInstead');
};

/** A parent may not lie inside the item itself. */
const parentOutside = async (tx: Writes<Tables>, item: number, parent: { id: number; ref: string }): Promise<number> => {
  const { rows } = await sql<{ inside: boolean }>`
    with recursive above as (
      select id, parent_id from plan_item where id = ${parent.id}
      union select plan_item.id, plan_item.parent_id from plan_item join above on plan_item.id = above.parent_id
    ) select bool_or(id = ${item}) as inside from above`.execute(tx);
  if (rows[0]?.inside) throw invalidField('parent', 'plan.insideItself', { ref: parent.ref });
  return parent.id;
};
