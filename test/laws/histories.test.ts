import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/app/catalogue.ts';
import { commands, rights } from '../../src/app/domains.ts';
import { saysNothing } from '../../src/platform/audit/meanings.ts';
import { labelOf } from '../../src/platform/audit/value-view.tsx';
import { translator } from '../../src/platform/i18n/catalogue.ts';
import { openApp, type TestApp } from '../app.ts';

const t = translator(catalogue, 'en');

describe('for whoever reads what was done', () => {
  it('every command has words', () => {
    expect(commands.map(({ name }) => name).filter((name) => !t.has(`command.${name}`))).toEqual([]);
  });

  it('every right has words', () => {
    expect(rights.filter((right) => !t.has(`right.${right}`))).toEqual([]);
  });
});

/** Records whose histories stand on pages, with their parts. */
const told = [
  ...['addressee', 'agreed_priority', 'answer', 'feasibility', 'position', 'recommendation', 'recommendation_link', 'review'],
  ...['triage_batch', 'triage_item', 'body', 'seat', 'tenure', 'membership', 'organisation', 'person', 'email', 'application'],
  ...['plan_item', 'report', 'mailing'],
];

describe('for whoever reads a history', () => {
  let home: TestApp;
  beforeAll(async () => {
    home = await openApp();
  });
  afterAll(() => home.close());

  it('every column that can be told has words', async () => {
    const { rows } = await sql<{ table: string; column: string }>`
      select class.relname as table, attribute.attname as column
      from pg_trigger trigger join pg_class class on class.oid = trigger.tgrelid
        join pg_attribute attribute on attribute.attrelid = class.oid and attribute.attnum > 0 and not attribute.attisdropped
      where trigger.tgname = class.relname || '_audit' and class.relname = any(${told}::text[]) and attribute.attname <> 'version'
        and not attribute.attname = any(string_to_array(split_part(encode(trigger.tgargs, 'escape'), '\\000', 2), ','))
      order by 1, attribute.attnum`.execute(home.db);
    expect(new Set(rows.map(({ table }) => table)).size).toBe(told.length);
    const wordless = rows.filter(
      ({ table, column }) => !saysNothing(table, column) && labelOf({ t }, column, table) === column.replaceAll('_', ' '),
    );
    expect(wordless.map(({ table, column }) => `${table}.${column}`)).toEqual([]);
  });
});
