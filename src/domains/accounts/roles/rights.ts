import type { Reach, Right } from '../../../platform/access/actor.ts';

/** The sign for all rights, those that later versions bring included. Only the role `administrator` holds it. */
export const allRights = '*';

/** What roles and tokens can name. Told once, when the program puts its domains together. */
export const known: { rights: readonly Right[]; commands: readonly string[] } = { rights: [], commands: [] };

/** Tells this domain which rights a role can hold and which commands an API token can be limited to. */
export const learnNames = (names: { rights: readonly Right[]; commands: readonly string[] }): void => {
  known.rights = [...names.rights].sort();
  known.commands = [...new Set(names.commands)].sort();
};

/** A role as it was given to somebody: everywhere, or for a body, with whom `bodies` holds all that are nested in it. */
export interface Grant {
  rights: readonly Right[];
  body: number | null;
  bodies: readonly number[] | null;
}

/** What grants come to, `*` counted in. Rights that hold for the same bodies share one set. */
export const rightsFrom = (grants: readonly Grant[]): { rights: ReadonlyMap<Right, Reach>; named: ReadonlySet<number> } => {
  const rights = new Map<Right, Reach>();
  for (const grant of grants) {
    const reach: Reach = grant.body === null ? 'everywhere' : new Set(grant.bodies);
    for (const right of grant.rights) {
      const known = rights.get(right);
      rights.set(right, known === undefined ? reach : union(known, reach));
    }
  }
  const all = rights.get(allRights);
  return {
    rights: all === undefined ? rights : new EveryRight(rights, all),
    named: new Set(grants.flatMap(({ body }) => body ?? [])),
  };
};

class EveryRight extends Map<Right, Reach> {
  readonly #all: Reach;

  constructor(reaches: ReadonlyMap<Right, Reach>, all: Reach) {
    super();
    this.#all = all;
    for (const [right, reach] of reaches) this.set(right, union(reach, all));
  }

  override get(right: Right): Reach {
    return super.get(right) ?? this.#all;
  }

  override has(): boolean {
    return true;
  }
}

const union = (one: Reach, other: Reach): Reach =>
  one === other ? one : one === 'everywhere' || other === 'everywhere' ? 'everywhere' : one.union(other);
