import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { system } from '../../platform/access/actor.ts';
import { run } from '../../platform/command.ts';
import { planAsAt } from './items/as-at.ts';
import { addItem, archiveItem, changeItem, reviveItem } from './items/commands.ts';
import { differences } from './items/differences.ts';
import { addProgress, claimDone, judgeClaim } from './progress/commands.ts';

let home: TestApp;
const days: string[] = [];
beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

const histories = 30;
const steps = 14;

/** Numbers that look random and are the same each time for one seed. */
const dice = (seed: number) => {
  let state = seed * 2_654_435_761;
  return (sides: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_507) + 0x9e3779b9) >>> 0;
    return state % sides;
  };
};

/** What the tables hold of these items now, in the shape of a replay. */
const stored = async (prefix: string) =>
  (
    await sql<
      Record<string, unknown>
    >`select plan_item.ref, plan_item.kind, plan_item.percent, plan_item.status, plan_item.health, plan_item.starts_on::text,
      plan_item.ended_on::text, plan_item.title, (select state from plan_closure where item_id = plan_item.id order by id desc limit 1) as claim,
      coalesce((select json_agg(json_build_object('label', label, 'ends_on', ends_on, 'ends_precision', ends_precision, 'status', status, 'percent', percent) order by label)
        from plan_part where item_id = plan_item.id and archived_at is null), '[]') as parts
    from plan_item where plan_item.title -> 'texts' ->> 'en' like ${`${prefix} %`} and archived_at is null order by ref`.execute(home.db)
  ).rows;

const replayed = async (prefix: string, day: string) =>
  (await planAsAt(home.db as never, home.actor('dana'), day))
    .filter((item) => item.title.texts.en?.startsWith(`${prefix} `))
    .sort((one, other) => (one.ref < other.ref ? -1 : 1))
    .map(({ ref, kind, percent, status, health, starts_on, ended_on, title, claim, parts }) => ({
      ref,
      kind,
      percent,
      status,
      health,
      starts_on,
      ended_on,
      title,
      claim,
      parts: parts.map(({ label, ends_on, ends_precision, status, percent }) => ({ label, ends_on, ends_precision, status, percent })),
    }));

it(`the as-at law: for ${histories} random histories the state as at each day equals replaying the audit to that day`, async () => {
  for (let history = 1; history <= histories; history += 1) {
    const roll = dice(history);
    const prefix = `H${history}`;
    const items: string[] = [];
    const then = new Map<string, Record<string, unknown>[]>();
    let day = Temporal.PlainDate.from('2026-01-05');
    for (let step = 0; step < steps; step += 1) {
      day = day.add({ days: roll(3) });
      const call = () =>
        home.call('dana', { now: `${day}T${String(8 + (step % 12)).padStart(2, '0')}:00:00Z`, today: String(day), reason: 'So it is' });
      const ref = items[roll(Math.max(1, items.length))];
      const date = `2027-${String(1 + roll(12)).padStart(2, '0')}-15`;
      // What the state of an item forbids is refused and changes nothing, which is part of the law.
      const attempt = (work: Promise<unknown>) => work.catch((fault) => expect(fault).toHaveProperty('kind'));
      const deed = ref === undefined ? 0 : roll(9);
      if (deed === 0) {
        const added = await run(
          addItem,
          { kind: 'action', title: `${prefix} item ${step}`, ...(roll(2) ? { endsOn: date } : { ends: `a) ${date}\nb) 2027` }) },
          call(),
        );
        items.push(added.ref);
      } else if (ref && deed <= 3)
        await attempt(
          run(
            addProgress,
            { ref, text: 'A step', percent: roll(101), ...(roll(2) ? { health: 'atRisk', status: 'inProgress' } : {}) },
            call(),
          ),
        );
      else if (ref && deed === 4) await attempt(run(addProgress, { ref, text: 'Later', part: roll(2) ? 'a' : '', endsOn: date }, call()));
      else if (ref && deed === 5)
        await attempt(
          run(
            changeItem,
            { ref, ends: roll(2) ? `c) ${date}` : date, startsOn: '2026-01-01', title: `${prefix} again ${step}` },
            { ...call(), reason: 'Agreed' },
          ),
        );
      else if (ref && deed === 6) await attempt(run(roll(2) ? archiveItem : reviveItem, { ref }, call()));
      else if (ref && deed === 7) await attempt(run(claimDone, { ref, evidenceUrl: 'https://example.org/done' }, call()));
      else if (ref)
        await attempt(
          run(judgeClaim, { ref, verdict: roll(2) ? 'verified' : 'returned', judgement: 'Looked at' }, { ...call(), actor: system() }),
        );
      then.set(String(day), await stored(prefix));
    }
    days.push(...then.keys());
    for (const [on, state] of then) expect(await replayed(prefix, on), `history ${history} on ${on}`).toEqual(state);
  }
}, 120_000);

it('the first items of a day and what lies between two days are what the whole plan of those days says', async () => {
  const plan = (day: string, part = {}) => planAsAt(home.db as never, home.actor('dana'), day, part);
  const [first, last] = [days[0] as string, [...days].sort().at(-1) as string];
  const roll = dice(7);
  const some = Array.from({ length: 12 }, () => days[roll(days.length)] as string);
  for (const [at, day] of [first, last, ...some].entries()) {
    const whole = await plan(day);
    for (const count of [1, 5, 40])
      expect(await plan(day, { first: count }), `the first ${count} on ${day}`).toEqual(whole.slice(0, count));
    const other = at % 2 ? first : last;
    const part = { writtenAfter: [day, other].sort()[0] as string };
    expect(differences(await plan(day, part), await plan(other, part)), `${day} and ${other}`).toEqual(
      differences(whole, await plan(other)),
    );
  }
});
