import type { Selectable } from 'kysely';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { hashOf, newToken } from '../../../../platform/access/tokens.ts';
import type { FindSubject } from '../../../../platform/command.ts';
import type { AnyWrites, Instant, Writes } from '../../../../platform/db/tables.ts';
import { conflict, notFound, unavailable } from '../../../../platform/errors.ts';
import type { FormContent } from '../form/form.ts';
import type { ApplicationTable, Tables } from '../tables.ts';
import { links } from './applicant.ts';

/** Is this the link of the application? Asked of both tables. */
export const opens = (token: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(application_link.application_id = application.id and application_link.token_hash = ${hashOf(token)} and application.archived_at is null)`;

export type WithForm = Selectable<ApplicationTable> & { content: FormContent };

/** The application whose link somebody holds, locked. Throws where there is none or where the link has run out. */
export const linked: FindSubject<{ token: string }, WithForm> = async (tx: AnyWrites, { token }) => {
  const found = await applicationOf(tx as Writes<Tables>, token)
    .forUpdate('application')
    .executeTakeFirst();
  if (!found) throw notFound('application.linkUnknown');
  if (found.expired) throw conflict('application.linkExpired');
  return found as unknown as WithForm;
};

/** Also where the link has run out: whoever has held it may have another one mailed, to the same address. */
export const linkedOnce: FindSubject<{ token: string }, WithForm> = async (tx: AnyWrites, { token }) => {
  const found = await applicationOf(tx as Writes<Tables>, token)
    .forUpdate('application')
    .executeTakeFirst();
  if (!found) throw notFound('application.linkUnknown');
  return found as unknown as WithForm;
};

const applicationOf = (tx: Writes<Tables>, token: string) =>
  tx
    .selectFrom('application')
    .innerJoin('application_form', 'application_form.id', 'application.form_id')
    .innerJoin('application_link', (join) => join.on(opens(token)))
    .selectAll('application')
    .select(['application_form.content', sql<boolean>`application_link.expires_at < now()`.as('expired')]);

/** Keeps a new link and counts the wish for it; gives the secret. Without an application the wish alone is kept. */
export const newLink = async (
  tx: Writes<Tables>,
  { application, addressKey, client, now }: { application: number | null; addressKey: string; client: string; now: Instant },
): Promise<string> => {
  const asking = { address_hash: hashOf(addressKey), client_hash: hashOf(client) };
  await holdToLimits(tx, asking, now);
  const token = newToken();
  await tx
    .insertInto('application_link')
    .values({ ...asking, application_id: application, token_hash: hashOf(token), created_at: now, expires_at: endOf(now) })
    .execute();
  return token;
};

/** The instant at which a link made now runs out. */
export const endOf = (now: Instant): Instant =>
  Temporal.Instant.from(now)
    .add({ hours: links.days * 24 })
    .toString();

/** One after the other for the same address and the same client, so that a crowd of wishes at one moment is counted too. */
const holdToLimits = async (tx: Writes<Tables>, asking: { address_hash: string; client_hash: string }, now: Instant): Promise<void> => {
  await sql`select pg_advisory_xact_lock(75371, hashtext(${asking.address_hash}))`.execute(tx);
  await sql`select pg_advisory_xact_lock(75372, hashtext(${asking.client_hash}))`.execute(tx);
  const since = Temporal.Instant.from(now).subtract({ hours: 1 }).toString();
  const { of_address, of_client } = await tx
    .selectFrom('application_link')
    .select([
      sql<number>`count(*) filter (where address_hash = ${asking.address_hash})`.as('of_address'),
      sql<number>`count(*) filter (where client_hash = ${asking.client_hash})`.as('of_client'),
    ])
    .where('created_at', '>', since)
    .where((row) => row.or([row('address_hash', '=', asking.address_hash), row('client_hash', '=', asking.client_hash)]))
    .executeTakeFirstOrThrow();
  if (of_address >= links.perAddressAndHour) throw unavailable('application.tooManyForAddress');
  if (of_client >= links.perClientAndHour) throw unavailable('application.tooManyFromHere');
};
