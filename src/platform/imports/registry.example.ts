import { z } from 'zod';
import { holds } from '../access/actor.ts';
import { commandsOver, holding } from '../command.ts';
import { conflict } from '../errors.ts';
import { choice, line, optional, reference } from '../fields.ts';
import { plainTexts } from '../i18n/texts.ts';
import type { Importer } from './importer.ts';

// A small registry of bodies, imported as domains import theirs: an upsert by reference that revives what was archived.
const state = choice(['active', 'dormant'], { sleeping: 'dormant' });
// biome-ignore lint/suspicious/noExplicitAny: the table belongs to a domain above the platform.
const command = commandsOver<any>();
export const saveBody = command({
  name: 'body.save',
  input: z.strictObject({ ref: reference(), name: line(), state, parent: optional(reference()) }),
  subject: holding('body.edit', { wholly: false }),
  perform: async ({ tx, input }) => {
    if (input.name === 'Explode') throw new Error('the importer could not have known');
    if (input.ref === 'FORBIDDEN') throw conflict('record.archived');
    const parent = input.parent ? await tx.selectFrom('body').select('id').where('ref', '=', input.parent).executeTakeFirst() : undefined;
    const values = {
      name: JSON.stringify(plainTexts('en', input.name)),
      state: input.state,
      archived_at: null,
      archived_reason: null,
      ...(parent ? { parent_id: parent.id } : {}),
    };
    await tx
      .insertInto('body')
      .values({ ref: input.ref, kind: 'group', ...values })
      .onConflict((on) => on.column('ref').doUpdateSet(values))
      .execute();
    return {};
  },
});

export const bodies: Importer = {
  kind: 'bodies',
  title: 'imports.title',
  hint: 'imports.lead',
  right: 'body.edit',
  context: [],
  columns: [
    { key: 'ref', label: 'imports.number', names: ['reference', 'code'], required: true },
    { key: 'name', label: 'imports.source', names: ['full name', 'nombre'] },
    { key: 'state', label: 'imports.outcome', names: ['status', 'estado'] },
    { key: 'parent', label: 'imports.startedBy', names: ['part of'] },
  ],
  command: saveBody,
  mayUndo: { body: (actor) => holds(actor, 'body.edit', 'body.id') },
  showsNames: (kind) => kind === 'body',
  names: async (db) => {
    const rows = (await db.selectFrom('body').select(['id', 'ref', 'acronym']).execute()) as {
      id: number;
      ref: string;
      acronym: string | null;
    }[];
    return { body: rows.map(({ id, ref, acronym }) => ({ id, ref, name: ref, names: acronym ? [acronym] : [] })) };
  },
  understand: ({ cells }, _context, { find }) => {
    const { ref = '', name = '', state = '', parent } = cells;
    const under = parent ? find('body', parent) : undefined;
    if (parent && !under) return { problems: [], label: ref, unknown: { kind: 'body', text: parent } };
    return { input: { ref, name, state, ...(under ? { parent: under } : {}) }, label: ref, url: `/bodies/${ref}` };
  },
  identity: (input) => String(input.ref).toUpperCase(),
};
