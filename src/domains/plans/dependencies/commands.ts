import { sql } from 'kysely';
import { commandsOver, type FindSubject, type RowOf } from '../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../platform/db/tables.ts';
import { conflict, invalidField, notFound } from '../../../platform/errors.ts';
import { endOf } from '../items/rest.ts';
import { itemNamed } from '../items/subjects.ts';
import { mayReadItem, mayUpdateItem } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { cycleWith, endOfDependency, newInside, newPromise, promiseChange } from './dependency.ts';

const command = commandsOver<Tables>();

const waiting = itemNamed<{ ref: string }>((input) => input.ref, mayUpdateItem);

export const dependOn = command({
  name: 'dependency.add',
  input: newInside,
  subject: waiting,
  perform: async ({ tx, input, subject, actor }) => {
    const on = await tx
      .selectFrom('plan_item')
      .select(['id', 'ref'])
      .where('ref', '=', input.on)
      .where('archived_at', 'is', null)
      .where(mayReadItem(actor))
      .executeTakeFirst();
    if (!on) throw invalidField('on', 'plan.unknown', { ref: input.on });
    if (on.id === subject.id) throw invalidField('on', 'dependency.onItself');
    // Two people who each add one half of a circle must not both succeed.
    await sql`select pg_advisory_xact_lock(hashtext('plan_dependency'))`.execute(tx);
    const path = cycleWith(await edges(tx), subject.ref, on.ref);
    if (path) throw invalidField('on', 'dependency.cycle', { path: path.join(' → ') });
    const known = await tx
      .selectFrom('plan_dependency')
      .select('id')
      .where('item_id', '=', subject.id)
      .where('on_item_id', '=', on.id)
      .executeTakeFirst();
    if (known)
      await tx
        .updateTable('plan_dependency')
        .set({ archived_at: null, archived_reason: null, ...(input.note !== undefined ? { note: input.note } : {}) })
        .where('id', '=', known.id)
        .execute();
    else
      await tx
        .insertInto('plan_dependency')
        .values({ item_id: subject.id, on_item_id: on.id, note: input.note ?? null })
        .execute();
    return { ref: subject.ref };
  },
});

export const recordPromise = command({
  name: 'dependency.promise',
  input: newPromise,
  subject: waiting,
  perform: async ({ tx, input, subject }) => {
    const promised = endOf(input.promisedOn);
    await tx
      .insertInto('plan_dependency')
      .values({
        item_id: subject.id,
        owner: input.owner,
        promise: input.promise,
        promised_on: promised.ends_on,
        promised_precision: promised.ends_precision,
        last_asked_on: input.lastAskedOn ?? null,
        note: input.note ?? null,
      })
      .execute();
    return { ref: subject.ref };
  },
});

type Dependency = RowOf<Tables, 'plan_dependency'> & { ref: string };

/** The dependency, under the permission over its item. */
const dependencyNumbered: FindSubject<{ id: number }, Dependency> = async (tx: AnyWrites, input, actor) => {
  const db = tx as Writes<Tables>;
  const found = await db
    .selectFrom('plan_dependency')
    .innerJoin('plan_item', 'plan_item.id', 'plan_dependency.item_id')
    .selectAll('plan_dependency')
    .select('plan_item.ref')
    .where('plan_dependency.id', '=', input.id)
    .where('plan_dependency.archived_at', 'is', null)
    .where(mayReadItem(actor))
    .forUpdate('plan_dependency')
    .executeTakeFirst();
  if (!found) throw notFound();
  await waiting(tx, { ref: found.ref }, actor);
  return found;
};

export const changePromise = command({
  name: 'dependency.change',
  input: promiseChange,
  subject: dependencyNumbered,
  perform: async ({ tx, input, subject, today }) => {
    if (subject.owner === null) throw conflict('dependency.notOutside');
    if (input.keptOn && input.keptOn > today) throw invalidField('keptOn', 'progress.inFuture');
    const promised = input.promisedOn === undefined ? undefined : endOf(input.promisedOn);
    await tx
      .updateTable('plan_dependency')
      .set({
        ...(promised ? { promised_on: promised.ends_on, promised_precision: promised.ends_precision } : {}),
        ...(input.lastAskedOn !== undefined ? { last_asked_on: input.lastAskedOn } : {}),
        ...(input.keptOn !== undefined ? { kept_on: input.keptOn } : {}),
        note: input.note === undefined ? subject.note : input.note,
      })
      .where('id', '=', subject.id)
      .execute();
    return { ref: subject.ref };
  },
});

export const endDependency = command({
  name: 'dependency.end',
  input: endOfDependency,
  subject: dependencyNumbered,
  perform: async ({ tx, subject, now, call }) => {
    await tx
      .updateTable('plan_dependency')
      .set({ archived_at: now, archived_reason: call.reason ?? null })
      .where('id', '=', subject.id)
      .execute();
    return { ref: subject.ref };
  },
});

const edges = (tx: Writes<Tables>) =>
  tx
    .selectFrom('plan_dependency')
    .innerJoin('plan_item as item', 'item.id', 'plan_dependency.item_id')
    .innerJoin('plan_item as upon', 'upon.id', 'plan_dependency.on_item_id')
    .select(['item.ref as item', 'upon.ref as on'])
    .where('plan_dependency.archived_at', 'is', null)
    .execute();
