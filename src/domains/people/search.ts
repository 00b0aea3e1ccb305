import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Actor } from '../../platform/access/actor.ts';
import { addressKey, parseEmail } from '../../platform/addresses/email.ts';
import type { Reads } from '../../platform/db/tables.ts';
import type { Search } from '../../platform/domain.ts';
import { mayReadField, nameHolds, textHolds } from '../community/index.ts';
import { mayRead } from './policy.ts';
import type { Tables } from './tables.ts';

/**
 * People by name in any script and spelling, or by an address, as far as those are shown to the reader. Each way has its own question, since
 * its own index answers it; among thousands who share a beginning, those with the whole word are not lost.
 */
export const search: Search = {
  questions: (any, actor, words) => {
    const db = any as Reads<Tables>;
    return Object.fromEntries(
      Object.entries(waysToFind(actor, words)).flatMap(([way, found]) => (found ? [[way, peopleWhere(db, actor, found)]] : [])),
    );
  },
  read: (answers) => {
    const hits = ranks.flatMap(([way, rank]) => (answers[way] ?? []).map(({ id, name }) => ({ id: Number(id), name: String(name), rank })));
    return hits
      .filter(({ id }, at) => hits.findIndex((other) => other.id === id) === at)
      .slice(0, 20)
      .map(({ id, name, rank }) => ({
        kind: 'person',
        ref: String(id),
        title: name,
        language: '',
        href: `/people/${id}`,
        rank,
      }));
  },
};

/** The first of them by name. Of very many only three hundred are put in order: whoever types one letter goes on typing. */
const peopleWhere = (db: Reads<Tables>, actor: Actor, found: RawBuilder<SqlBool>) =>
  db
    .selectFrom(
      db
        .selectFrom('person')
        .select(['person.id', 'person.display_name as name'])
        .where('person.archived_at', 'is', null)
        .where(mayRead(actor))
        .where(found)
        .limit(300)
        .as('found'),
    )
    .selectAll()
    .orderBy(sql`found.name collate "und-x-icu"`)
    .orderBy('found.id')
    .limit(20);

const waysToFind = (actor: Actor, words: string): Record<(typeof ranks)[number][0], RawBuilder<SqlBool> | undefined> => {
  const native = textHolds('person.native_name', words, 'beginning');
  const former = nameHolds('former.name_key', words, 'beginning');
  return {
    begun: nameHolds('person.name_key', words, 'beginning'),
    native: native && sql<SqlBool>`(person.native_name is not null and ${native} and ${mayReadField(actor, 'nativeName')})`,
    whole: nameHolds('person.name_key', words, 'whole'),
    former:
      former &&
      // As an array, or the database goes through everybody and looks for each among the few.
      sql<SqlBool>`person.id = any(array(select former.merged_into_id from person former
      where former.merged_into_id is not null and ${former} and ${mayReadField(actor, 'name', 'former')}))`,
    address:
      'refused' in parseEmail(words)
        ? undefined
        : sql<SqlBool>`(${mayReadField(actor, 'emails')} and person.id = (select email.person_id from email
            where email.archived_at is null and email.address_key = ${addressKey(words)}))`,
  };
};

/** The ways to find somebody, the best first. */
const ranks = [
  ['address', 1.9],
  ['whole', 1.8],
  ['native', 1.8],
  ['former', 1.7],
  ['begun', 1.7],
] as const;
