import { type Saying, sayings } from '../../platform/http/sayings.ts';

interface Subject {
  id: number;
  ref: string;
  kind: string;
}

/** What domains say of a body on its page. */
export type BodyFact<Row> = Saying<Subject, Row>;

export const saidOfBodies = sayings<Subject>();
