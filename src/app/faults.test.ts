import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openApp } from '../../test/app.ts';

test('after a fault of ours, the person finds what they typed on the page that says so', async () => {
  const house = await openApp();
  try {
    await sql`alter table review add constraint broken check (false) not valid`.execute(house.db);
    const answer = await house.as('dana').post('/reviews', { ref: 'LOST', prefix: 'LO', 'title.en': 'A title of many <b>words</b>' });
    const page = await answer.text();
    expect(answer.status).toBe(500);
    expect(page).toContain('Something went wrong on our side');
    expect(page).toContain('Copy it from here');
    expect(page).toContain('A title of many &lt;b&gt;words&lt;/b&gt;');
  } finally {
    await house.close();
  }
});
