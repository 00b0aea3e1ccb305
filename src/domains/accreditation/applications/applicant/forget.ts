import { sql } from 'kysely';
import { z } from 'zod';
import { system } from '../../../../platform/access/actor.ts';
import { commandsOver, run } from '../../../../platform/command.ts';
import type { Heard } from '../../../../platform/domain.ts';
import { forgetHistory } from '../../../../platform/erasure/history.ts';
import { forbidden } from '../../../../platform/errors.ts';
import { id, line } from '../../../../platform/fields.ts';
import { dropUnnamed } from '../../../../platform/files/keep.ts';
import type { Services } from '../../../../platform/http/visit.ts';
import type { Tables } from '../tables.ts';
import { emptyApplications } from './empty.ts';

const command = commandsOver<Tables>();

/**
 * Empties the applications that somebody who was forgotten had made for themselves: what they answered and attached, what was written to and
 * about them. That there was one, when, and what was decided stays. Only the program itself does this, when it hears of the erasure.
 */
export const forgetApplicant = command({
  name: 'application.forget',
  input: z.object({ person: id(), pseudonym: line({ max: 120 }) }),
  subject: async (_tx, _input, actor) => {
    if (actor.kind !== 'system') throw forbidden();
  },
  perform: async ({ tx, input }) => {
    // The name that is left stands where the address stood.
    const theirs = await tx
      .selectFrom('application')
      .select('id')
      .where('kind', '=', 'individual')
      .where((row) => row.or([row('person_id', '=', input.person), row('address', '=', input.pseudonym)]))
      .execute();
    const ids = theirs.map((one) => one.id);
    if (ids.length === 0) return {};
    await forgetHistory(tx, input.person, await emptyApplications(tx, ids, input.pseudonym), input.pseudonym);
    return {};
  },
});

/** What the card of the domain hears when somebody was forgotten. */
export const forgetHeard = async ({ db }: Services, { id: entry, at }: Heard): Promise<void> => {
  const { rows } = await sql<{ person: number; pseudonym: string }>`
    select erasure.person_id as person, erasure.pseudonym from audit_change join erasure on erasure.id = audit_change.row_id
    where audit_change.audit_id = ${entry} and audit_change.table_name = 'erasure'`.execute(db);
  for (const { person, pseudonym } of rows)
    await run(forgetApplicant, { person, pseudonym }, { db, actor: system(), via: 'job', now: at, today: at.slice(0, 10) });
};

/** What it hears when applications were emptied: the contents of their files go for good. */
export const dropHeard = async ({ db, dataDir }: Pick<Services, 'db' | 'dataDir'>, { id: entry }: Pick<Heard, 'id'>): Promise<void> => {
  const { rows } = await sql<{ hash: string }>`
    select distinct hash from audit_change join application on application.id = audit_change.row_id, unnest(application.removed_files) hash
    where audit_change.audit_id = ${entry} and audit_change.table_name = 'application'`.execute(db);
  await dropUnnamed(
    db,
    dataDir,
    rows.map(({ hash }) => hash),
  );
};
