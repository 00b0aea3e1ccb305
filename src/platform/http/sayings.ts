import type { Child } from 'hono/jsx';
import type { Actor } from '../access/actor.ts';
import type { AnyReads, Day } from '../db/tables.ts';
import type { Answers, AnyQuestion } from '../db/together.ts';
import type { Visit } from './visit.ts';

export interface Said {
  label: string;
  value: Child;
  /** What is longer than a line gets a section of its own. */
  section?: true;
}

/** What another noun says of a record on its page: one question, asked together with those of the page, and what its rows make. */
export interface Saying<Subject, Row = Record<string, unknown>> {
  name: string;
  question: (db: AnyReads, actor: Actor, subject: Subject, today: Day) => AnyQuestion<Row>;
  /** Null where there is nothing to say. */
  tell: (v: Visit, rows: readonly Row[], subject: Subject) => Said | null | Promise<Said | null>;
}

/** The place where domains put what they say of one kind of record, when the program starts. */
export const sayings = <Subject>() => {
  const known = new Map<string, Saying<Subject>>();
  return {
    say: <Row>(saying: Saying<Subject, Row>): void => {
      // Its own question gave the rows that it tells.
      known.set(saying.name, saying as unknown as Saying<Subject>);
    },
    questions: (v: Visit, subject: Subject): Record<string, AnyQuestion> =>
      Object.fromEntries([...known.values()].map((one) => [`said.${one.name}`, one.question(v.db, v.actor, subject, v.today)])),
    told: async (v: Visit, subject: Subject, answers: Answers): Promise<{ facts: Said[]; sections: Said[] }> => {
      const told = await Promise.all([...known.values()].map((one) => one.tell(v, answers[`said.${one.name}`] ?? [], subject)));
      const said = told.filter((one) => one !== null);
      return { facts: said.filter(({ section }) => !section), sections: said.filter(({ section }) => section) };
    },
  };
};
