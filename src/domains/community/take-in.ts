import { type Selectable, sql } from 'kysely';
import type { z } from 'zod';
import { type Actor, holdsEverywhere } from '../../platform/access/actor.ts';
import type { Writes } from '../../platform/db/tables.ts';
import { conflict, forbidden, invalid, invalidField } from '../../platform/errors.ts';
import { fieldProblems } from '../../platform/fields.ts';
import { anyOf, type Moment, takingIn } from '../../platform/imports/take-in.ts';
import { differing, type RowWrite } from '../../platform/imports/write-rows.ts';
import { bodyChange, canMove, newBody } from './body.ts';
import { mayEdit } from './policy.ts';
import { regionsByKey } from './regions.ts';
import type { Tables } from './tables.ts';
import { treeHeld } from './tree.ts';

type Input = z.output<typeof bodyChange>;
type Body = Omit<Selectable<Tables['body']>, 'created_at' | 'version'> & { may_edit: boolean };

/** What lines about bodies touch. */
interface Known {
  /** By reference, archived ones too: those of the lines and those above them. */
  bodies: Map<string, Body>;
  /** Above which body each stands, as far up as the lines reach. */
  above: Map<number, number | null>;
  regions: ReadonlyMap<string, number>;
}

/** One line of an import: a body that is known is brought up to date, an archived one begins anew, an unknown one is added. */
export const takeInBody = takingIn<Tables>()({
  name: 'body.takeIn',
  input: bodyChange,
  makes: 'body',
  ahead: async (tx, inputs: readonly Input[], actor): Promise<Known> => {
    if (inputs.some(({ parent }) => parent)) await treeHeld(tx);
    return {
      bodies: await bodiesOf(tx, inputs, actor),
      above: await aboveOf(tx, inputs),
      regions: inputs.some(({ region }) => region) ? await regionsByKey(tx) : new Map(),
    };
  },
  decide: (input, known, moment) => {
    if (!holdsEverywhere(moment.actor, 'body.manage')) throw forbidden();
    const stored = known.bodies.get(input.ref);
    const rows: RowWrite<Tables>[] = [];
    const body =
      stored && !stored.archived_at ? broughtUpToDate(stored, input, known, moment, rows) : begun(stored, input, known, moment, rows);
    known.bodies.set(body.ref, body);
    known.above.set(body.id, body.parent_id);
    return { rows, output: { ref: body.ref } };
  },
});

const begun = (stored: Body | undefined, input: Input, known: Known, { id, today }: Moment, rows: RowWrite<Tables>[]): Body => {
  const read = newBody.safeParse(input);
  if (!read.success) throw invalid(fieldProblems(read.error));
  const said = read.data;
  const values = {
    ref: said.ref,
    name: said.name,
    acronym: said.acronym ?? null,
    kind: said.kind,
    parent_id: said.parent ? parentIn(known, said.parent) : null,
    region_id: said.region ? regionIn(known, said.region) : null,
    state: said.state,
    state_on: said.stateOn ?? today,
    purpose: said.purpose ?? null,
    languages: said.languages ?? [],
    position: said.position ?? 0,
    joining: said.joining ?? ('closed' as const),
    how_to_join: said.howToJoin ?? null,
    charter_url: said.charterUrl ?? null,
    next_meeting_at: said.nextMeeting ?? null,
    meeting_url: said.meetingUrl ?? null,
    documents: said.documents ?? [],
    archived_at: null,
    archived_reason: null,
  };
  if (!stored) {
    rows.push({ table: 'body', insert: { ...values, id } });
    return { ...values, id, may_edit: true };
  }
  if (values.parent_id !== null && isWithin(known, values.parent_id, stored.id)) throw invalidField('parent', 'body.ownAncestor');
  rows.push({ table: 'body', id: stored.id, set: differing(stored, values) });
  return { ...stored, ...values };
};

const broughtUpToDate = (stored: Body, input: Input, known: Known, { today }: Moment, rows: RowWrite<Tables>[]): Body => {
  if (!stored.may_edit) throw forbidden();
  if (input.state && !canMove(stored.state, input.state)) throw conflict('body.cannotMove', { from: stored.state, to: input.state });
  const parent = input.parent === undefined ? stored.parent_id : input.parent ? parentIn(known, input.parent) : null;
  if (parent !== null && isWithin(known, parent, stored.id)) throw invalidField('parent', 'body.ownAncestor');
  const set = differing(stored, {
    name: input.name ?? undefined,
    acronym: input.acronym,
    kind: input.kind ?? undefined,
    parent_id: parent,
    region_id: input.region === undefined ? undefined : input.region ? regionIn(known, input.region) : null,
    ...(input.state && input.state !== stored.state ? { state: input.state, state_on: input.stateOn ?? today } : {}),
    purpose: input.purpose,
    languages: input.languages ?? undefined,
    position: input.position ?? undefined,
    joining: input.joining ?? undefined,
    how_to_join: input.howToJoin,
    charter_url: input.charterUrl,
    next_meeting_at: input.nextMeeting,
    meeting_url: input.meetingUrl,
    documents: input.documents,
  });
  if (Object.keys(set).length > 0) rows.push({ table: 'body', id: stored.id, set });
  return { ...stored, ...set } as Body;
};

const parentIn = ({ bodies }: Known, ref: string): number => {
  const parent = bodies.get(ref);
  if (!parent) throw invalidField('parent', 'body.unknown', { ref });
  return parent.id;
};

const regionIn = ({ regions }: Known, key: string): number => {
  const region = regions.get(key);
  if (region === undefined) throw invalidField('region', 'region.unknown', { region: key });
  return region;
};

/** Is the body the other one or nested in it? */
const isWithin = ({ above }: Known, id: number, outer: number): boolean => {
  const seen = new Set<number>();
  for (let at: number | null = id; at !== null && !seen.has(at); at = above.get(at) ?? null) {
    if (at === outer) return true;
    seen.add(at);
  }
  return false;
};

const refsIn = (inputs: readonly Input[]): string[] => [
  ...new Set(inputs.flatMap(({ ref, parent }) => [ref, ...(parent ? [parent] : [])])),
];

const bodiesOf = async (tx: Writes<Tables>, inputs: readonly Input[], actor: Actor): Promise<Known['bodies']> => {
  const rows = await tx
    .selectFrom('body')
    .selectAll()
    .select(sql<boolean>`coalesce(${mayEdit(actor)}, false)`.as('may_edit'))
    .where('ref', '=', anyOf(refsIn(inputs)))
    .orderBy('id')
    .forUpdate('body')
    .execute();
  return new Map(rows.map((body) => [body.ref, body]));
};

const aboveOf = async (tx: Writes<Tables>, inputs: readonly Input[]): Promise<Known['above']> => {
  if (!inputs.some(({ parent }) => parent)) return new Map();
  const { rows } = await sql<{ id: number; parent_id: number | null }>`
    with recursive up as (
      select id, parent_id from body where ref = any(${refsIn(inputs)}::text[])
      union select body.id, body.parent_id from body join up on body.id = up.parent_id
    ) select id, parent_id from up`.execute(tx);
  return new Map(rows.map(({ id, parent_id }) => [id, parent_id]));
};
