import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commands, rights } from '../../src/app/domains.ts';
import { type Actor, system } from '../../src/platform/access/actor.ts';
import { type AnyCommand, also, commandsOver, run } from '../../src/platform/command.ts';
import { Refusal } from '../../src/platform/errors.ts';
import { openApp, type TestApp } from '../app.ts';
import { commandNamed, furnishWorld, type World } from './world.ts';

// Wherever an input names a person, one of whom the actor may not know is answered as one who is not here at all: otherwise a number that was
// guessed becomes a member, the holder of a seat or a scorer, and by that its name can be read.

interface Named {
  id: number;
  name: string;
  address: string;
}
type Naming = (who: Named, world: World) => unknown;

const plan = { kind: 'pledge', body: 'SOUTH', title: 'Meet more often' };
const report = (world: World) => ({ ref: world.reports.drafting });

/** Each way in which a command names somebody else. */
const namings: Record<string, readonly Naming[]> = {
  'membership.add': [({ id }, { organisation }) => ({ person: id, organisation, role: 'primary' })],
  'membership.takeIn': [({ id }, { organisation }) => ({ person: id, organisation, role: 'primary' })],
  'seat.fill': [({ id }, { seat }) => ({ seatId: seat, personId: id })],
  'tenure.change': [({ id }, { tenure }) => ({ tenure, personId: id })],
  'person.change': [({ id }) => ({ person: id, givenName: 'Noor' })],
  'person.takeIn': [({ id }) => ({ person: id, givenName: 'Noor' })],
  'email.add': [({ id }) => ({ person: id, address: 'another@example.org' })],
  'skill.add': [({ id }) => ({ person: id, kind: 'skill', label: 'Maps', purpose: 'To be asked' })],
  'portrait.remove': [({ id }) => ({ person: id })],
  'person.note': [({ id }) => ({ person: id, text: 'Will travel' })],
  'account.add': [({ id }) => ({ person: id })],
  'account.suspend': [({ id }) => ({ person: id })],
  'account.resume': [({ id }) => ({ person: id })],
  'grant.give': [({ id }) => ({ person: id, role: 'staff' })],
  'erasure.ask': [({ id }) => ({ person: id, sure: true })],
  'round.open': [({ id }) => ({ review: 'R1', title: 'Another round', scorers: [{ person: id }] })],
  'round.invite': [
    ({ id }, { round }) => ({ round, scorers: [{ person: id }] }),
    ({ address }, { round }) => ({ round, scorers: [{ address }] }),
  ],
  'round.dismiss': [({ id }, { round }) => ({ round, person: id })],
  'plan.add': [({ id }) => ({ ...plan, leads: [{ role: 'staffLead', person: id }] })],
  'plan.change': [({ id }, world) => ({ ref: world.plan.issue, leads: [{ role: 'staffLead', person: id }] })],
  'plan.takeIn': [({ id }) => ({ ...plan, leads: [{ role: 'staffLead', person: id }] })],
  'reportCalendar.set': [({ name }) => ({ review: 'R2', body: 'SOUTH', beginsOn: '2026-01-01', responsible: name })],
  'report.start': [({ name }) => ({ review: 'R2', body: 'SOUTH', to: '2026-06-30', author: name })],
  'report.change': [({ name }, world) => ({ ...report(world), author: name })],
  'question.ask': [({ name }, { reports }) => ({ ref: reports.submitted, text: 'Which room?', assigned: name })],
  'question.assign': [({ name }, { reports }) => ({ ref: reports.submitted, number: 1, assigned: name })],
};

/** Commands whose input has such a field and that name nobody else by it. */
const nameNobody: Record<string, string> = {
  'membership.endAll': 'the program alone',
  'person.forget': 'the program alone',
  'application.forget': 'the program alone',
  'erasure.repeat': 'the program alone',
  'plan.remind': 'the program alone',
  'portrait.set': 'a picture has to come with it; it is found as for its removal',
  'report.takeIn': 'the author of an old report is a text',
  'workstream.add': 'leads of a workstream are texts',
};

const namesSomebody = /^(person|personId|author|assigned|responsible|scorers|leads|\w+Leads|contributors)$/;

let home: TestApp;
let world: World;
/** Shows their name to nobody but those who keep the records. */
let hidden: Named;
/** The same for everybody: here is nobody of that number, name or address. */
const absent: Named = { id: 987_654_321, name: 'Nobody Atall', address: 'nobody@example.net' };

beforeAll(async () => {
  home = await openApp();
  world = await furnishWorld(home);
  const does = (name: string, input: unknown) => run(commandNamed(name), input, home.call(undefined, { actor: system() }));
  const { id } = await does('person.add', { name: 'Noor Aziz' });
  hidden = { id, name: 'Noor Aziz', address: 'noor@example.org' };
  await does('email.add', { person: id, address: hidden.address });
});
afterAll(() => home.close());

/** Somebody who may do everything except keep the records of people and accounts. */
const keeper = (): Actor => ({
  ...home.actor('badr'),
  rights: new Map(rights.filter((right) => right !== 'people.manage' && right !== 'accounts.manage').map((right) => [right, 'everywhere'])),
});

describe('a person of whom the actor may not know is nobody', () => {
  for (const [name, ways] of Object.entries(namings))
    it(`${name} answers about them as about somebody who is not here`, async () => {
      for (const way of ways)
        for (const actor of [keeper(), home.actor('eko'), home.actor('fatou')])
          expect(await answer(commandNamed(name), way, hidden, actor)).toEqual(await answer(commandNamed(name), way, absent, actor));
    });

  it('every command that names somebody else stands here', () => {
    const found = commands.filter(({ input }) => [...fieldsOf(input)].some((field) => namesSomebody.test(field))).map(({ name }) => name);
    expect(found.filter((name) => !namings[name] && !nameNobody[name])).toEqual([]);
    expect([...Object.keys(namings), ...Object.keys(nameNobody)].filter((name) => !found.includes(name))).toEqual([]);
  });

  it('those who keep the records name everybody', async () => {
    const way = namings['membership.add']?.[0] as Naming;
    expect(await answer(commandNamed('membership.add'), way, hidden, home.actor('dana'))).toBe('done');
    expect(await answer(commandNamed('membership.add'), way, hidden, keeper())).toContain('person.unknown');
  });

  it('a command that takes any number is seen', async () => {
    const planted = commandsOver<{ membership: { person_id: number } }>()({
      name: 'planted.take',
      input: z.object({ person: z.number() }),
      subject: async () => undefined,
      perform: async ({ tx, input }) => {
        const known = await (tx as never as typeof home.db)
          .selectFrom('person')
          .select('id')
          .where('id', '=', input.person)
          .executeTakeFirst();
        if (!known) throw new Refusal('notFound', 'refusal.notFound');
        return {};
      },
    }) as AnyCommand;
    const way: Naming = ({ id }) => ({ person: id });
    expect(await answer(planted, way, hidden, keeper())).not.toEqual(await answer(planted, way, absent, keeper()));
  });
});

it('a number that was guessed is found in no form, and the member that it would become is not added', async () => {
  const form = `/organisations/${world.organisation}/people?find=${hidden.id}`;
  expect(await home.as('eko').read(form)).not.toContain(hidden.name);
  const before = await home.db.selectFrom('membership').select('id').execute();
  const sent = { person: String(hidden.id), organisation: world.organisation, role: 'primary' };
  expect((await home.as('eko').post('/memberships', sent)).status).toBe(422);
  expect(await home.db.selectFrom('membership').select('id').execute()).toEqual(before);
});

it('a name that only those who keep the records may read stays a name where a plan is led by it', async () => {
  const ref = world.plan.issue;
  await run(commandNamed('plan.change'), { ref, staffLeads: [hidden.name] }, home.call(undefined, { actor: keeper(), via: 'page' }));
  const leads = () =>
    home.db
      .selectFrom('plan_lead')
      .innerJoin('plan_item', 'plan_item.id', 'plan_lead.item_id')
      .select(['plan_lead.person_id', 'plan_lead.name'])
      .where('plan_item.ref', '=', ref)
      .where('plan_lead.role', '=', 'staffLead')
      .where('plan_lead.archived_at', 'is', null)
      .execute();
  expect(await leads()).toEqual([{ person_id: null, name: hidden.name }]);
  await run(commandNamed('plan.change'), { ref, staffLeads: [hidden.name] }, home.call('dana'));
  expect(await leads()).toEqual([{ person_id: hidden.id, name: null }]);
  await run(commandNamed('plan.change'), { ref, staffLeads: [hidden.name] }, home.call(undefined, { actor: keeper(), via: 'page' }));
  expect(await leads(), 'whoever leads already is named again').toEqual([{ person_id: hidden.id, name: null }]);
});

/** What an actor is told who names this person, without the number, name or address that they wrote themselves. All of it is taken back. */
const answer = async (command: AnyCommand, way: Naming, who: Named, actor: Actor): Promise<string> => {
  const takeBack = Symbol('take back');
  const call = home.call(undefined, { actor, via: 'page', reason: 'It was agreed.' });
  const fault = await home.db
    .transaction()
    .execute(async (tx) => {
      await also(tx, command, way(who, world), { ...call, db: tx });
      throw takeBack;
    })
    .catch((thrown) => thrown);
  if (fault === takeBack) return 'done';
  if (!(fault instanceof Refusal)) throw fault;
  const told = JSON.stringify({ kind: fault.kind, key: fault.key, values: fault.values, problems: fault.problems });
  return told.replaceAll(who.address, '(address)').replaceAll(who.name, '(name)').replaceAll(String(who.id), '(number)');
};

const fieldsOf = (input: z.ZodType): Set<string> => {
  const fields = new Set<string>();
  const walk = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return;
    for (const field of Object.keys((node as { properties?: object }).properties ?? {})) fields.add(field);
    for (const part of Object.values(node)) walk(part);
  };
  walk(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }));
  return fields;
};
