import type { Actor } from '../../../platform/access/actor.ts';
import { hashOf } from '../../../platform/access/tokens.ts';
import type { Instant, Reads } from '../../../platform/db/tables.ts';
import type { Kind } from '../mailing/mailing.ts';
import type { Tables } from '../tables.ts';

export interface Chosen {
  kind: Kind;
  wanted: boolean;
  decided_at: Instant;
}

/** What the reader has said about messages; kinds of which they have said nothing are missing. */
export const choicesOf = (db: Reads<Tables>, actor: Actor): Promise<Chosen[]> =>
  db
    .selectFrom('mailing_choice')
    .select(['kind', 'wanted', 'decided_at'])
    .where('person_id', '=', actor.personId ?? 0)
    .execute();

/** Whom a link was sent to, for which kind of message, and what they have said about it since. Undefined for a link that never was. */
export const linkOf = (db: Reads<Tables>, token: string) =>
  db
    .selectFrom('mailing_link')
    .leftJoin('mailing_choice', (join) =>
      join
        .on('mailing_choice.person_id', 'is not distinct from', (row) => row.ref('mailing_link.person_id'))
        .on('mailing_choice.organisation_id', 'is not distinct from', (row) => row.ref('mailing_link.organisation_id'))
        .onRef('mailing_choice.kind', '=', 'mailing_link.kind'),
    )
    .select(['mailing_link.person_id', 'mailing_link.organisation_id', 'mailing_link.kind'])
    .select(['mailing_choice.wanted', 'mailing_choice.decided_at'])
    .where('mailing_link.token_hash', '=', hashOf(token))
    .executeTakeFirst();
