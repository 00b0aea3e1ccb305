import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalogue } from '../../src/app/catalogue.ts';
import { system } from '../../src/platform/access/actor.ts';
import { type AnyCommand, also, commandsOver } from '../../src/platform/command.ts';
import type { AnyWrites } from '../../src/platform/db/tables.ts';
import { translator } from '../../src/platform/i18n/catalogue.ts';
import { behindSavepoint } from '../../src/platform/imports/savepoint.ts';
import { movesKnown } from '../../src/platform/merging/merging.ts';
import { moving, type Place, placesOf } from '../../src/platform/merging/places.ts';
import { openApp, type TestApp } from '../app.ts';
import { commandNamed } from './world.ts';

/** What can be merged: the table, and the commands that make, merge and part its records. */
const kinds = [
  { table: 'person', add: { name: 'Ines Moreau' }, key: 'id' },
  { table: 'organisation', add: { name: 'Users of the Isles' }, key: 'ref' },
].filter(({ table }) => names().includes(`${table}.merged_into_id`));

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

describe.each(kinds)('merging records of the table $table', ({ table, add, key }) => {
  it('every column that names one says on a card how its rows go along, in words', async () => {
    const places = await placesOf(home.db, table);
    expect(places.length).toBeGreaterThan(5);
    expect(places.filter(({ name }) => !movesKnown()[name]).map(({ name }) => name)).toEqual([]);
    const t = translator(catalogue, 'en');
    expect(places.filter(({ move }) => !t.has(move.label)).map(({ move }) => move.label)).toEqual([]);
  });

  it('a column of which no card speaks is found, and its rows move too', async () => {
    await inside(async (tx) => {
      await sql`create table planted (id bigint generated always as identity primary key, ${sql.ref(`${table}_id`)} bigint references ${sql.table(table)})`.execute(
        tx,
      );
      const [kept, gone] = [await make(tx), await make(tx)];
      await sql`insert into planted (${sql.ref(`${table}_id`)}) values (${gone.id})`.execute(tx);
      await does(tx, `${table}.merge`, { kept: kept[key], gone: gone[key] });
      expect(await idsIn(tx, 'planted', `${table}_id`)).toEqual([kept.id]);
    });
  });

  it('nothing is lost: a row of each kind on both records, merged, and after the undoing all is as it was', async () => {
    await inside(async (tx) => {
      const [kept, gone] = [await make(tx), await make(tx)];
      const places = moving(await placesOf(tx, table));
      for (const place of places) await withoutRules(tx, place.table, table);
      await fill(tx, places, [kept.id, gone.id], table);
      const before = await standing(tx, places);
      const { merge } = await does(tx, `${table}.merge`, { kept: kept[key], gone: gone[key] });

      const after = await standing(tx, places);
      expect([...after.keys()].filter((row) => !row.startsWith('alias '))).toEqual(
        [...before.keys()].filter((row) => !row.startsWith('alias ')),
      );
      // What cannot be archived stays only where the kept record has the same.
      const left = places
        .filter(({ archives, move }) => archives || !move.meets)
        .flatMap((place) =>
          [...after]
            .filter(([row, values]) => row.startsWith(`${place.table} `) && values[place.column] === gone.id && !values.archived_at)
            .map(([row]) => row),
        );
      expect(
        left.filter((row) => !row.startsWith('alias ')),
        'still in view on the record that went',
      ).toEqual([]);

      const { stayed } = await does(tx, `${table}.unmerge`, { merge });
      expect(stayed).toEqual([]);
      const again = await standing(tx, places);
      for (const [row, values] of before) expect(again.get(row), row).toEqual(values);
    });
  });

  const make = async (tx: AnyWrites): Promise<{ id: number; [key: string]: unknown }> => {
    const made = await does(tx, `${table}.add`, add);
    return tx.selectFrom(table).selectAll().where(key, '=', made[key]).executeTakeFirstOrThrow() as never;
  };
});

function names(): string[] {
  return Object.keys({ 'person.merged_into_id': 1, 'organisation.merged_into_id': 1 }).filter((name) =>
    commandsKnown().includes(`${name.split('.')[0]}.merge`),
  );
}

function commandsKnown(): string[] {
  return ['person.merge', 'organisation.merge'].filter((name) => {
    try {
      return Boolean(commandNamed(name));
    } catch {
      return false;
    }
  });
}

const does = (tx: AnyWrites, name: string, input: unknown) =>
  also(tx, commandNamed(name), input, { ...home.call(undefined, { actor: system(), via: 'sample' }), db: tx });

/** Work whose traces are taken back. */
const inside = async (work: (tx: AnyWrites) => Promise<void>): Promise<void> => {
  const takeBack = Symbol('take back');
  await home.db
    .transaction()
    .execute(async (tx) => {
      await work(tx);
      throw takeBack;
    })
    .catch((fault) => {
      if (fault !== takeBack) throw fault;
    });
};

const idsIn = async (tx: AnyWrites, table: string, column: string): Promise<number[]> =>
  (await tx.selectFrom(table).select(column).orderBy('id').execute()).map((row) => row[column] as number);

/** The rules of a table are lifted, so that a row can be made of anything; what is unique stays unique, and the keys by which a merge finds its rows stay. */
const withoutRules = async (tx: AnyWrites, table: string, but: string): Promise<void> => {
  const { rows } = await sql<{ name: string }>`
    select conname as name from pg_constraint where conrelid = ${table}::regclass and (contype = 'c' or (contype = 'f' and confrelid <> ${but}::regclass))`.execute(
    tx,
  );
  for (const { name } of rows) await sql`alter table ${sql.table(table)} drop constraint ${sql.ref(name)}`.execute(tx);
};

/** A row for each of the two in every table: the same in everything but what is a text. */
const fill = async (tx: AnyWrites, places: readonly Place[], ids: readonly number[], kind: string): Promise<void> => {
  const perform = async () => {
    let count = 0;
    for (const place of places.filter(({ column }) => column !== 'merged_into_id')) {
      const { rows } = await sql<{ name: string; type: string }>`
        select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
        where attrelid = ${place.table}::regclass and attnum > 0 and not attisdropped and attnotnull and not atthasdef and attidentity = ''`.execute(
        tx,
      );
      for (const id of ids) {
        count += 1;
        const insert = (number: number) => {
          const value = (type: string) => samples[type] ?? (type === 'text' ? `planted ${count}` : String(number));
          return tx
            .insertInto(place.table)
            .values({
              ...Object.fromEntries(rows.map(({ name, type }) => [name, value(type)])),
              [place.column]: id,
              ...(place.table === 'alias' ? { kind } : {}),
              ...(place.table === 'erasure' ? { withdrawn_at: '2026-01-01' } : {}),
            })
            .execute();
        };
        // Alike where that may be, so that rows meet.
        await behindSavepoint(tx, 'alike', () => insert(1)).catch(() => insert(count));
      }
    }
  };
  const filling = commandsOver<Record<never, never>>()({
    name: 'planted.fill',
    input: z.object({}),
    subject: async () => undefined,
    perform,
  });
  await also(tx, filling as AnyCommand, {}, { ...home.call(undefined, { actor: system(), via: 'sample' }), db: tx });
};

const samples: Record<string, string> = {
  jsonb: '{}',
  date: '2026-01-01',
  'timestamp with time zone': '2026-01-01',
  'text[]': '{}',
  boolean: 'true',
  bytea: '\\x00',
};

/** Every row of these tables, without what counts its versions. */
const standing = async (tx: AnyWrites, places: readonly Place[]): Promise<Map<string, Record<string, unknown>>> => {
  const all = new Map<string, Record<string, unknown>>();
  for (const table of new Set(places.map((place) => place.table))) {
    const { rows } = await sql<{ id: number; row: Record<string, unknown> }>`
      select id, to_jsonb(it) - 'version' as row from ${sql.table(table)} it order by id`.execute(tx);
    for (const { id, row } of rows) all.set(`${table} ${id}`, row);
  }
  return all;
};
