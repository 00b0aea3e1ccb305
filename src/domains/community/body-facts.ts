import type { Child } from 'hono/jsx';
import type { Actor } from '../../platform/access/actor.ts';
import type { Reads } from '../../platform/db/tables.ts';
import type { AnyQuestion } from '../../platform/db/together.ts';
import type { Visit } from '../../platform/http/visit.ts';
import type { Tables } from './tables.ts';

/** What another domain says of a body on its page: one question, asked together with those of the page, and the fact that its rows make. */
export interface BodyFact {
  name: string;
  question: (db: Reads<Tables>, actor: Actor, body: { id: number; ref: string; kind: string }, today: string) => AnyQuestion;
  fact: (v: Visit, rows: readonly Record<string, unknown>[]) => { label: string; value: Child } | null;
}

const said = new Map<string, BodyFact>();

/** Told once, when the program starts. */
export const sayOfBodies = (fact: BodyFact): void => {
  said.set(fact.name, fact);
};

export const factsSaidOfBodies = (): readonly BodyFact[] => [...said.values()];
