import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { writeRows } from '../imports/write-rows.ts';
import { beginEntries, beginEntry, endEntries } from './entry.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const call = () => ({
  db: database.db,
  actor: { kind: 'system', personId: null, name: 'Nobody', rights: new Map() } as never,
  via: 'import' as const,
  now: '2026-11-22T10:00:00Z',
  today: '2026-11-22',
});

/** What the log says of these people: the change, what it keeps apart, and under which line it stands. */
const told = async (ids: readonly number[]) =>
  (
    await sql<Record<string, unknown>>`
      select change.op, change.version, change.before, change.after - 'created_at' - 'id' as after, hidden.before as "hiddenBefore", hidden.after as "hiddenAfter",
        audit.import_line_id - change.row_id as line
      from audit_change change join audit on audit.id = change.audit_id left join audit_hidden hidden on hidden.change_id = change.id
      where change.table_name = 'person' and change.row_id = any(${ids}::bigint[]) order by change.id`.execute(database.db)
  ).rows;

const people = [
  { display_name: 'Amal Haddad', name_key: 'amal haddad', country_id: null, phone: '+961 1', languages: [{ language: 'ar' }], consent: {} },
  {
    display_name: 'Bo Tanaka',
    name_key: 'bo tanaka',
    country_id: null,
    phone: null,
    languages: [],
    consent: { name: 'public', phone: null },
  },
];

test('people who are added in a set have the same history as people who are added one by one', async () => {
  await database.db.transaction().execute(async (tx) => {
    for (const [at, person] of people.entries()) {
      await beginEntry(tx, 'person.takeIn', { ...call(), importLineId: 1_000 + at });
      await writeRows(tx, [{ row: { table: 'person', insert: { ...person, id: 1_000 + at } } }]);
      await endEntries(tx);
    }
  });
  await database.db.transaction().execute(async (tx) => {
    const entries = await beginEntries(tx, 'person.takeIn', call(), [2_000, 2_001]);
    await writeRows(
      tx,
      people.map((person, at) => ({ row: { table: 'person', insert: { ...person, id: 2_000 + at } }, entry: entries[at] as number })),
    );
    await endEntries(tx);
  });
  const alone = await told([1_000, 1_001]);
  expect(alone).toHaveLength(2);
  expect(alone[0]).toMatchObject({ line: 0, hiddenAfter: { phone: '+961 1' }, after: { phone: '(kept private)' } });
  expect(await told([2_000, 2_001])).toEqual(alone);
});

test('a row of a set that no entry names is refused like any write outside a command', async () => {
  const adding = database.db.transaction().execute(async (tx) => {
    await sql`select set_config('plenary.audit', ' 3000=1 ', true)`.execute(tx);
    await sql`insert into person (id, display_name, name_key) overriding system value values (3001, 'Nobody', 'nobody')`.execute(tx);
  });
  await expect(adding).rejects.toMatchObject({ code: 'PL001' });
});
