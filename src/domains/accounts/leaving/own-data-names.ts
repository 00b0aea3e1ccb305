import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { meaningOf, namesOf } from '../../../platform/audit/meanings.ts';
import type { AnyReads } from '../../../platform/db/tables.ts';
import type { OwnData } from './own-data.ts';

/** What numbers of records and keys of terms are called, by table, field and value, as far as the reader may know. */
export type OwnNames = ReadonlyMap<string, readonly unknown[]>;

interface Found {
  named: string;
  field: string;
  value: unknown;
  names: { name: unknown }[] | null;
}

export const placeOf = (table: string, field: string, value: unknown): string => JSON.stringify([table, field, value]);

export const namesInOwnData = async (db: AnyReads, actor: Actor, { tables }: OwnData): Promise<OwnNames> => {
  const said = new Map<string, { table: string; field: string; value: unknown }>();
  for (const [table, rows] of Object.entries(tables))
    for (const [field, value] of rows.flatMap((row) => Object.entries(row)))
      if (typeof meaningOf(table, field) === 'object') said.set(placeOf(table, field, value), { table, field, value });
  if (said.size === 0) return new Map();
  const names = namesOf(actor, Object.keys(tables), sql`given.named`, sql`given.field`, sql`given.value`);
  const found = await db
    .selectFrom(
      sql<Found>`(
        select given.named, given.field, given.value, ${names} as names
        from jsonb_to_recordset(${JSON.stringify([...said.values()].map(({ table, ...rest }) => ({ named: table, ...rest })))}::jsonb)
          as given (named text, field text, value jsonb))`.as('found'),
    )
    .selectAll()
    .$castTo<Found>()
    .execute();
  return new Map(
    found.flatMap((one) => (one.names ? [[placeOf(one.named, one.field, one.value), one.names.map(({ name }) => name)] as const] : [])),
  );
};
