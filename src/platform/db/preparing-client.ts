import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';

/** A statement that comes a third time is prepared on its connection: planning our questions costs more than answering them. */
const askedOften = 3;
/** Statements with a name; what is asked after these is planned each time. Bounds the memory of the server. */
const most = 500;
const counted = new Map<string, number>();
const named = new Map<string, string>();

/**
 * At the front of a select (`modifyFront`) that is planned for the very values it is asked with: how much a filter leaves decides which way
 * is short, and a plan that fits all values was ten times as slow.
 */
export const plannedAnew: RawBuilder<unknown> = sql.raw('/* planned anew */');

/**
 * A connection that prepares what it is asked again and again. Kysely gives every value as a parameter, so texts repeat. What has no
 * parameter goes the simple way, which alone takes several statements at once. A commit that commits nothing fails.
 */
export class PreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg's own overloads are passed through untouched.
  override query(...words: any[]): any {
    const [text, values, ...rest] = words;
    const name =
      typeof text === 'string' && Array.isArray(values) && values.length > 0 && !text.startsWith('select /* planned anew */')
        ? nameOf(text)
        : undefined;
    // biome-ignore lint/suspicious/noExplicitAny: pg's own overloads are passed through untouched.
    const pass = super.query as (...words: any[]) => any;
    if (text === 'commit' && rest.length === 0) return pass.apply(this, words).then(committed);
    return name ? pass.call(this, { name, text, values }, ...rest) : pass.apply(this, words);
  }
}

/** PostgreSQL answers a commit after a failed statement with a silent rollback: whoever swallowed that failure would believe it done. */
const committed = (result: pg.QueryResult): pg.QueryResult => {
  if (result.command !== 'COMMIT') throw new Error('A statement before had failed: nothing of this transaction was written.');
  return result;
};

const nameOf = (text: string): string | undefined => {
  const known = named.get(text);
  if (known) return known;
  if (named.size >= most) return undefined;
  const count = (counted.get(text) ?? 0) + 1;
  if (counted.size > 5000) counted.clear();
  counted.set(text, count);
  if (count < askedOften) return undefined;
  counted.delete(text);
  const name = `q${named.size}`;
  named.set(text, name);
  return name;
};
