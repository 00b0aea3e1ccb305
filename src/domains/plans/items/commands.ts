import { sql } from 'kysely';
import { z } from 'zod';
import { commandsOver, existing, type FindSubject } from '../../../platform/command.ts';
import type { Writes } from '../../../platform/db/tables.ts';
import { conflict, invalidField } from '../../../platform/errors.ts';
import { line, optional, reference, texts, whole } from '../../../platform/fields.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { mayManageItem, mayReadItem } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { aliasKind, type ItemKind, issueReference, itemChange, newItem, refPrefix } from './item.ts';
import { columnsOf, type Facts, keepRest } from './keep.ts';
import { bodyNamed, itemNamed, type Place, parentNamed, placeOf, workstreamNamed } from './subjects.ts';

const command = commandsOver<Tables>();

export const addItem = command({
  name: 'plan.add',
  input: newItem,
  subject: placeOf as FindSubject<z.output<typeof newItem>, Place>,
  perform: async ({ tx, input, subject, actor, now }) => {
    const { ref, id } = await insertItem(tx, subject, input);
    await keepRest(tx, id, input, { actor, now });
    return { ref };
  },
});

export const changeItem = command({
  name: 'plan.change',
  input: itemChange,
  subject: itemNamed<{ ref: string; version?: number | null | undefined }>((input) => input.ref),
  perform: async ({ tx, input, subject, actor, now }) => {
    const moved = {
      ...(input.body !== undefined ? { body_id: input.body ? await bodyNamed(tx, input.body) : null } : {}),
      ...(input.workstream !== undefined ? { workstream_id: input.workstream ? await workstreamNamed(tx, input.workstream) : null } : {}),
      ...(input.parent !== undefined ? { parent_id: input.parent ? (await newParent(tx, subject, input.parent, actor)).id : null } : {}),
    };
    await tx
      .updateTable('plan_item')
      .set({
        ...columnsOf(input, subject),
        ...moved,
        ...(input.state ? { state: input.state } : {}),
        status: input.status ?? subject.status,
      })
      .where('id', '=', subject.id)
      .execute();
    await keepRest(tx, subject.id, input, { actor, now });
    return { ref: subject.ref };
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

/** A number for references that carry none of their own; numbers that are not used in the end are no loss. */
const nextNumber = async (tx: Writes<Tables>, table: 'plan_item' | 'workstream'): Promise<number> => {
  const { rows } = await sql<{ number: number }>`select nextval(pg_get_serial_sequence(${table}, 'id')) as number`.execute(tx);
  return rows[0]?.number ?? 0;
};

export const insertWorkstream = async (
  tx: Writes<Tables>,
  values: { title: string; body_id: number | null; leads: string | null; position: number },
): Promise<{ ref: string; id: number }> => {
  const ref = `WST-${await nextNumber(tx, 'workstream')}`;
  const { id } = await tx
    .insertInto('workstream')
    .values({ ref, ...values })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { ref, id };
};

export const insertItem = async (
  tx: Writes<Tables>,
  place: Place,
  input: Facts & { kind: ItemKind; number?: string | null | undefined; ref?: string | null | undefined; state?: 'draft' | 'open' },
): Promise<{ ref: string; id: number }> => {
  const { kind, number } = input;
  const ref =
    input.ref ??
    (kind === 'issue' && place.review && number
      ? issueReference(place.review.prefix, number)
      : `${refPrefix[kind]}-${await nextNumber(tx, 'plan_item')}`);
  const taken = await tx.selectFrom('plan_item').select('id').where('ref', '=', ref).executeTakeFirst();
  if (taken) throw number ? invalidField('number', 'plan.numberTaken', { ref }) : conflict('plan.refTaken', { ref });
  const { id } = await tx
    .insertInto('plan_item')
    .values({
      ref,
      kind,
      number: number ?? null,
      review_id: place.review?.id ?? null,
      body_id: place.body_id,
      parent_id: place.parent_id,
      workstream_id: place.workstream_id,
      title: '{}',
      state: input.state ?? 'open',
      ...columnsOf(input),
      position: input.position ?? positionOf(number),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { ref, id };
};

const positionOf = (number: string | null | undefined): number => Math.min(Number(/^\d+/.exec(number ?? '')?.[0] ?? 0), 999_999);

/** A parent may not lie inside the item itself. */
const newParent = async (
  tx: Writes<Tables>,
  item: { id: number; ref: string; kind: ItemKind },
  ref: string,
  actor: Parameters<typeof parentNamed>[3],
) => {
  const parent = await parentNamed(tx, ref, item.kind, actor);
  const { rows } = await sql<{ inside: boolean }>`
    with recursive above as (
      select id, parent_id from plan_item where id = ${parent.id}
      union select plan_item.id, plan_item.parent_id from plan_item join above on plan_item.id = above.parent_id
    ) select bool_or(id = ${item.id}) as inside from above`.execute(tx);
  if (rows[0]?.inside) throw invalidField('parent', 'plan.insideItself', { ref });
  return parent;
};

/** Another name of an issue: it keeps answering and is never given to another one of the same review. */
export const nameAlso = async (tx: Writes<Tables>, item: { id: number; review_id: number | null }, alias: string): Promise<void> => {
  const named = { kind: aliasKind(item.review_id ?? 0), text_key: aliasKey(alias) };
  const known = await tx
    .selectFrom('alias')
    .select('record_id')
    .where('kind', '=', named.kind)
    .where('text_key', '=', named.text_key)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  if (known && known.record_id !== item.id) throw conflict('plan.aliasTaken', { alias });
  if (!known)
    await tx
      .insertInto('alias')
      .values({ ...named, record_id: item.id, text: alias })
      .execute();
};
