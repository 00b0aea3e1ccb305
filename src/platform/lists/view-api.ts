import { z } from 'zod';
import type { Actor } from '../access/actor.ts';
import type { AnyReads } from '../db/tables.ts';
import { notFound } from '../errors.ts';
import { id, line, optional } from '../fields.ts';
import { type ApiRow, changes, reads } from '../http/api.ts';
import type { Visit } from '../http/visit.ts';
import { countsQuestion, dropFigure, keepFigure } from './figures.ts';
import { addressOfView, countOfView, fileOfView, openView } from './office.ts';
import { readerOf } from './pages.tsx';
import { dropView, renameView, type SavedView, saveView, viewById, viewsOf } from './saved.ts';

const view = z.object({
  id: z.number(),
  version: z.number(),
  list: z.string(),
  name: z.string(),
  query: z.string(),
  audience: z.enum(['private', 'everyone']),
  own: z.boolean(),
  /** Since when its rows are counted every day. */
  figureSince: z.string().nullable(),
  page: z.string(),
});

const told = (one: SavedView): z.input<typeof view> => ({ ...one, figureSince: one.figure_since, page: addressOfView(one) });

const seen = async (db: AnyReads, actor: Actor, wanted: number): Promise<SavedView> => {
  const found = await viewById(db, actor, wanted);
  if (!found) throw notFound('view.notFound');
  return found;
};

const rowsOf = async (db: AnyReads, one: SavedView, v: Visit) => {
  const open = await openView(db, one, v);
  return open ? { rows: await countOfView(db, open, readerOf(v)), csv: fileOfView(open, 'csv') } : { rows: null, csv: null };
};

export const viewApi: readonly ApiRow[] = [
  reads({
    path: '/views',
    summary: 'The saved views that the reader sees, of all lists or of the one named.',
    input: z.object({ list: optional(line({ max: 60 })) }),
    output: z.array(view),
    ask: async (db, actor, input) => (await viewsOf(db, actor, input.list ?? undefined)).map(told),
  }),
  reads({
    path: '/views/:id',
    summary: 'One saved view: how many rows it has for the reader, where they can be had as a file, and what was counted each day.',
    input: z.object({ id: id() }),
    output: view.extend({
      rows: z.number().nullable(),
      csv: z.string().nullable(),
      /** Counted with the rights of whoever made the view. */
      counts: z.array(z.object({ on: z.string(), count: z.number() })),
    }),
    ask: async (db, actor, input, v) => {
      const one = await seen(db, actor, input.id);
      return { ...told(one), ...(await rowsOf(db, one, v)), counts: await countsQuestion(db, one.id).execute() };
    },
  }),
  changes({
    method: 'post',
    path: '/views',
    summary: 'Saves what a list shows under a name: the name of the list, and the part of the address of its page after the question mark.',
    command: saveView,
    output: z.object({ id: z.number() }),
    answer: ({ id: saved }) => ({ id: saved }),
  }),
  changes({
    method: 'patch',
    path: '/views/:id',
    summary: 'Gives a saved view another name or shows it to others.',
    command: renameView,
    output: z.object({ id: z.number() }),
    answer: ({ id: changed }) => ({ id: changed }),
  }),
  changes({
    method: 'delete',
    path: '/views/:id',
    summary: 'Drops a saved view; the list stays as it is.',
    command: dropView,
    output: z.object({ id: z.number() }),
    answer: ({ id: dropped }) => ({ id: dropped }),
  }),
  changes({
    method: 'put',
    path: '/views/:id/figure',
    summary: 'Keeps a view of one’s own as a figure: its rows are counted now and every day, as its maker sees them.',
    command: keepFigure,
    output: z.object({ id: z.number(), count: z.number().nullable() }),
    answer: (kept) => kept,
  }),
  changes({
    method: 'delete',
    path: '/views/:id/figure',
    summary: 'Ends the counting; what was counted stays.',
    command: dropFigure,
    output: z.object({ id: z.number() }),
    answer: ({ id: ended }) => ({ id: ended }),
  }),
];
