import { type RawBuilder, sql } from 'kysely';
import { dayPlus, ended, endless } from './item.ts';

const open = sql`plan_item.status <> all(${[...endless]})`;
/** What goes on without an end needs a lead as well. */
const led = sql`plan_item.status <> all(${[...ended]})`;
const ends = (condition: RawBuilder<unknown>) =>
  sql`exists (select from plan_part where plan_part.item_id = plan_item.id and plan_part.archived_at is null
    and coalesce(plan_part.status, plan_item.status) <> all(${[...endless]}) and ${condition})`;

const held = (table: 'role_grant' | 'tenure' | 'membership', lasts?: RawBuilder<unknown>) => {
  const row = sql.table(table);
  return sql`exists (select from ${row} where ${row}.person_id = person.id ${lasts ? sql`and ${row}.archived_at is null and ${lasts}` : sql``})`;
};

/** Asked of `person`: is in the archive, or held roles, seats or memberships of which none lasts. Who never held any has not left. */
export const hasLeft = sql<boolean>`(person.archived_at is not null or (
  not ${held('role_grant', sql`(role_grant.ends_on is null or role_grant.ends_on >= current_date)`)}
  and not ${held('tenure', sql`coalesce(tenure.ends_on, 'infinity') > current_date`)}
  and not ${held('membership', sql`coalesce(membership.ends_on, 'infinity') > current_date`)}
  and (${held('role_grant')} or ${held('tenure')} or ${held('membership')})))`;

/** What asks for attention, as conditions over `plan_item`; the figures, the reminders and the list use the same. */
export const attention = {
  overdue: (today: string) => sql<boolean>`(${open} and ${ends(sql`plan_part.ends_on < ${today}::date`)})`,
  dueSoon: (today: string) =>
    sql<boolean>`(${open} and ${ends(sql`plan_part.ends_on between ${today}::date and ${dayPlus(today, 30)}::date`)})`,
  silent: (today: string) =>
    sql<boolean>`(${open} and coalesce((select max(happened_on) from plan_progress where plan_progress.item_id = plan_item.id and plan_progress.archived_at is null),
      plan_item.created_at::date) <= ${dayPlus(today, -60)}::date)`,
  waiting: (_today: string) =>
    sql<boolean>`exists (select from plan_dependency where plan_dependency.item_id = plan_item.id and plan_dependency.owner is not null
      and plan_dependency.kept_on is null and plan_dependency.archived_at is null)`,
  unverified: (_today: string) =>
    sql<boolean>`exists (select from plan_closure where plan_closure.item_id = plan_item.id and plan_closure.state = 'claimed' and plan_closure.archived_at is null)`,
  // Who leads and has left are few: sought once, and not again for each item.
  ledByNobody: (_today: string) =>
    sql<boolean>`(${led} and plan_item.id in (select plan_lead.item_id from plan_lead where plan_lead.archived_at is null and plan_lead.person_id in (
      select person.id from person where ${hasLeft} and person.id in (select plan_lead.person_id from plan_lead where plan_lead.archived_at is null))))`,
  unled: (_today: string) =>
    sql<boolean>`(${led} and not exists (select from plan_lead left join person on person.id = plan_lead.person_id
      where plan_lead.item_id = plan_item.id and plan_lead.archived_at is null and plan_lead.role <> 'contributor'
      and (person.id is null or not ${hasLeft})))`,
} as const;

export type Attention = keyof typeof attention;
export const attentions = Object.keys(attention) as Attention[];
