import type { FormState } from '../../../platform/http/submit.ts';
import { emptyForm } from '../../../platform/http/submit.ts';
import { type PageContext, visit } from '../../../platform/http/visit.ts';
import { type Candidate, candidates, type Place, placesLike } from './queries.ts';

/** What was typed to find somebody or something, and what it may mean. */
export interface Found<One> {
  typed: string;
  found: readonly One[];
}

/** The button *find* sends the form without asking for anything to be done: the form comes back with whom the words may mean. */
export const onlyLooks = async (c: PageContext): Promise<FormState | null> => {
  const body = await c.req.parseBody({ all: true });
  return 'look' in body ? emptyForm(body) : null;
};

const wordsTyped = async (c: PageContext): Promise<string> => {
  const typed = c.req.method === 'POST' ? (await c.req.parseBody()).find : c.req.query('find');
  // Control characters cannot be asked of the database.
  return typeof typed === 'string'
    ? typed
        .slice(0, 200)
        .toWellFormed()
        .replace(/\p{Cc}/gu, '')
    : '';
};

/** Whom the words in this form mean; a person chosen before stays on offer. */
export const peopleFound = async (c: PageContext, chosen: unknown): Promise<Found<Candidate>> => {
  const v = visit(c);
  const typed = await wordsTyped(c);
  const number = /^\d{1,15}$/.test(String(chosen ?? '')) ? String(chosen) : '';
  return { typed, found: await candidates(v.db, v.actor, typed || number) };
};

export const placesFound = async (c: PageContext): Promise<Found<Place>> => {
  const v = visit(c);
  const typed = await wordsTyped(c);
  return { typed, found: await placesLike(v.db, v.actor, typed) };
};
