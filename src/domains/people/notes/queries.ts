import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import type { Tables } from '../tables.ts';
import type { NoteKind } from './note.ts';
import { mayKeepNote } from './policy.ts';

export interface ReadNote {
  id: number;
  version: number;
  kind: NoteKind;
  happened_on: Day;
  text: string;
  /** Null where the program or an import wrote it. */
  author: string | null;
  created_at: string;
}

/** The notes of one person or organisation, the latest first. */
export const notesQuestion = (db: Reads<Tables>, actor: Actor, of: { person: number } | { organisation: number }) =>
  db
    .selectFrom('note')
    .leftJoin('person as author', 'author.id', 'note.author_id')
    .select(['note.id', 'note.version', 'note.kind', 'note.happened_on', 'note.text', 'note.created_at', 'author.display_name as author'])
    .where('person' in of ? sql<boolean>`note.person_id = ${of.person}` : sql<boolean>`note.organisation_id = ${of.organisation}`)
    .where('note.archived_at', 'is', null)
    .where(mayKeepNote(actor))
    .orderBy('note.happened_on', 'desc')
    .orderBy('note.id', 'desc')
    .limit(500);
