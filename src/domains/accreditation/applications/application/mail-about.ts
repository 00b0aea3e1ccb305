import { hashOf, newToken } from '../../../../platform/access/tokens.ts';
import type { AnyWrites, Instant } from '../../../../platform/db/tables.ts';
import type { T } from '../../../../platform/i18n/catalogue.ts';
import { endOf } from '../applicant/link.ts';
import { linkTo, write } from './letters.ts';

interface About {
  id: number;
  /** A draft has none. */
  ref: string | null;
  language: string;
  address: string;
  address_key: string;
}

/** A letter about an application with a fresh link to it. Letters of staff do not count as wishes of the applicant. */
export const mailAbout = async (
  tx: AnyWrites,
  application: About,
  now: Instant,
  say: (t: T, words: { link: string; ref: string; community: string }) => { subject: string; body: string },
): Promise<void> => {
  const token = newToken();
  await tx
    .insertInto('application_link')
    .values({
      application_id: application.id,
      address_hash: hashOf('letter', application.address_key),
      client_hash: hashOf('letter'),
      token_hash: hashOf(token),
      created_at: now,
      expires_at: endOf(now),
    })
    .execute();
  await write(tx, application, (t, { site, community }) =>
    say(t, { link: linkTo(site, token, application.language), ref: application.ref ?? '', community }),
  );
};
