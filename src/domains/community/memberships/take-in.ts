import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { type Actor, holds } from '../../../platform/access/actor.ts';
import type { Writes } from '../../../platform/db/tables.ts';
import { forbidden, invalid, invalidField, notFound } from '../../../platform/errors.ts';
import { fieldProblems } from '../../../platform/fields.ts';
import { Alone, anyOf, takingIn } from '../../../platform/imports/take-in.ts';
import { differing, type RowWrite } from '../../../platform/imports/write-rows.ts';
import { mayReadOrganisation } from '../organisations/policy.ts';
import { mayRead } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { peopleNamed } from '../visibility/named.ts';
import { columnsOf } from './commands.ts';
import { newMembership } from './membership.ts';

type Input = z.output<typeof newMembership>;
/** Without a number where a line before this one is going to add it. */
type Membership = Omit<Selectable<Tables['membership']>, 'id' | 'created_at' | 'version' | 'archived_reason' | 'ended_reason'> & {
  id?: number;
};
type Places = ReadonlyMap<string, { id: number; may: boolean }>;

/** What lines about memberships touch. */
export interface KnownMemberships {
  organisations: Places;
  bodies: Places;
  /** Those of them whom the actor may name. */
  people: ReadonlySet<number>;
  /** By person, those that are not archived. */
  of: Map<number, Membership[]>;
}

/** One line of an import: a membership in the same role whose days overlap is brought up to date, otherwise one is added. */
export const takeInMembership = takingIn<Tables>()({
  name: 'membership.takeIn',
  input: newMembership,
  makes: 'membership',
  ahead: (tx, inputs: readonly Input[], actor) =>
    knownMemberships(
      tx,
      inputs,
      inputs.map(({ person }) => person),
      actor,
    ),
  decide: (input, known, { id: fresh }) => {
    if (!known.people.has(input.person)) throw invalidField('person', 'person.unknown');
    const { rows, membership, id } = membershipTaken(input, known, fresh);
    known.of.set(input.person, membership);
    return { rows, output: { id } };
  },
});

/** The memberships of these people, and the organisations and bodies that the lines name, with what the actor may do there. */
export const knownMemberships = async (
  tx: Writes<Tables>,
  named: readonly { organisation?: string | null | undefined; body?: string | null | undefined }[],
  people: readonly number[],
  actor: Actor,
): Promise<KnownMemberships> => {
  const organisations = named.flatMap(({ organisation }) => organisation ?? []);
  const bodies = named.flatMap(({ body }) => body ?? []);
  if (organisations.length + bodies.length === 0) return { organisations: new Map(), bodies: new Map(), people: new Set(), of: new Map() };
  const memberships = await tx
    .selectFrom('membership')
    .selectAll()
    .where('person_id', '=', anyOf(people))
    .where('archived_at', 'is', null)
    .orderBy('id')
    .execute();
  return {
    organisations: byRef(
      await tx
        .selectFrom('organisation')
        .select(['id', 'ref', holds(actor, 'member.manage', 'organisation.body_id').as('may')])
        .where('ref', '=', anyOf([...new Set(organisations)]))
        .where(mayReadOrganisation(actor))
        .execute(),
    ),
    bodies: byRef(
      await tx
        .selectFrom('body')
        .select(['id', 'ref', holds(actor, 'member.manage', 'body.id').as('may')])
        .where('ref', '=', anyOf([...new Set(bodies)]))
        .where(mayRead(actor))
        .execute(),
    ),
    people: new Set(await peopleNamed(tx, actor, people)),
    of: Map.groupBy(memberships, ({ person_id }) => person_id),
  };
};

const byRef = (places: readonly { id: number; ref: string; may: unknown }[]): Places =>
  new Map(places.map(({ id, ref, may }) => [ref, { id, may: may === true }]));

/** What a line writes, and what the memberships of its person are afterwards. `fresh` is the number of a new one. */
export const membershipTaken = (
  input: Input,
  known: KnownMemberships,
  fresh?: number,
): { rows: RowWrite<Pick<Tables, 'membership'>>[]; membership: Membership[]; id: number } => {
  const said = { ...columnsOf(input), ...(input.note === undefined ? {} : { note: input.note }) };
  const values = { ...blank, ...said, person_id: input.person, role: input.role, ...placeIn(known, input) };
  const all = known.of.get(input.person) ?? [];
  const stored = all.find((one) => overlap(one, values));
  if (!stored) {
    const added = { ...values, ...(fresh === undefined ? {} : { id: fresh }) };
    return { rows: [{ table: 'membership', insert: added }], membership: [...all, added], id: fresh ?? 0 };
  }
  const set = differing(stored, said);
  if (Object.keys(set).length === 0) return { rows: [], membership: all, id: stored.id ?? 0 };
  if (stored.id === undefined) throw new Alone();
  const after = { ...stored, ...set } as Membership;
  return {
    rows: [{ table: 'membership', id: stored.id, set }],
    membership: all.map((one) => (one === stored ? after : one)),
    id: stored.id,
  };
};

/** A membership as another line says it. Refuses what is none. */
export const membershipOf = (said: z.input<typeof newMembership>): Input => {
  const read = newMembership.safeParse(said);
  if (!read.success) throw invalid(fieldProblems(read.error));
  return read.data;
};

const blank = { starts_on: null, starts_span: null, ends_on: null, ends_span: null, note: null, archived_at: null };

const placeIn = ({ organisations, bodies }: KnownMemberships, { organisation, body }: Input) => {
  const found = organisation ? organisations.get(organisation) : bodies.get(body ?? '');
  if (!found) throw organisation ? notFound('organisation.unknown', { ref: organisation }) : notFound('body.unknown', { ref: body ?? '' });
  if (!found.may) throw forbidden();
  return organisation ? { organisation_id: found.id, body_id: null } : { organisation_id: null, body_id: found.id };
};

type Lasting = Pick<Membership, 'organisation_id' | 'body_id' | 'role' | 'starts_on' | 'ends_on'>;

/** The same role of the same organisation or body, in days that overlap. The last day no longer counts. */
const overlap = (one: Lasting, other: Lasting): boolean =>
  one.role === other.role &&
  one.organisation_id === other.organisation_id &&
  one.body_id === other.body_id &&
  begins(one) < ends(one) &&
  begins(other) < ends(other) &&
  begins(one) < ends(other) &&
  begins(other) < ends(one);

const begins = ({ starts_on }: Lasting): string => starts_on ?? '';
const ends = ({ ends_on }: Lasting): string => ends_on ?? '\uffff';
