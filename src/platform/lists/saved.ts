import { type Generated, sql } from 'kysely';
import { z } from 'zod';
import { type Actor, holdsWholly } from '../access/actor.ts';
import { commandsOver, existing, signedIn } from '../command.ts';
import type { Day, Reads, RecordColumns } from '../db/tables.ts';
import { invalidField } from '../errors.ts';
import { id, line, optional, version } from '../fields.ts';
import { cardNamed } from './office.ts';

// A view that somebody saved: a name for what a list's address says. Private to its maker or shown to everyone.

export interface SavedViewTable extends RecordColumns {
  list: string;
  name: string;
  query: string;
  person_id: number;
  audience: 'private' | 'everyone';
  /** Since when its rows are counted every day; null where they are not. */
  figure_since: Day | null;
}

interface ViewCountTable {
  id: Generated<number>;
  view_id: number;
  counted_on: Day;
  count: number;
}

export interface Tables {
  saved_view: SavedViewTable;
  view_count: ViewCountTable;
}

export interface SavedView {
  id: number;
  version: number;
  list: string;
  name: string;
  query: string;
  audience: 'private' | 'everyone';
  figure_since: Day | null;
  own: boolean;
  may_change: boolean;
}

export const mine = (actor: Actor) => sql<boolean>`saved_view.person_id = ${actor.personId ?? 0}`;

export const mayRead = (actor: Actor) => sql<boolean>`(${mine(actor)} or saved_view.audience = 'everyone')`;

/** One's own, and what everybody sees for those who keep the words that everybody sees. */
const mayChange = (actor: Actor) =>
  sql<boolean>`(${mine(actor)} or (saved_view.audience = 'everyone' and ${holdsWholly(actor, 'term.manage')}))`;

const views = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('saved_view')
    .select([
      'id',
      'version',
      'list',
      'name',
      'query',
      'audience',
      'figure_since',
      mine(actor).as('own'),
      mayChange(actor).as('may_change'),
    ])
    .where('archived_at', 'is', null)
    .where(mayRead(actor));

/** What this reader sees: the views of one list, or of all. */
export const viewsOf = (db: Reads<Tables>, actor: Actor, list?: string): Promise<SavedView[]> =>
  views(db, actor)
    .$if(list !== undefined, (question) => question.where('list', '=', list ?? ''))
    .orderBy('name')
    .execute();

/** One view as this reader sees it; undefined where there is none for them. */
export const viewById = (db: Reads<Tables>, actor: Actor, id: number): Promise<SavedView | undefined> =>
  views(db, actor).where('id', '=', id).executeTakeFirst();

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
    if (!cardNamed(input.list)) throw invalidField('list', 'view.listUnknown');
    const { id: saved } = await tx
      .insertInto('saved_view')
      .values({ ...input, person_id: actor.personId ?? 0 })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { id: saved, ...input };
  },
});

export const viewNamed = existing<Tables, 'saved_view'>('saved_view')<{ id: number }>({
  by: (row, input) => row.and([row('saved_view.id', '=', input.id)]),
  mayRead,
  may: mayChange,
});

/** Another name, or other readers; only its maker makes a view private, for nobody else would find it again. */
export const renameView = command({
  name: 'view.rename',
  input: z.object({
    id: id(),
    version: optional(version()),
    name: line({ max: 80 }),
    audience: z.enum(['private', 'everyone']).optional(),
  }),
  subject: viewNamed,
  perform: async ({ tx, input, subject, actor }) => {
    const own = subject.person_id === actor.personId;
    await tx
      .updateTable('saved_view')
      .set({ name: input.name, ...(own && input.audience ? { audience: input.audience } : {}) })
      .where('id', '=', subject.id)
      .execute();
    return { id: subject.id, list: subject.list };
  },
});

export const dropView = command({
  name: 'view.drop',
  input: z.object({ id: id() }),
  subject: viewNamed,
  perform: async ({ tx, subject, now }) => {
    await tx.updateTable('saved_view').set({ archived_at: now, archived_reason: 'dropped' }).where('id', '=', subject.id).execute();
    return subject;
  },
});
