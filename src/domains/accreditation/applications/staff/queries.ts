import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../../platform/db/tables.ts';
import { aliasKey } from '../../../../platform/imports/importer.ts';
import { endedStates } from '../../../community/index.ts';
import { mayAdvise, mayDecide, mayHandle, mayReadApplication } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** The days that the form allows for the present step, or null where nobody is waited for. */
export const allowed: RawBuilder<number | null> = sql<
  number | null
>`(application_form.content #>> array['rules', 'days', application.state])::int`;

/** Days in the present step. */
export const daysIn = (today: Day): RawBuilder<number> => sql<number>`(${today}::date - application.state_on)`;

/** Who spoke last in the thread: the other side is waited for. */
export const lastSender = sql<'staff' | 'applicant' | null>`(select application_message.sender from application_message
  where application_message.application_id = application.id and application_message.archived_at is null order by application_message.id desc limit 1)`;

/** Is the region waited for? It has said nothing since the application came to it, or asked for more. */
export const adviceWanted = sql<boolean>`(application.state = 'advice' and coalesce((select application_advice.advice = 'moreInformation' from application_advice
  where application_advice.application_id = application.id and application_advice.archived_at is null order by application_advice.id desc limit 1), true))`;

/** Are staff waited for? A step of theirs, an answer of the applicant, an advice that is there, or a suggestion. */
export const staffWanted = sql<boolean>`(application.state in ('received', 'diligence') or application.hold_suggested_on is not null
  or (${lastSender} = 'applicant' and application.state not in ('accredited', 'rejected', 'withdrawn'))
  or (application.state = 'advice' and not ${adviceWanted}))`;

export const applications = (db: Reads<Tables>) =>
  db
    .selectFrom('application')
    .innerJoin('application_form', 'application_form.id', 'application.form_id')
    .leftJoin('country', 'country.id', 'application.country_id')
    .leftJoin('body', 'body.id', 'application.body_id');

export const applicationByRef = (db: Reads<Tables>, actor: Actor, ref: string, today: Day) =>
  applications(db)
    .leftJoin('organisation', 'organisation.id', 'application.organisation_id')
    .selectAll('application')
    .select([
      'application_form.content',
      'application_form.edition',
      'country.code as country',
      'body.ref as body_ref',
      'body.name as body_name',
      'organisation.ref as organisation_ref',
      allowed.as('allowed'),
      daysIn(today).as('days'),
      lastSender.as('last_sender'),
      adviceWanted.as('advice_wanted'),
      mayHandle(actor).as('may_handle'),
      mayAdvise(actor).as('may_advise'),
      mayDecide(actor).as('may_decide'),
    ])
    .where('application.ref', '=', ref.toUpperCase())
    .where(mayReadApplication(actor))
    .executeTakeFirst();

export type WholeApplication = NonNullable<Awaited<ReturnType<typeof applicationByRef>>>;

// Ask the following only of an application that the actor may read; notes only where they may handle it.

export const checksQuestion = (db: Reads<Tables>, id: number, withNotes: boolean) =>
  db
    .selectFrom('application_check')
    .select(['key', 'outcome', 'checked_on', 'by_name', withNotes ? 'note' : sql<string | null>`null`.as('note')])
    .where('application_id', '=', id)
    .where('archived_at', 'is', null);

export const notesQuestion = (db: Reads<Tables>, id: number, withNotes: boolean) =>
  db
    .selectFrom('application_note')
    .select(['text', 'by_name', 'created_at'])
    .where('application_id', '=', id)
    .where('archived_at', 'is', null)
    .where(sql<boolean>`${withNotes}`)
    .orderBy('id', 'desc');

export const adviceQuestion = (db: Reads<Tables>, id: number) =>
  db
    .selectFrom('application_advice')
    .innerJoin('body', 'body.id', 'application_advice.body_id')
    .select([
      'application_advice.advice',
      'application_advice.reason',
      'application_advice.given_on',
      'application_advice.by_name',
      'body.ref as body',
    ])
    .where('application_advice.application_id', '=', id)
    .where('application_advice.archived_at', 'is', null)
    .orderBy('application_advice.id');

export const voteQuestion = (db: Reads<Tables>, id: number) =>
  db
    .selectFrom('application_vote')
    .select(['held_on', 'yes', 'no', 'abstain', 'not_voting', 'link', 'by_name'])
    .where('application_id', '=', id);

/**
 * Organisations and applications, past ones too, whose name reads alike: the same words without regard to case, accents, order and letters
 * that only look Latin, or all the words of one in the other; and applications from the same address.
 */
export const similarOrganisations = (db: Reads<Tables>, one: Pick<WholeApplication, 'name' | 'name_key' | 'native_key'>) =>
  db
    .selectFrom('organisation')
    .select(['organisation.ref', 'organisation.name', 'organisation.state', sameKey('organisation.name_key', one).as('same')])
    .where('organisation.archived_at', 'is', null)
    .where(
      sql<boolean>`(${alike('organisation.name_key', one)} or exists (select from alias where alias.kind = 'organisation'
        and alias.record_id = organisation.id and alias.archived_at is null and alias.text_key = ${aliasKey(one.name ?? '')}))`,
    )
    .orderBy('same', 'desc')
    .orderBy('organisation.name')
    .limit(10);

/** Of those that read alike the ones that had left: one of them may be what comes back. */
export const formerOrganisations = (db: Reads<Tables>, one: Pick<WholeApplication, 'name' | 'name_key' | 'native_key'>) =>
  similarOrganisations(db, one)
    .select(['organisation.accredited_on', 'organisation.withdrawn_on'])
    .where('organisation.state', 'in', endedStates);

export const similarApplications = (
  db: Reads<Tables>,
  actor: Actor,
  one: Pick<WholeApplication, 'id' | 'name_key' | 'native_key' | 'address_key'>,
) =>
  db
    .selectFrom('application')
    .select([
      'application.ref',
      'application.name',
      'application.state',
      'application.received_on',
      sameKey('application.name_key', one).as('same'),
      sql<boolean>`application.address_key = ${one.address_key}`.as('same_address'),
    ])
    .where('application.id', '<>', one.id)
    .where(sql<boolean>`(${alike('application.name_key', one)} or application.address_key = ${one.address_key})`)
    .where(mayReadApplication(actor))
    .orderBy('same', 'desc')
    .orderBy('application.id', 'desc')
    .limit(10);

interface Keys {
  name_key: string | null;
  native_key: string | null;
}

const sameKey = (column: string, { name_key, native_key }: Keys) =>
  sql<boolean>`coalesce(${sql.ref(column)} in (${name_key}::text, ${native_key}::text), false)`;

const alike = (column: string, keys: Keys) => {
  const words = sql`string_to_array(${sql.ref(column)}, ' ')`;
  const own = sql`string_to_array(${keys.name_key ?? ''}::text, ' ')`;
  return sql<boolean>`(${sameKey(column, keys)} or (cardinality(${words}) > 1 and ${words} <@ ${own}) or (cardinality(${own}) > 1 and ${own} <@ ${words}))`;
};

/** The bodies that stand for regions; all of them where none does. */
export const bodiesOfRegions = (db: Reads<Tables>) =>
  db
    .selectFrom('body')
    .select(['ref', 'name'])
    .where('archived_at', 'is', null)
    .where(sql<boolean>`(region_id is not null or not exists (select from body other where other.region_id is not null))`)
    .orderBy('position')
    .limit(60);
