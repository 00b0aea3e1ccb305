import { z } from 'zod';
import { choice, day, id, optional, reference, text, version } from '../../../platform/fields.ts';

/** What came about with a person or an organisation, noted by those who keep the record, and for them alone. */

export const noteKinds = ['call', 'email', 'meeting', 'other'] as const;
export type NoteKind = (typeof noteKinds)[number];

const content = {
  kind: choice(noteKinds).default('other'),
  /** Today, if it is not said. */
  happenedOn: optional(day()),
  text: text({ max: 10_000 }),
};

export const personNote = z.object({ person: id(), ...content });

export const organisationNote = z.object({ organisation: reference(), ...content });

export const noteChange = z.object({ note: id(), version: optional(version()), ...content });

export const oneNote = z.object({ note: id() });
