import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds, holdsEverywhere, holdsSomewhere } from '../../../platform/access/actor.ts';
import { type Audience, audiences, type PersonalField, standard } from './visibility.ts';

// The one place that decides who sees what about a person. Page, list, search, export and the interface for programs all ask here.

/** Whoever looks: somebody, or one of an audience, to show a person what that audience sees. */
export type Onlooker = Actor | { as: Exclude<Audience, 'self'> };

/** May the onlooker see this field of the person in the row `person`? */
export const mayReadField = (who: Onlooker, field: PersonalField, person = 'person'): RawBuilder<SqlBool> =>
  'kind' in who && who.kind === 'system'
    ? sql<SqlBool>`true`
    : sql<SqlBool>`(${isSelf(who, `${person}.id`)} or coalesce(${sql.ref(`${person}.consent`)} ->> ${sql.lit(field)}, ${sql.lit(standard[field])}) = any(${audiencesOf(who)}))`;

/** The value where the onlooker may see the field, otherwise null: for columns, filters, order and search alike. */
export const seen = <Value>(who: Onlooker, field: PersonalField, value: RawBuilder<Value>, person = 'person'): RawBuilder<Value | null> =>
  sql<Value | null>`case when ${mayReadField(who, field, person)} then ${value} end`;

/**
 * May the onlooker know that this person is here, by name? Yes where the name is shown to them, where the person holds or held a seat, and
 * where the person belongs, or asks to belong, to something whose members they keep.
 */
export const mayReadPerson = (who: Onlooker, person = 'person'): RawBuilder<SqlBool> =>
  isStaff(who)
    ? sql<SqlBool>`true`
    : sql<SqlBool>`(${mayReadField(who, 'name', person)} or exists (select from tenure where tenure.person_id = ${sql.ref(`${person}.id`)} and tenure.archived_at is null)
        or ${sql.ref(`${person}.id`)} in (${keptMembers(who)}))`;

/** May the onlooker know of this membership? Its person and whoever keeps the members always; others where the person shows affiliations. */
export const mayReadMembership = (who: Onlooker, membership = 'membership', person = 'person'): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${mayKeepMembership(who, membership)} or (${mayReadField(who, 'affiliations', person)} and ${mayReadPerson(who, person)}))`;

/** The same, asked of the table `membership` alone. */
export const mayReadMembershipOf = (who: Onlooker): RawBuilder<SqlBool> =>
  sql<SqlBool>`exists (select from person where person.id = membership.person_id and ${mayReadMembership(who)})`;

/** May the onlooker write down who belongs to what? With the right for the body, or for the body to which the organisation belongs. */
export const mayKeepMembership = (who: Onlooker, membership = 'membership'): RawBuilder<SqlBool> => {
  if (!('kind' in who) || !keepsMembers(who)) return sql<SqlBool>`false`;
  return sql<SqlBool>`exists (select from (values (${sql.ref(`${membership}.body_id`)}),
    ((select organisation.body_id from organisation where organisation.id = ${sql.ref(`${membership}.organisation_id`)}))) kept (body_id)
    where ${holds(who, 'member.manage', 'kept.body_id')})`;
};

const keepsMembers = (who: Actor): boolean => holdsSomewhere(who, 'member.manage');

const keptMembers = (who: Onlooker): RawBuilder<unknown> =>
  'kind' in who && keepsMembers(who)
    ? sql`select kept.person_id from membership kept where kept.archived_at is null and ${mayKeepMembership(who, 'kept')}
        union all select asks.person_id from join_request asks
          where asks.archived_at is null and asks.state = 'waiting' and ${holds(who, 'member.manage', 'asks.body_id')}`
    : sql`select null::bigint where false`;

const isSelf = (who: Onlooker, id: string): RawBuilder<SqlBool> =>
  'kind' in who && who.personId !== null ? sql<SqlBool>`${sql.ref(id)} = ${who.personId}` : sql<SqlBool>`false`;

const isStaff = (who: Onlooker): boolean =>
  'kind' in who
    ? who.kind === 'system' || holdsEverywhere(who, 'people.manage') || holdsEverywhere(who, 'accounts.manage')
    : who.as === 'staff';

/** The audiences to which the onlooker belongs. Whoever is signed in is a member while a membership or a seat of theirs lasts. */
const audiencesOf = (who: Onlooker): RawBuilder<string[]> => {
  if (isStaff(who)) return upTo('staff');
  if (!('kind' in who)) return upTo(who.as);
  if (holdsSomewhere(who, 'people.lead')) return upTo('leaders');
  if (who.personId === null) return upTo('public');
  const lasts = sql`archived_at is null and coalesce(starts_on, '-infinity') <= current_date and current_date < coalesce(ends_on, 'infinity')`;
  return sql<string[]>`(select case when exists (select from membership where person_id = ${who.personId} and ${lasts})
    or exists (select from tenure where person_id = ${who.personId} and ${lasts}) then ${upTo('members')} else ${upTo('public')} end)::text[]`;
};

const upTo = (last: Audience): RawBuilder<string[]> => {
  const all = audiences.slice(0, audiences.indexOf(last) + 1);
  return sql<string[]>`array[${sql.join(all.map((one) => sql.lit(one)))}]`;
};
