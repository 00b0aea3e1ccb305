import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { AnyReads } from '../db/tables.ts';
import { type Both, type Move, type Moved, moveOf } from './merging.ts';

/** A column that names records of a kind, with how its rows move. */
export interface Place {
  /** `tenure.person_id` */
  name: string;
  table: string;
  column: string;
  /** Whether its rows keep a history, and whether they can be archived. */
  audited: boolean;
  archives: boolean;
  move: Move;
  /** Where only some rows of the table are meant. */
  only?: RawBuilder<SqlBool>;
}

/**
 * Every column that names records of this table, as the database itself knows them: by its foreign keys, and by their name where there is none.
 * Beside them the other names that imports have learnt.
 */
export const placesOf = async (db: Pick<AnyReads, 'selectFrom'>, kind: string): Promise<Place[]> => {
  const question = sql<Omit<Place, 'move'>>`(
    select class.relname || '.' || attribute.attname as name, class.relname as "table", attribute.attname as "column",
      exists (select from pg_trigger where tgrelid = class.oid and tgfoid = 'audit_row'::regproc) as audited,
      exists (select from pg_attribute other where other.attrelid = class.oid and other.attname = 'archived_at' and not other.attisdropped) as archives
    from pg_class class join pg_attribute attribute on attribute.attrelid = class.oid
    where class.relnamespace = 'public'::regnamespace and class.relkind in ('r', 'p') and attribute.attnum > 0 and not attribute.attisdropped
      and (attribute.attname ~ ${`(^|_)${kind}_id$`} or exists (
        select from pg_constraint link where link.contype = 'f' and link.conrelid = class.oid and link.confrelid = to_regclass(${kind})
          and attribute.attnum = any(link.conkey))))`;
  const rows = await db.selectFrom(question.as('place')).selectAll().$castTo<Omit<Place, 'move'>>().orderBy('name').execute();
  return [
    ...rows.map((row) => ({ ...row, move: moveOf(row.name) })),
    {
      name: 'alias.record_id',
      table: 'alias',
      column: 'record_id',
      audited: true,
      archives: true,
      move: moveOf('alias.record_id'),
      only: sql<SqlBool>`gone_row.kind = ${kind}`,
    },
  ];
};

/** How many rows would move, and how many would go out of view: those that have none are left out. */
export const countedQuestion = (db: AnyReads, places: readonly Place[], both: Both) => {
  const counts = moving(places).map(
    (place) => sql`select ${place.name}::text as place, (count(*) filter (where not ${meeting(place, both)}))::int as moved,
      (count(*) filter (where ${meeting(place, both)}))::int as aside
      from ${sql.table(place.table)} gone_row where ${ofGone(place, both)}`,
  );
  return db
    .selectFrom(sql<Moved>`(${sql.join(counts, sql` union all `)})`.as('counted'))
    .selectAll()
    .$castTo<Moved>()
    .where(sql<SqlBool>`moved + aside > 0`)
    .orderBy('place');
};

/** Those whose rows go along. */
export const moving = (places: readonly Place[]): Place[] => places.filter(({ move }) => !move.stays);

export const ofGone = ({ column, only }: Place, { gone }: Both): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.ref(`gone_row.${column}`)} = ${gone}${only ? sql` and ${only}` : sql``})`;

/** Does the row of the record that goes meet one of the kept record? */
export const meeting = ({ table, column, move }: Place, { kept }: Both): RawBuilder<SqlBool> =>
  move.meets
    ? sql<SqlBool>`exists (select from ${sql.table(table)} kept_row where ${sql.ref(`kept_row.${column}`)} = ${kept} and ${move.meets})`
    : sql<SqlBool>`false`;
