import { sql } from 'kysely';
import type { AnyWrites } from '../../platform/db/tables.ts';
import type { Both, Moves } from '../../platform/merging/merging.ts';

/** Of two accounts that of the kept record stays open, and every key of the other one opens it. */
const oneAccount = async (tx: AnyWrites, { kept, gone }: Both, now: string): Promise<void> => {
  const account = (person: number) => sql`(select id from account where person_id = ${person})`;
  const { rows } = await sql<{ both: boolean }>`select count(*) = 2 as both from account where person_id in (${kept}, ${gone})`.execute(tx);
  if (!rows[0]?.both) return;
  for (const table of ['passkey', 'identity'])
    await sql`update ${sql.table(table)} set account_id = ${account(kept)} where account_id = ${account(gone)}`.execute(tx);
  await sql`update account set suspended_at = coalesce(suspended_at, ${now}::timestamptz) where person_id = ${gone}`.execute(tx);
};

/** How what belongs to accounts goes along when two records of one person become one. */
export const moves: Moves = {
  'account.person_id': { label: 'merge.place.account', meets: sql`true`, settle: oneAccount },
  'role_grant.person_id': {
    label: 'merge.place.grant',
    meets: sql`gone_row.role_id = kept_row.role_id and gone_row.body_id is not distinct from kept_row.body_id and kept_row.archived_at is null
      and gone_row.starts_on >= kept_row.starts_on and (kept_row.ends_on is null or gone_row.ends_on <= kept_row.ends_on)`,
  },
  'api_token.person_id': { label: 'merge.place.token' },
  'address_change.person_id': { label: 'merge.place.addressChange' },
  'erasure.person_id': { label: 'merge.place.erasure' },
};
