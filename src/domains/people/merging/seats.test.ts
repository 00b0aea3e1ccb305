import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Merging, openMerging } from './testing.ts';

let home: Merging['home'];
let does: Merging['does'];
let person: Merging['person'];
beforeAll(async () => {
  ({ home, does, person } = await openMerging());
});
afterAll(() => home.close());

describe('two people who both hold seats', () => {
  const holders = async (days: [object, object]) => {
    const [kept, gone] = [await person('Marta Silva'), await person('Silva Marta')];
    const tenures = [];
    for (const [at, id] of [kept, gone].entries()) {
      const seat = await does('seat.add', { body: 'SOUTH', title: `Seat of ${id}` });
      await does('seat.fill', { seatId: seat.id, personId: id, ...days[at] });
      tenures.push(await home.db.selectFrom('tenure').selectAll().where('seat_id', '=', seat.id).executeTakeFirstOrThrow());
    }
    return { kept, gone, tenures };
  };
  const inView = (id: number) =>
    home.db.selectFrom('tenure').select('id').where('person_id', '=', id).where('archived_at', 'is', null).orderBy('id').execute();

  test('one after the other are merged without a question', async () => {
    const { kept, gone, tenures } = await holders([{ from: '2020-01-01', to: '2021-01-01' }, { from: '2021-01-01' }]);
    await does('person.merge', { kept, gone });
    expect((await inView(kept)).map(({ id }) => id)).toEqual(tenures.map(({ id }) => id));
  });

  test('of one body at one time are merged only when somebody has said what is true', async () => {
    const { kept, gone, tenures } = await holders([{ from: '2020-01-01' }, { from: '2021-01-01' }]);
    const key = `${tenures[1]?.id}-${tenures[0]?.id}`;
    const page = await home.as('dana').post(`/people/${kept}/merge/${gone}`);
    expect(page.status).toBe(422);
    expect(await page.text()).toContain('Say which seat of SOUTH was held.');
    await expect(does('person.merge', { kept, gone })).rejects.toMatchObject({
      problems: [{ path: ['seats', key], key: 'merge.seatAsk' }],
    });
    const answer = await home.as('dana').post(`/people/${kept}/merge/${gone}`, { [`seats.${key}`]: 'gone' });
    expect(answer.status).toBe(303);
    expect(await inView(kept)).toEqual([{ id: tenures[1]?.id }]);
  });

  test('in the same seat cannot both have held it', async () => {
    const { kept, gone } = await holders([{ from: '2020-01-01', to: '2020-06-01' }, { from: '2021-01-01' }]);
    const [term] = await inView(kept);
    const [other] = await inView(gone);
    // As old data may have it: the command would refuse it.
    await home.db.transaction().execute(async (tx) => {
      await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
      await sql`update tenure set seat_id = (select seat_id from tenure where id = ${other?.id}), ends_on = null where id = ${term?.id}`.execute(
        tx,
      );
    });
    const seats = { [`${other?.id}-${term?.id}`]: 'both' };
    await expect(does('person.merge', { kept, gone, seats })).rejects.toMatchObject({ problems: [{ key: 'merge.seatOnce' }] });
  });
});
