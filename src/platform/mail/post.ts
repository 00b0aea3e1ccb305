import { sql } from 'kysely';
import type { AnyWrites } from '../db/tables.ts';

/** A mail as it is written; `body` is its plain text, `headers` are further ones such as `List-Unsubscribe`. */
export interface NewMail {
  to: string;
  /** The language of subject and body, a tag such as `fr`. */
  language: string;
  subject: string;
  body: string;
  html?: string | undefined;
  personId?: number | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
}

/** Puts a mail among those that wait, inside the caller's transaction: it goes out only if that commits. Sends nothing itself. Gives its number. */
export const post = async (tx: AnyWrites, mail: NewMail): Promise<number> => {
  const { rows } = await sql<{ id: number }>`
    insert into mail (recipient, language, subject, body, html, headers, person_id)
    values (${mail.to}, ${mail.language}, ${mail.subject}, ${mail.body}, ${mail.html ?? null},
            ${JSON.stringify(mail.headers ?? {})}::jsonb, ${mail.personId ?? null})
    returning id`.execute(tx);
  return rows[0]?.id as number;
};
