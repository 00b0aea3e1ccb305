import { z } from 'zod';
import { commandsOver, holding } from '../command.ts';
import type { Json, Reads, RecordColumns } from '../db/tables.ts';
import { line, optional, texts, whole } from '../fields.ts';
import { type Texts, textIn } from '../i18n/texts.ts';
import { kept, lastMoment } from '../lists/kept.ts';

// Words that a community chooses for itself: stances, themes, kinds of bodies, classes of owners. The code knows the scheme and what a
// tone means; the words, their number and their order are data.

export interface TermTable extends RecordColumns {
  scheme: string;
  key: string;
  label: Json<Texts>;
  tone: string | null;
  shape: string | null;
  position: number;
}

export interface TermTables {
  term: TermTable;
}

export interface Term {
  key: string;
  label: Texts;
  /** One of the tones of the interface: done, active, waiting, problem, off, neutral. */
  tone: string | null;
  shape: string | null;
}

export type Terms = ReadonlyMap<string, ReadonlyMap<string, Term>>;

/** The terms of some schemes, in their order. All terms are kept until something is written, because nearly every page needs them. */
export const termsOf = async (db: Reads<TermTables>, schemes: readonly string[]): Promise<Terms> => {
  const all = await kept(db, lastMoment(db), 'terms', async () => termsIn(await termsQuestion(db).execute()));
  return new Map(schemes.map((scheme) => [scheme, all.get(scheme) ?? new Map()]));
};

type TermRow = Term & { scheme: string };

/** For those who ask for more in the same round trip. */
export const termsQuestion = (db: Reads<TermTables>) =>
  db
    .selectFrom('term')
    .select(['scheme', 'key', 'label', 'tone', 'shape'])
    .where('archived_at', 'is', null)
    .orderBy('position')
    .orderBy('key');

/** Keeps the terms as they were told at this moment. */
export const keepTerms = (db: Reads<TermTables>, moment: string, rows: readonly TermRow[]): Promise<Terms> =>
  kept(db, moment, 'terms', async () => termsIn(rows));

const termsIn = (rows: readonly TermRow[]): Terms => {
  const terms = new Map<string, Map<string, Term>>();
  for (const { scheme, ...term } of rows) terms.set(scheme, (terms.get(scheme) ?? new Map()).set(term.key, term));
  return terms;
};

/** The word for a key, or the key itself where the community has no such term (any more). */
export const termIn = (terms: Terms, scheme: string, key: string | null, languages: readonly string[]): string => {
  if (key === null) return '';
  const term = terms.get(scheme)?.get(key);
  return term ? textIn(term.label, languages).text : key;
};

/** The terms of a scheme as choices of a form. */
export const termOptions = (terms: Terms, scheme: string, languages: readonly string[]) =>
  [...(terms.get(scheme)?.values() ?? [])].map((term) => ({ value: term.key, label: textIn(term.label, languages).text }));

const command = commandsOver<TermTables>();

export const setTerm = command({
  name: 'term.set',
  input: z.object({
    scheme: line({ max: 40 }),
    key: line({ max: 60 }),
    label: texts({ max: 200 }),
    tone: optional(z.enum(['done', 'active', 'waiting', 'problem', 'off', 'neutral'])),
    shape: optional(line({ max: 20 })),
    position: optional(whole(0, 10_000)),
  }),
  subject: holding('term.manage'),
  perform: async ({ tx, input }) => {
    const values = {
      label: JSON.stringify(input.label),
      tone: input.tone ?? null,
      shape: input.shape ?? null,
      position: input.position ?? 0,
    };
    const known = await tx
      .selectFrom('term')
      .select('id')
      .where('scheme', '=', input.scheme)
      .where('key', '=', input.key)
      .executeTakeFirst();
    if (known)
      await tx
        .updateTable('term')
        .set({ ...values, archived_at: null })
        .where('id', '=', known.id)
        .execute();
    else
      await tx
        .insertInto('term')
        .values({ scheme: input.scheme, key: input.key, ...values })
        .execute();
    return { scheme: input.scheme, key: input.key };
  },
});
