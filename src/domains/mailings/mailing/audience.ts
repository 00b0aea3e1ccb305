import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads, Day } from '../../../platform/db/tables.ts';
import { conflict } from '../../../platform/errors.ts';
import { translator } from '../../../platform/i18n/catalogue.ts';
import { listOffice, numbersOfView, type OpenView } from '../../../platform/lists/office.ts';
import { lasts, mayReadMembership, mayReadPerson } from '../../community/index.ts';
import type { Kind, Outcome } from './mailing.ts';

/** One of those who are meant, and what will come of it. */
export interface Meant {
  person_id: number | null;
  organisation_id: number | null;
  outcome: Extract<Outcome, 'waiting' | 'optedOut' | 'noAddress'>;
}

interface For {
  view: OpenView;
  kind: Kind;
  /** Of the body in whose name it is written. */
  body: number | null;
  today: Day;
}

/**
 * Everybody whom the message means, as a question: those whom the view shows to the sender and of whom the sender may know; of organisations
 * their representatives, or the organisation itself where none of them has an address; of bodies their members. What they chose is respected.
 */
export const audienceOf = (db: AnyReads, sender: Actor, { view, kind, body, today }: For): RawBuilder<Meant> => {
  const t = translator(listOffice().catalogue, 'en');
  const numbers = numbersOfView(db, view, { t, actor: sender, languages: ['en'], today });
  const noun = view.card.about?.noun;
  if (!numbers || !noun) throw conflict('mailing.viewOfNobody');
  const inBody = body === null ? sql`true` : belongsTo(body, today);
  const people: Record<typeof noun, RawBuilder<unknown>> = {
    person: sql`person.id in ${numbers}`,
    organisation: sql`exists (select from ${representatives(sender, today)} and membership.person_id = person.id and membership.organisation_id in ${numbers})`,
    body: sql`exists (select from membership where ${lasts('membership', today)} and ${mayReadMembership(sender)}
      and membership.person_id = person.id and membership.body_id in ${numbers})`,
  };
  const persons = sql`select person.id as person_id, null::bigint as organisation_id,
      ${outcome(sql`exists (select from email where email.person_id = person.id and email.archived_at is null)`, kind, sql`person_id = person.id`)} as outcome
    from person where person.archived_at is null and ${mayReadPerson(sender)} and ${inBody} and ${people[noun]}`;
  if (noun !== 'organisation') return sql<Meant>`(${persons})`;
  const reached = sql`exists (select from ${representatives(sender, today)} and membership.organisation_id = organisation.id
    and exists (select from email where email.person_id = membership.person_id and email.archived_at is null))`;
  const ofBody = body === null ? sql`true` : sql`organisation.body_id in (${inside(body)})`;
  return sql<Meant>`(${persons} union all (select distinct on (lower(organisation.email)) null::bigint, organisation.id,
      ${outcome(sql`true`, kind, sql`organisation_id = organisation.id`)}
    from organisation where organisation.archived_at is null and organisation.email is not null and ${ofBody}
      and organisation.id in ${numbers} and not ${reached}
    order by lower(organisation.email), organisation.id))`;
};

const outcome = (hasAddress: RawBuilder<unknown>, kind: Kind, chosen: RawBuilder<unknown>) => sql`case
  when exists (select from mailing_choice where not wanted and kind = ${kind} and ${chosen}) then 'optedOut'
  when ${hasAddress} then 'waiting' else 'noAddress' end`;

/** Those who speak for an organisation today, as far as the sender may know of them. */
const representatives = (sender: Actor, today: Day) =>
  sql`membership join person speaker on speaker.id = membership.person_id
    where membership.role in ('primary', 'alternate') and ${lasts('membership', today)} and speaker.archived_at is null
      and ${mayReadMembership(sender, 'membership', 'speaker')}`;

/** The person belongs to the body or to something inside it: as a member, for an organisation, or in a seat. */
const belongsTo = (body: number, today: Day) => sql`(exists (
    select from membership left join organisation on organisation.id = membership.organisation_id
    where membership.person_id = person.id and ${lasts('membership', today)}
      and coalesce(membership.body_id, organisation.body_id) in (${inside(body)}))
  or exists (select from tenure join seat on seat.id = tenure.seat_id
    where tenure.person_id = person.id and ${lasts('tenure', today)} and seat.body_id in (${inside(body)})))`;

/** The body and everything nested in it; `union` ends where bodies were nested in a circle. */
const inside = (body: number) => sql`with recursive inside (id) as (
  select ${body}::bigint union select body.id from inside join body on body.parent_id = inside.id) select id from inside`;
