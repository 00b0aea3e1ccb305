import { sql } from 'kysely';
import type { AnyWrites, Day } from '../../../platform/db/tables.ts';
import { makeCatalogue, translator } from '../../../platform/i18n/catalogue.ts';
import { chooseLanguage } from '../../../platform/i18n/languages.ts';
import { letterhead } from '../../../platform/mail/letterhead.ts';
import { post } from '../../../platform/mail/post.ts';
import { messages as aboutActivity } from '../activity/messages/index.ts';
import { messages } from './messages/index.ts';

interface Reader {
  id: number | null;
  name: string;
  language: string | null;
  address: string;
}

/** Who is written to about an organisation: its representatives of today, and the address of the organisation itself. */
export const readersOf = async (tx: AnyWrites, organisation: { id: number; name: string; email: string | null }, today: Day) => {
  const { rows } = await sql<Reader>`
    select distinct on (person.id) person.id, person.display_name as name, person.language, email.typed as address
    from membership join person on person.id = membership.person_id join email on email.person_id = person.id
    where membership.organisation_id = ${organisation.id} and membership.role in ('primary', 'alternate') and membership.archived_at is null
      and coalesce(membership.starts_on, '-infinity') <= ${today}::date and ${today}::date < coalesce(membership.ends_on, 'infinity')
      and person.archived_at is null and email.archived_at is null
    order by person.id, email.confirmed_at is null, email.id`.execute(tx);
  const own = organisation.email && !rows.some((row) => row.address === organisation.email) ? [organisation.email] : [];
  return [...rows, ...own.map((address): Reader => ({ id: null, name: organisation.name, language: null, address }))];
};

type Say = ReturnType<typeof translator>;

/** Writes to all of them, each in their language. Gives how many letters there are. */
export const tell = async (
  tx: AnyWrites,
  organisation: { id: number; ref: string; name: string; email: string | null },
  today: Day,
  letter: (t: Say, values: { name: string; organisation: string; community: string; link: string; apply: string }) => [string, string],
  path: string,
  copyTo?: string | null,
): Promise<number> => {
  const readers: Reader[] = await readersOf(tx, organisation, today);
  if (copyTo) readers.push({ id: null, name: organisation.name, language: null, address: copyTo });
  const { site, community } = await letterhead(tx);
  const link = `${site}/organisations/${encodeURIComponent(organisation.ref)}/${path}`;
  for (const { id, name, language: wish, address } of readers) {
    const language = chooseLanguage(wish ? { person: wish } : {});
    const [subject, body] = letter(translator(words, language), {
      name,
      organisation: organisation.name,
      community,
      link,
      apply: `${site}/apply`,
    });
    await post(tx, { to: address, language, subject, body, ...(id === null ? {} : { personId: id }) });
  }
  return readers.length;
};

const words = makeCatalogue([messages, aboutActivity]);
