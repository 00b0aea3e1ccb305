import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands, domains } from '../../src/app/domains.ts';
import { type Actor, system } from '../../src/platform/access/actor.ts';
import { type AnyCommand, also, commandsOver, run } from '../../src/platform/command.ts';
import { Refusal } from '../../src/platform/errors.ts';
import { type Name, openApp, type TestApp } from '../app.ts';
import { inputs, type Sample } from './inputs.ts';
import { root } from './sources.ts';
import { furnishWorld, type World } from './world.ts';

/** Who tries, from the stranger to the program itself. What is tried belongs to the body SOUTH, or to Fatou where it is a person's own. */
const tryers = {
  visitor: 'a visitor',
  fatou: 'a member (Fatou, whose own things these are)',
  badr: 'a rapporteur of another body',
  carmen: 'a rapporteur of the body, and scorer of the round',
  eko: 'an officer of the body',
  dana: 'staff',
  ama: 'an administrator',
  program: 'the program itself',
} as const;
type Tryer = keyof typeof tryers;

const everyones = 'signing in is how a visitor becomes somebody';
const own = 'it is their own';
const applying = 'to apply is open to everybody, and whoever holds the link of an application is the applicant';
const toEnd = 'whoever holds the link of a message says for its mailbox whether more are wanted';
const applicants = Object.fromEntries(
  ['begin', 'renewLink', 'save', 'submit', 'attach', 'reply', 'withdraw'].map((deed) => [`application.${deed}`, applying]),
);

/** The only commands open to those who hold no right, and why. */
const openTo: Record<'visitor' | 'fatou', Record<string, string>> = {
  visitor: {
    ...applicants,
    'code.ask': everyones,
    'code.redeem': everyones,
    'link.redeem': everyones,
    'passkey.ask': everyones,
    'passkey.redeem': everyones,
    'address.confirm': 'whoever holds the link of a letter has read it in the mailbox that it was sent to',
    'firstLink.redeem': 'whoever holds the link that the first start prints is the first administrator',
    'plan.useLink': 'whoever holds the link of a reminder does the one thing that it says',
    'mailing.unsubscribe': toEnd,
    'campaign.answer': 'whoever holds the link of a letter speaks for the organisation that it was sent to, in this one report',
    'campaign.askCorrection': 'whoever holds the link of a letter may say that what was sent by it is not right',
  },
  fatou: {
    ...applicants,
    'code.ask': everyones,
    'code.redeem': everyones,
    'link.redeem': everyones,
    'passkey.ask': everyones,
    'passkey.redeem': everyones,
    'address.confirm': 'whoever holds the link of a letter has read it in the mailbox that it was sent to',
    'firstLink.redeem': 'whoever holds the link that the first start prints is the first administrator',
    'plan.useLink': 'whoever holds the link of a reminder does the one thing that it says',
    'campaign.answer': 'whoever holds the link of a letter speaks for the organisation that it was sent to, in this one report',
    'campaign.askCorrection': 'whoever holds the link of a letter may say that what was sent by it is not right',
    'mailing.unsubscribe': toEnd,
    'mailing.choose': own,
    'comment.add': 'whoever has signed in may say what they think; no body stands behind it',
    'comment.change': own,
    'comment.remove': own,
    'view.save': own,
    'view.rename': own,
    'view.keepFigure': own,
    'view.dropFigure': own,
    'join.ask': 'whoever is signed in may ask for themselves; the chairs decide',
    'view.drop': own,
    'person.change': own,
    'session.end': own,
    'session.endOthers': own,
    'passkey.prepare': own,
    'passkey.add': own,
    'passkey.rename': own,
    'passkey.remove': own,
    'identity.link': own,
    'identity.remove': own,
    'address.ask': own,
    'erasure.ask': own,
    'skill.add': own,
    'skill.renew': own,
    'skill.remove': own,
    'portrait.set': own,
    'portrait.remove': own,
    'token.make': own,
    'token.revoke': own,
  },
};

type Outcome = 'yes' | 'no' | 'not found' | 'sign in';

let home: TestApp;
let world: World;
const matrix = new Map<string, Record<Tryer, Outcome>>();

beforeAll(async () => {
  home = await openApp();
  world = await furnishWorld(home);
});
afterAll(() => home.close());

it('every command has a sample input, and every sample its command', () => {
  const names = commands.map((command) => command.name);
  expect({
    withoutSample: names.filter((name) => !inputs[name]),
    withoutCommand: Object.keys(inputs).filter((name) => !names.includes(name)),
  }).toEqual({ withoutSample: [], withoutCommand: [] });
});

describe('every command against every person', () => {
  for (const command of commands) {
    it(`${command.name}: who may, may; who may not changes nothing`, async () => {
      const sample = inputs[command.name];
      if (!sample) throw new Error(`${command.name} has no sample in test/laws/inputs.ts`);
      const row = {} as Record<Tryer, Outcome>;
      for (const tryer of Object.keys(tryers) as Tryer[]) row[tryer] = await outcome(home, command, sample, actorOf(tryer));
      matrix.set(command.name, row);
      expect(Object.values(row), 'nobody at all may do this').toContain('yes');
      for (const stranger of ['visitor', 'fatou'] as const) {
        expect(row[stranger] === 'yes', `${stranger} and ${command.name}: ${row[stranger]}`).toBe(command.name in openTo[stranger]);
      }
    });
  }
});

it('docs/permissions.md is what was just found', () => {
  const file = join(root, 'docs/permissions.md');
  const found = printed(matrix);
  if (process.env.UPDATE) writeFileSync(file, found);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '', 'Run the law with UPDATE=1 and read what changed.').toBe(found);
});

describe('the law about permissions can fail', () => {
  const command = commandsOver<Record<never, never>>();
  const { input } = commands.find(({ name }) => name === 'session.sweep') as AnyCommand;
  const sample: Sample = { input: () => ({}) };

  it('a command that lets everybody in is seen', async () => {
    const open = command({ name: 'planted.open', input, subject: async () => undefined, perform: async () => ({}) });
    expect(await outcome(home, open, sample, actorOf('visitor'))).toBe('yes');
  });

  it('a command that writes before it refuses, outside its transaction, is seen', async () => {
    const leaking = command({
      name: 'planted.leak',
      input,
      subject: async (): Promise<undefined> => {
        await sql`insert into submission (key) values (gen_random_uuid()::text)`.execute(home.db);
        throw new Refusal('forbidden', 'refusal.forbidden');
      },
      perform: async () => ({}),
    });
    await expect(outcome(home, leaking, sample, actorOf('fatou'))).rejects.toThrow('wrote although it refused');
  });

  it('a sample that meets another rule than permission is seen', async () => {
    const strict = command({
      name: 'planted.strict',
      input,
      subject: async () => undefined,
      perform: async () => {
        throw new Refusal('conflict', 'planted.rule');
      },
    });
    await expect(outcome(home, strict, sample, actorOf('ama'))).rejects.toThrow('planted.rule');
  });
});

const actorOf = (tryer: Tryer): Actor => (tryer === 'program' ? system() : home.actor(tryer === 'visitor' ? undefined : (tryer as Name)));

/** What a person meets who tries this; of a refusal it is also made sure that it leaves the database as it was. Throws where the sample is refused for another reason than who asks. */
async function outcome({ db, call }: TestApp, command: AnyCommand, sample: Sample, actor: Actor): Promise<Outcome> {
  const input = sample.input(world);
  const asked = call(undefined, { actor, via: 'page', reason: 'It was agreed.' });
  const takeBack = Symbol('take back');
  const fault = await db
    .transaction()
    .execute(async (tx) => {
      await also(tx, command, input, { ...asked, db: tx });
      throw takeBack;
    })
    .catch((thrown) => thrown);
  if (fault === takeBack || (fault instanceof Refusal && fault.key === sample.meets)) return 'yes';
  if (!(fault instanceof Refusal)) throw fault;
  if (fault.kind !== 'forbidden' && fault.kind !== 'notFound') {
    const problems = fault.problems.map((problem) => `${problem.path.join('.')}: ${problem.key}`);
    throw new Error(`The sample of ${command.name} is refused to ${actor.name || 'a visitor'}: ${fault.message} ${problems.join(', ')}`);
  }
  const before = await rowCounts(db);
  await run(command, input, asked).catch(() => {});
  const after = await rowCounts(db);
  if (JSON.stringify(after) !== JSON.stringify(before))
    throw new Error(`${command.name} wrote although it refused ${actor.name || 'a visitor'}`);
  if (fault.kind === 'notFound') return 'not found';
  return actor.kind === 'visitor' ? 'sign in' : 'no';
}

/** How often every table has been written to: each write leaves its number of rows or the newest transaction of a row changed. */
async function rowCounts(db: TestApp['db']): Promise<unknown> {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`.execute(db);
  const counts = tables.map(
    ({ name }) => sql`select ${name}::text as name, count(*) as rows, max(xmin::text::bigint) as newest from ${sql.table(name)}`,
  );
  return (await sql`${sql.join(counts, sql` union all `)} order by 1`.execute(db)).rows;
}

function printed(found: ReadonlyMap<string, Record<Tryer, Outcome>>): string {
  const columns = Object.keys(tryers) as Tryer[];
  const heads = ['visitor', 'member', 'other body', 'rapporteur', 'officer', 'staff', 'administrator', 'program'];
  const signs: Record<Outcome, string> = { yes: '**yes**', no: 'no', 'not found': 'not found', 'sign in': 'sign in' };
  const signed = (outcome: Outcome | undefined) => (outcome ? signs[outcome] : '?');
  const rows = domains.flatMap(({ name, commands: own = [] }) =>
    own.length === 0
      ? []
      : [
          `\n## ${name}\n`,
          `| command | ${heads.join(' | ')} |`,
          `|---|${heads.map(() => '---|').join('')}`,
          ...own.map(
            (command) => `| \`${command.name}\` | ${columns.map((column) => signed(found.get(command.name)?.[column])).join(' | ')} |`,
          ),
        ],
  );
  const reasons = [
    ...new Set([...Object.entries(openTo.visitor), ...Object.entries(openTo.fatou)].map(([command, why]) => `- \`${command}\`: ${why}.`)),
  ];
  return `${[
    '# Who may do what',
    '',
    'Generated by the law `test/laws/permissions.test.ts`, which tries every command as each of these people in a small community and fails',
    'where this page says something else. `UPDATE=1 npx vitest run test/laws/permissions.test.ts` writes it anew; read what changed.',
    '',
    'Roles are data: a community gives its roles other rights. Here they are those of the test community. What is tried belongs to one body, or',
    'to the member where it is a person’s own.',
    '',
    ...columns.map((column, at) => `- *${heads[at]}*: ${tryers[column]}`),
    '',
    '*yes*: it is done. *no*: what it touches may be read, but not this. *not found*: not even that may be known. *sign in*: nobody is refused',
    'for good before saying who they are.',
    '',
    'Open to those who hold no right at all, and why:',
    '',
    ...reasons,
    ...rows,
  ].join('\n')}\n`;
}
