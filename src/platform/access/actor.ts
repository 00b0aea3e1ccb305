import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** A thing that somebody may do, `noun.verb`; declared on a domain's card, given to people through roles. */
export type Right = string;

/** Where a right holds: everywhere, or for these bodies (the bodies nested in them included). */
export type Reach = 'everywhere' | ReadonlySet<number>;

/** Whoever asks: a visitor, a signed-in person, or the program itself. */
export interface Actor {
  kind: 'visitor' | 'person' | 'system';
  personId: number | null;
  /** Shown in histories; for a visitor the empty string. */
  name: string;
  rights: ReadonlyMap<Right, Reach>;
  /** The bodies that the actor's grants name, without those nested in them. Where it is missing, everything in `rights` is. */
  named?: ReadonlySet<number>;
  /** Set when the actor came with an API token: the command names it may run (`*` for all), or read-only when empty. */
  scopes?: readonly string[];
}

export const visitor: Actor = { kind: 'visitor', personId: null, name: '', rights: new Map() };

/** The program itself: jobs, the sample, the first start. Holds every right. */
export const system = (name = 'Plenary'): Actor => ({ kind: 'system', personId: null, name, rights: new Map() });

/** Does the actor hold this right for at least one body? Decides what a menu shows, never what a command allows. */
export const holdsSomewhere = (actor: Actor, right: Right): boolean => {
  const reach = reachOf(actor, right);
  return reach === 'everywhere' || reach.size > 0;
};

export const holdsEverywhere = (actor: Actor, right: Right): boolean => reachOf(actor, right) === 'everywhere';

export const holdsFor = (actor: Actor, right: Right, bodyId: number): boolean => {
  const reach = reachOf(actor, right);
  return reach === 'everywhere' || reach.has(bodyId);
};

/** The right as a SQL condition over the column that names the body, `position.body_id`. */
export const holds = (actor: Actor, right: Right, bodyColumn: string): RawBuilder<SqlBool> => {
  const reach = reachOf(actor, right);
  if (reach === 'everywhere') return sql<SqlBool>`true`;
  if (reach.size === 0) return sql<SqlBool>`false`;
  return sql<SqlBool>`${sql.ref(bodyColumn)} = any(${asArray(reach)}::bigint[])`;
};

/** The right for a body that a grant of the actor names itself: what is shown unasked to somebody who also acts for hundreds of nested bodies. */
export const holdsByName = (actor: Actor, right: Right, bodyColumn: string): RawBuilder<SqlBool> => {
  const reach = reachOf(actor, right);
  if (reach === 'everywhere' || reach.size === 0) return sql<SqlBool>`false`;
  const named = actor.named ? reach.intersection(actor.named) : reach;
  return sql<SqlBool>`${sql.ref(bodyColumn)} = any(${asArray(named)}::bigint[])`;
};

/** Equal only for actors of whom every condition says the same: the same person with the same rights for the same bodies. */
export const keyOf = (actor: Actor): string => {
  const known = keys.get(actor);
  if (known !== undefined) return known;
  const { kind, personId, rights, named, scopes } = actor;
  const key = JSON.stringify([
    kind,
    personId,
    [...rights].map(([right, reach]) => [right, reach === 'everywhere' ? reach : asArray(reach)]),
    named ? asArray(named) : null,
    scopes ?? null,
  ]);
  keys.set(actor, key);
  return key;
};

const keys = new WeakMap<Actor, string>();

/** As PostgreSQL reads an array: the driver would escape every number, and again for every question of a page. */
const asArray = (bodies: ReadonlySet<number>): string => {
  const known = arrays.get(bodies) ?? `{${[...bodies].join(',')}}`;
  arrays.set(bodies, known);
  return known;
};

const arrays = new WeakMap<ReadonlySet<number>, string>();

/** The right where no body is in question: held everywhere, or nothing. */
export const holdsWholly = (actor: Actor, right: Right): RawBuilder<SqlBool> =>
  holdsEverywhere(actor, right) ? sql<SqlBool>`true` : sql<SqlBool>`false`;

const nowhere: ReadonlySet<number> = new Set();

const reachOf = (actor: Actor, right: Right): Reach => (actor.kind === 'system' ? 'everywhere' : (actor.rights.get(right) ?? nowhere));
