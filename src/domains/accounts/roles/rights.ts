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

/** The rights of an actor from what the database says, `*` counted in. */
export const rightsFrom = (found: Record<Right, 'everywhere' | readonly number[]>): ReadonlyMap<Right, Reach> => {
  const reaches = Object.entries(found).map(([right, reach]): [Right, Reach] => [right, reach === 'everywhere' ? reach : new Set(reach)]);
  const all = new Map(reaches).get(allRights);
  return all === undefined ? new Map(reaches) : new EveryRight(reaches, all);
};

class EveryRight extends Map<Right, Reach> {
  readonly #all: Reach;

  constructor(reaches: readonly [Right, Reach][], all: Reach) {
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
  one === 'everywhere' || other === 'everywhere' ? 'everywhere' : new Set([...one, ...other]);
