import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '../access/actor.ts';
import { commandsOver, existing, signedIn } from '../command.ts';
import type { Reads, RecordColumns } from '../db/tables.ts';
import { id, line } from '../fields.ts';

// A view that somebody saved: a name for what a list's address says. Private to its maker or shown to everyone.

export interface SavedViewTable extends RecordColumns {
  list: string;
  name: string;
  query: string;
  person_id: number;
  audience: 'private' | 'everyone';
}

interface Tables {
  saved_view: SavedViewTable;
}

export interface SavedView {
  id: number;
  name: string;
  query: string;
  own: boolean;
}

const mine = (actor: Actor) => sql<boolean>`saved_view.person_id = ${actor.personId ?? 0}`;

export const viewsOf = (db: Reads<Tables>, actor: Actor, list: string): Promise<SavedView[]> =>
  db
    .selectFrom('saved_view')
    .select(['id', 'name', 'query', mine(actor).as('own')])
    .where('list', '=', list)
    .where('archived_at', 'is', null)
    .where(sql<boolean>`(${mine(actor)} or saved_view.audience = 'everyone')`)
    .orderBy('name')
    .execute();

export const viewInput = z.object({
  // The name of a list stands at the beginning of its address, so it must not lead elsewhere.
  list: line({ max: 60 }).refine((name) => /^[a-z][a-z-]*$/.test(name), { error: 'field.invalid' }),
  name: line({ max: 80 }),
  query: line({ min: 0, max: 2000 }),
  audience: z.enum(['private', 'everyone']).default('private'),
});

const command = commandsOver<Tables>();

export const saveView = command({
  name: 'view.save',
  input: viewInput,
  subject: signedIn,
  perform: async ({ tx, input, actor }) => {
    await tx
      .insertInto('saved_view')
      .values({ ...input, person_id: actor.personId ?? 0 })
      .execute();
    return input;
  },
});

export const dropView = command({
  name: 'view.drop',
  input: z.object({ id: id() }),
  subject: existing<Tables, 'saved_view'>('saved_view')<{ id: number }>({
    by: (row, input) => row.and([row('saved_view.id', '=', input.id)]),
    mayRead: mine,
    may: mine,
  }),
  perform: async ({ tx, subject, now }) => {
    await tx
      .updateTable('saved_view')
      .set({ archived_at: now, archived_reason: 'dropped by its maker' })
      .where('id', '=', subject.id)
      .execute();
    return subject;
  },
});
