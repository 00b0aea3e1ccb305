import { type Saying, sayings } from '../../platform/http/sayings.ts';

/** What later domains say of a person on the page of the summary, each to those who may know it. */
export type PersonFact<Row> = Saying<{ id: number }, Row>;

export const saidOfPeople = sayings<{ id: number }>();
