import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** What a search looks through, in lower case: the reference and the title, then what is planned, noted and came of it. */
export const planWords: Migration = {
  name: '0022-plan-words',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  "alter table plan_item add words text not null default ''",
  `create function plan_item_words() returns trigger language plpgsql as $$
  begin
    new.words := lower(concat_ws(E'\\n', new.ref, words_in(new.title)) || E'\\x1e'
      || concat_ws(E'\\n', words_in(new.goal), words_in(new.steps), words_in(new.note), words_in(new.outcome)));
    return new;
  end $$`,
  `create trigger plan_item_words before insert or update of ref, title, goal, steps, note, outcome on plan_item
    for each row execute function plan_item_words()`,
  // Derived, so no history shows it.
  'drop trigger plan_item_audit on plan_item',
  `create trigger plan_item_audit after insert or update or delete on plan_item
    for each row execute function audit_row('', 'words')`,
  "select set_config('plenary.restoring', 'on', true)",
  'update plan_item set ref = ref',
];
