import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Merging, openMerging } from './testing.ts';

let home: Merging['home'];
let does: Merging['does'];
let person: Merging['person'];
let row: Merging['row'];
beforeAll(async () => {
  ({ home, does, person, row } = await openMerging());
});
afterAll(() => home.close());

describe('two records of one person', () => {
  let kept: number;
  let gone: number;
  let count = 0;
  beforeEach(async () => {
    count += 1;
    kept = await person(`Lina Okafor ${count}`, { phone: '+254 1' });
    gone = await person(`Okafor, Lina ${count}`, { nativeName: 'Ọkafọ Lina', phone: '+254 2' });
  });

  test('who signs in or holds a role is merged only by those who manage accounts', async () => {
    await does('email.add', { person: gone, address: `lina${gone}@example.org` });
    await does('account.add', { person: gone });
    await expect(does('person.merge', { kept, gone }, 'dana')).rejects.toMatchObject({ kind: 'forbidden' });
    await does('person.merge', { kept, gone }, 'ama');
    expect(await home.db.selectFrom('account').select('suspended_at').where('person_id', '=', kept).execute()).toEqual([
      { suspended_at: null },
    ]);
  });

  test('with an account each keep one, and a key of the other opens it', async () => {
    for (const id of [kept, gone]) {
      await does('email.add', { person: id, address: `lina${id}@example.net` });
      await does('account.add', { person: id });
    }
    await does('identity.link', { issuer: 'https://id.example.org', subject: `lina${gone}` }).catch(() => undefined);
    const { merge } = await does('person.merge', { kept, gone }, 'ama');
    const accounts = () =>
      home.db
        .selectFrom('account')
        .select(['person_id', 'suspended_at'])
        .where('person_id', 'in', [kept, gone])
        .orderBy('person_id')
        .execute();
    const [first, second] = await accounts();
    expect([first?.suspended_at, second?.suspended_at !== null]).toEqual([null, true]);
    await does('person.unmerge', { merge }, 'ama');
    expect((await accounts()).map((one) => one.suspended_at)).toEqual([null, null]);
  });

  test('one of whom has asked to be forgotten are not merged', async () => {
    const seat = await does('seat.add', { body: 'SOUTH', title: `Seat ${gone}` });
    await does('seat.fill', { seatId: seat.id, personId: gone });
    await does('erasure.ask', { person: gone, sure: true });
    await expect(does('person.merge', { kept, gone })).rejects.toMatchObject({ key: 'merge.erasureAsked' });
  });

  test('are forgotten together', async () => {
    await does('person.merge', { kept, gone });
    await does('erasure.ask', { person: kept, sure: true });
    for (const id of [kept, gone]) expect(JSON.stringify(await row(id))).not.toMatch(/Lina|Okafor|Ọkafọ|\+254 /);
    const told = await home.db
      .selectFrom('audit_change')
      .select(['before', 'after'])
      .where('table_name', '=', 'person')
      .where('row_id', 'in', [kept, gone])
      .execute();
    expect(JSON.stringify(told)).not.toMatch(/Okafor|\+254 /);
  });
});
