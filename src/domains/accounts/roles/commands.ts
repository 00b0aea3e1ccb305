import { type RawBuilder, sql, type Transaction } from 'kysely';
import { commandsOver, existing, holding } from '../../../platform/command.ts';
import { conflict, invalid, invalidField } from '../../../platform/errors.ts';
import { personNamed } from '../../community/index.ts';
import { mayManage, right } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { allRights, known } from './rights.ts';
import { administrator, grantEnd, newGrant, roleDefinition } from './role.ts';

const command = commandsOver<Tables>();

/** Makes a role or changes its title and rights. */
export const defineRole = command({
  name: 'role.define',
  input: roleDefinition,
  subject: holding(right),
  perform: async ({ tx, input }) => {
    const unknown = input.rights.filter((each) => !known.rights.includes(each) && !(each === allRights && input.key === administrator));
    if (unknown.length > 0) throw invalid(unknown.map((each) => ({ path: ['rights'], key: 'role.unknownRight', values: { right: each } })));
    const earlier = await tx.selectFrom('role').select(['id', 'version']).where('key', '=', input.key).forUpdate().executeTakeFirst();
    if (earlier && input.version != null && input.version !== earlier.version)
      throw conflict('record.changed', { version: earlier.version });
    if (input.key === administrator && input.rights.join() !== allRights) throw conflict('role.administratorFixed');
    const values = { title: JSON.stringify(input.title), rights: input.rights };
    return earlier
      ? tx.updateTable('role').set(values).where('id', '=', earlier.id).returning(['id', 'key']).executeTakeFirstOrThrow()
      : tx
          .insertInto('role')
          .values({ key: input.key, ...values })
          .returning(['id', 'key'])
          .executeTakeFirstOrThrow();
  },
});

export const giveGrant = command({
  name: 'grant.give',
  input: newGrant,
  subject: holding(right),
  perform: async ({ tx, input, actor, today }) => {
    const person = await personNamed(tx, actor, input.person);
    const role = await tx
      .selectFrom('role')
      .select('id')
      .where('key', '=', input.role)
      .where('archived_at', 'is', null)
      .forShare()
      .executeTakeFirst();
    if (!role) throw invalidField('role', 'role.unknown');
    const body = input.body ? await bodyId(tx, input.body) : null;
    const starts = input.from ?? today;
    const ends = input.to ?? null;
    if (ends !== null && ends <= starts) throw invalidField('to', 'grant.order');
    const overlapping = await tx
      .selectFrom('role_grant')
      .select('id')
      .where('person_id', '=', person.id)
      .where('role_id', '=', role.id)
      .where('archived_at', 'is', null)
      .where(sql<boolean>`body_id is not distinct from ${body}::bigint`)
      .where(sql<boolean>`daterange(starts_on, ends_on) && daterange(${starts}::date, ${ends}::date)`)
      .executeTakeFirst();
    if (overlapping) throw conflict('grant.alreadyHeld');
    return tx
      .insertInto('role_grant')
      .values({ person_id: person.id, role_id: role.id, body_id: body, starts_on: starts, ends_on: ends })
      .returning(['id', 'person_id as person'])
      .executeTakeFirstOrThrow();
  },
});

/** Ends a grant today or on the day given; one that has not begun never takes effect. The grant stays in the history. */
export const endGrant = command({
  name: 'grant.end',
  input: grantEnd,
  subject: existing<Tables, 'role_grant'>('role_grant')<{ grant: number }>({
    by: (row, input) => row.and([row('role_grant.id', '=', input.grant)]),
    mayRead: mayManage,
    may: mayManage,
  }),
  perform: async ({ tx, input, subject, today }) => {
    const begun = subject.starts_on <= (input.on ?? today);
    const ends = begun ? (input.on ?? today) : subject.starts_on;
    if (subject.ends_on !== null && subject.ends_on <= today) throw conflict('grant.alreadyEnded');
    await keepAnAdministrator(tx, today, sql<boolean>`role_grant.id <> ${subject.id}`);
    await tx.updateTable('role_grant').set({ ends_on: ends }).where('id', '=', subject.id).execute();
    return { id: subject.id, person: subject.person_id };
  },
});

/**
 * Refuses where the last administrator of the whole would be lost: of those who are so for good (begun, without an end, with an account that
 * is not suspended) none is among `others`. Changes of this kind wait for one another.
 */
export const keepAnAdministrator = async (tx: Transaction<Tables>, today: string, others: RawBuilder<boolean>): Promise<void> => {
  await sql`select id from role where key = ${administrator} for update`.execute(tx);
  const { all, left } = await tx
    .selectFrom('role_grant')
    .innerJoin('role', 'role.id', 'role_grant.role_id')
    .innerJoin('account', 'account.person_id', 'role_grant.person_id')
    .select([sql<number>`count(*)`.as('all'), sql<number>`count(*) filter (where ${others})`.as('left')])
    .where('role.key', '=', administrator)
    .where('role_grant.body_id', 'is', null)
    .where('role_grant.archived_at', 'is', null)
    .where('role_grant.starts_on', '<=', today)
    .where('role_grant.ends_on', 'is', null)
    .where('account.suspended_at', 'is', null)
    .where('account.archived_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (all > 0 && left === 0) throw conflict('grant.lastAdministrator');
};

const bodyId = async (tx: Transaction<Tables>, ref: string): Promise<number> => {
  const body = await tx.selectFrom('body').select('id').where('ref', '=', ref).where('archived_at', 'is', null).executeTakeFirst();
  if (!body) throw invalidField('body', 'grant.unknownBody');
  return body.id;
};
